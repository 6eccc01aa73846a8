// SPDX-License-Identifier: Apache-2.0
#include "target/complete_tensors.h"

#include <algorithm>
#include <span>

#include "engine/noise.h"

namespace dnntune::target {
namespace {

using Names = std::vector<std::string>;

Names InputNames(const graph::Graph& graph) {
  Names names;
  for (const graph::TensorId input : graph.inputs()) names.push_back(graph.tensors()[input].name);
  return names;
}

// What the engine yields must be tensors that some operator makes.
Names OpenTensors(const graph::Graph& graph) {
  Names names;
  for (const graph::Tensor& tensor : graph.tensors()) {
    if (tensor.producer && !tensor.is_confined && (!tensor.dtype || !tensor.shape)) names.push_back(tensor.name);
  }
  return names;
}

bool IsStatic(const engine::TensorInfo& info) {
  return std::ranges::all_of(info.shape, [](std::int64_t extent) { return extent >= 0; });
}

class Asking {
 public:
  Asking(const engine::Subject& subject, engine::Worker& worker) : subject_(subject), worker_(worker) {}

  Result<void> Ask(std::span<const std::string> names) {
    auto told = OutputsOf(names);
    if (told) {
      for (engine::TensorInfo& info : *told) known_.emplace(info.name, format::KnownTensor{info.dtype, std::move(info.shape)});
      return {};
    }
    // One tensor that the engine does not yield makes it refuse all: those that it does are found by halves.
    if (told.error().code == ErrorCode::kMeasurement || names.empty()) return Fail(std::move(told).error());
    if (names.size() == 1) return {};
    TRY(Ask(names.first(names.size() / 2)));
    return Ask(names.subspan(names.size() / 2));
  }

  [[nodiscard]] format::KnownTensors& known() { return known_; }

 private:
  // Without names: the model's own outputs.
  Result<std::vector<engine::TensorInfo>> OutputsOf(std::span<const std::string> names) {
    const Names inputs = names.empty() ? Names() : InputNames(subject_.graph);
    ASSIGN_OR_RETURN(
        engine::SessionInfo session,
        worker_.Open(
            {.model = subject_.model_id, .inputs = inputs, .outputs = {names.begin(), names.end()}, .setting = subject_.setting}));
    auto outputs = std::move(session.outputs);
    // Engines tell a scalar's shape and one that they do not know alike.
    const bool is_told = std::ranges::all_of(outputs, [](const auto& info) { return !info.shape.empty() && IsStatic(info); });
    Result<void> primed;
    if (!is_told) {
      auto seen = worker_.Prime(session.id);
      if (seen) outputs = *std::move(seen);
      if (!seen) primed = Fail(std::move(seen).error());
    }
    TRY(worker_.Close(session.id));
    TRY(primed);
    return outputs;
  }

  const engine::Subject& subject_;
  engine::Worker& worker_;
  format::KnownTensors known_;
};

}  // namespace

Result<format::KnownTensors> CompleteTensors(const engine::Subject& subject) {
  const Names open = OpenTensors(subject.graph);
  if (open.empty()) return format::KnownTensors();
  ASSIGN_OR_RETURN(const auto worker, subject.workers.Start(subject.setting));
  TRY(engine::SetNoiseInputs(subject.graph, *worker));
  Asking asking(subject, *worker);
  if (!asking.Ask(open) || asking.known().empty()) TRY(asking.Ask({}));
  std::erase_if(asking.known(),
                [](const auto& one) { return std::ranges::any_of(one.second.shape, [](auto d) { return d < 0; }); });
  return std::move(asking.known());
}

}  // namespace dnntune::target
