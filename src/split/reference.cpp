// SPDX-License-Identifier: Apache-2.0
#include "split/reference.h"

#include <limits>
#include <utility>

#include "split/output_difference.h"

namespace dnntune::split {
namespace {

// Integers that stand for themselves, such as the index of a class, have no near miss.
bool IsExact(graph::DType dtype, const std::optional<graph::Quantization>& quantization) {
  return !quantization && !graph::IsFloat(dtype);
}

}  // namespace

Result<Reference::Runs> Reference::RunInCloud(const graph::Graph& graph, Ends& ends) {
  const Names inputs = NamesOf(graph, graph.inputs());
  const Names outputs = NamesOf(graph, graph.outputs());
  TRY(ends.Send(inputs));
  ASSIGN_OR_RETURN(const engine::SessionId session, ends.OpenWholeInCloud(inputs, outputs));
  Runs runs;
  for (engine::TensorStore* values : {&runs.first, &runs.second}) {
    if (values == &runs.second) TRY(ends.cloud().Prime(session));
    for (const std::string& name : outputs) {
      if (ends.adapter().Bars(name)) continue;
      ASSIGN_OR_RETURN(engine::Tensor tensor, ends.Fetch(name));
      values->emplace(name, std::move(tensor));
    }
  }
  TRY(ends.cloud().Close(session));
  return runs;
}

Result<Reference::Runs> Reference::RunOnDevice(const graph::Graph& graph, Ends& ends) {
  ASSIGN_OR_RETURN(const engine::SessionId session, ends.OpenOnDevice({}));
  Runs runs;
  for (engine::TensorStore* values : {&runs.first, &runs.second}) {
    if (values == &runs.second) TRY(ends.device().Prime(session));
    for (const std::string& name : NamesOf(graph, graph.outputs())) {
      ASSIGN_OR_RETURN(engine::Tensor tensor, ends.device().GetTensor(name));
      values->emplace(name, std::move(tensor));
    }
  }
  TRY(ends.device().Close(session));
  return runs;
}

Result<record::OutputDifference> Reference::Difference(const std::string& name, const engine::Tensor& expected,
                                                       const engine::Tensor& actual, const record::Tolerance& tolerance) const {
  const auto& quantization = quantizations_.find(name)->second;
  ASSIGN_OR_RETURN(record::OutputDifference difference, Compare(name, expected, actual, quantization));
  difference.held_to = IsExact(expected.dtype(), quantization) ? record::Tolerance{} : tolerance;
  return difference;
}

engine::TensorStore Reference::Take(Runs runs, const record::Tolerance& tolerance) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const auto& [name, second] : runs.second) {
    auto difference = Difference(name, runs.first.find(name)->second, second, tolerance);
    // How many values a model yields may be what differs.
    record::Include(
        difference ? *std::move(difference)
                   : record::OutputDifference{.largest = kInfinity, .snr_db = -kInfinity, .output = name, .held_to = tolerance},
        repeat_);
  }
  return std::move(runs.first);
}

Result<Reference> Reference::Run(const graph::Graph& graph, Ends& ends, const Stage& stage) {
  Reference reference(stage.tolerances);
  for (const graph::TensorId id : graph.outputs()) {
    const graph::Tensor& tensor = graph.tensors()[id];
    reference.quantizations_.emplace(tensor.name, tensor.quantization);
  }
  ASSIGN_OR_RETURN(Runs in_cloud, RunInCloud(graph, ends));
  reference.in_cloud_ = reference.Take(std::move(in_cloud), stage.tolerances.in_cloud);
  if (stage.conversions != nullptr) {
    ASSIGN_OR_RETURN(Runs on_device, RunOnDevice(graph, ends));
    reference.on_device_ = reference.Take(std::move(on_device), stage.tolerances.on_device);
  }
  return reference;
}

Result<void> Reference::Add(const std::string& name, const engine::Tensor& actual, const Parts& parts,
                            Differences& differences) const {
  const bool is_repeatable = !repeat_ || record::IsWithin(*repeat_);
  const auto add = [&](const engine::Tensor& expected, const record::Tolerance& tolerance,
                       std::optional<record::OutputDifference>& all) -> Result<void> {
    ASSIGN_OR_RETURN(record::OutputDifference difference, Difference(name, expected, actual, tolerance));
    if (!is_repeatable) difference.held_to.reset();
    record::Include(difference, all);
    return {};
  };
  if (const auto expected = in_cloud_.find(name); expected != in_cloud_.end()) {
    TRY(add(expected->second, parts.has_head ? tolerances_.between : tolerances_.in_cloud, differences.from_cloud));
  }
  if (!on_device_) return {};
  return add(on_device_->find(name)->second, parts.has_tail ? tolerances_.between : tolerances_.on_device, differences.from_device);
}

}  // namespace dnntune::split
