// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "graph/graph.h"
#include "graph/layers.h"
#include "graph/topological_order.h"

namespace dnntune::graph {
namespace {

using Producers = std::unordered_map<std::string_view, std::uint32_t>;  // tensor name -> index of the operator as given
using TensorIds = std::unordered_map<std::string, TensorId>;

// Empty names stand for optional tensors that are left out.
void EraseEmptyNames(OperatorSpec& spec) {
  std::erase(spec.inputs, "");
  std::erase(spec.outputs, "");
}

void MakeNamesUnique(std::vector<OperatorSpec>& operators) {
  std::unordered_set<std::string> given;
  for (const OperatorSpec& spec : operators) given.insert(spec.name);
  std::unordered_set<std::string> taken;
  for (std::size_t i = 0; i < operators.size(); ++i) {
    OperatorSpec& spec = operators[i];
    if (!spec.name.empty() && taken.insert(spec.name).second) continue;
    const std::string stem = spec.name.empty() ? spec.type : spec.name;
    std::string name = fmt::format("{}_{}", stem, i);
    while (given.contains(name) || taken.contains(name)) name += "_";
    spec.name = name;
    taken.insert(std::move(name));
  }
}

Result<Producers> FindProducers(const std::vector<OperatorSpec>& operators, const std::vector<std::string>& inputs) {
  Producers producers;
  const std::unordered_set<std::string_view> entering(inputs.begin(), inputs.end());
  for (std::uint32_t i = 0; i < operators.size(); ++i) {
    for (const std::string& output : operators[i].outputs) {
      if (entering.contains(output)) {
        return Fail(ErrorCode::kBadInput,
                    fmt::format("tensor '{}' is a model input and is also made by operator '{}'; drop one of them", output,
                                operators[i].name));
      }
      const auto [entry, is_new] = producers.try_emplace(output, i);
      if (is_new) continue;
      return Fail(ErrorCode::kBadInput,
                  fmt::format("tensor '{}' is made twice, by operators '{}' and '{}'; give one of them a new name", output,
                              operators[entry->second].name, operators[i].name));
    }
  }
  return producers;
}

Result<void> CheckTensorsExist(const std::vector<OperatorSpec>& operators, const std::vector<std::string>& inputs,
                               const std::vector<std::string>& outputs, const Producers& producers) {
  const std::unordered_set<std::string_view> entering(inputs.begin(), inputs.end());
  for (const OperatorSpec& spec : operators) {
    for (const std::string& input : spec.inputs) {
      if (producers.contains(input) || entering.contains(input)) continue;
      return Fail(ErrorCode::kBadInput,
                  fmt::format("operator '{}' reads tensor '{}', which no operator makes and which is no model "
                              "input; declare it as an input or add its operator",
                              spec.name, input));
    }
  }
  for (const std::string& output : outputs) {
    if (producers.contains(output) || entering.contains(output)) continue;
    return Fail(ErrorCode::kBadInput, fmt::format("model output '{}' is made by no operator; correct its name", output));
  }
  return {};
}

// Puts the operators in topological order.
Result<void> Order(std::vector<OperatorSpec>& operators, const Producers& producers) {
  Successors successors(operators.size());
  for (std::uint32_t i = 0; i < operators.size(); ++i) {
    for (const std::string& input : operators[i].inputs) {
      if (const auto producer = producers.find(input); producer != producers.end()) successors[producer->second].push_back(i);
    }
  }
  const std::vector<std::uint32_t> order = TopologicalOrder(successors);
  if (order.size() < operators.size()) {
    std::string path;
    for (const std::uint32_t op : FindCycle(successors)) path += "'" + operators[op].name + "' -> ";
    return Fail(ErrorCode::kBadInput, fmt::format("operators form a cycle: {}back; a model must be free of cycles", path));
  }
  std::vector<OperatorSpec> ordered;
  ordered.reserve(operators.size());
  for (const std::uint32_t i : order) ordered.push_back(std::move(operators[i]));
  operators = std::move(ordered);
  return {};
}

// Tensors in the order in which they come to be, and the operators that make and read them.
class Wiring {
 public:
  TensorId Id(const std::string& name) {
    const auto [entry, is_new] = ids_.try_emplace(name, static_cast<TensorId>(tensors.size()));
    if (is_new) tensors.emplace_back().name = name;
    return entry->second;
  }
  Tensor* Find(const std::string& name) {
    const auto found = ids_.find(name);
    return found == ids_.end() ? nullptr : &tensors[found->second];
  }
  void Add(OperatorSpec spec) {
    const auto id = static_cast<OperatorId>(operators.size());
    Operator op{std::move(spec.name), std::move(spec.type), {}, {}, spec.macs, spec.parameters, spec.parameter_bytes, 0};
    for (const std::string& input : spec.inputs) {
      op.inputs.push_back(Id(input));
      auto& consumers = tensors[op.inputs.back()].consumers;
      if (consumers.empty() || consumers.back() != id) consumers.push_back(id);
    }
    for (const std::string& output : spec.outputs) {
      op.outputs.push_back(Id(output));
      tensors[op.outputs.back()].producer = id;
    }
    operators.push_back(std::move(op));
  }
  std::vector<Tensor> tensors;
  std::vector<Operator> operators;

 private:
  TensorIds ids_;
};

std::optional<Bytes> DenseBytes(const Tensor& tensor) {
  if (!tensor.dtype || !tensor.shape) return std::nullopt;
  const double elements = std::accumulate(tensor.shape->begin(), tensor.shape->end(), 1.0, [](double product, std::int64_t extent) {
    return product * static_cast<double>(extent);
  });
  const auto bytes = DenseBytes(*tensor.dtype, elements);
  return bytes ? std::optional(Bytes(*bytes)) : std::nullopt;
}

template <typename Items>
std::vector<std::uint32_t> SortedByName(const Items& items) {
  std::vector<std::uint32_t> ids(items.size());
  std::iota(ids.begin(), ids.end(), 0U);
  std::sort(ids.begin(), ids.end(), [&](std::uint32_t a, std::uint32_t b) { return items[a].name < items[b].name; });
  return ids;
}

// Given names win and must be free of cycles; scopes serve where they are.
Result<std::vector<Layer>> GroupLayers(const Wiring& wiring, LayerNames given) {
  if (std::any_of(given.begin(), given.end(), [](const std::string& name) { return !name.empty(); })) {
    for (std::size_t op = 0; op < given.size(); ++op) {
      if (given[op].empty()) given[op] = wiring.operators[op].name;
    }
    return MakeLayers(wiring.operators, wiring.tensors, given);
  }
  if (auto scoped = LayersByScope(wiring.operators)) {
    KeepConfined(wiring.operators, wiring.tensors, *scoped);
    if (auto layers = MakeLayers(wiring.operators, wiring.tensors, *scoped)) return layers;
  }
  return MakeLayers(wiring.operators, wiring.tensors, LayersByBlock(wiring.operators, wiring.tensors));
}

}  // namespace

void GraphBuilder::AddTensor(std::string name, std::optional<DType> dtype, std::optional<std::vector<std::int64_t>> shape,
                             std::optional<Bytes> bytes) {
  tensors_.push_back({std::move(name), dtype, std::move(shape), bytes});
}

void GraphBuilder::AddQuantization(const std::string& tensor, Quantization quantization) {
  quantizations_.emplace_back(tensor, quantization);
}

void GraphBuilder::AddRange(const std::string& tensor, ValueRange range) {
  ranges_.emplace_back(tensor, std::move(range));
}

void GraphBuilder::Confine(std::string tensor) {
  confined_.push_back(std::move(tensor));
}

void GraphBuilder::AddOperator(OperatorSpec spec) {
  EraseEmptyNames(spec);
  operators_.push_back(std::move(spec));
}

void GraphBuilder::AddInput(std::string name) {
  if (std::find(inputs_.begin(), inputs_.end(), name) == inputs_.end()) inputs_.push_back(std::move(name));
}

void GraphBuilder::AddOutput(std::string name) {
  if (std::find(outputs_.begin(), outputs_.end(), name) == outputs_.end()) outputs_.push_back(std::move(name));
}

Result<Graph> GraphBuilder::Build() && {
  if (operators_.empty()) return Fail(ErrorCode::kBadInput, "the model has no operator; there is nothing to run");
  MakeNamesUnique(operators_);
  ASSIGN_OR_RETURN(const Producers producers, FindProducers(operators_, inputs_));
  TRY(CheckTensorsExist(operators_, inputs_, outputs_, producers));
  TRY(Order(operators_, producers));

  Wiring wiring;
  Graph graph;
  LayerNames given;
  for (const std::string& input : inputs_) wiring.tensors[graph.inputs_.emplace_back(wiring.Id(input))].is_input = true;
  for (OperatorSpec& spec : operators_) {
    given.push_back(std::move(spec.layer));
    wiring.Add(std::move(spec));
  }
  for (const std::string& output : outputs_) wiring.tensors[graph.outputs_.emplace_back(wiring.Id(output))].is_output = true;
  for (TensorSpec& spec : tensors_) {
    Tensor* tensor = wiring.Find(spec.name);
    if (tensor == nullptr) continue;
    if (spec.shape && std::any_of(spec.shape->begin(), spec.shape->end(), [](std::int64_t extent) { return extent < 0; })) {
      return Fail(ErrorCode::kBadInput, fmt::format("tensor '{}' has a negative dimension; give its true shape", spec.name));
    }
    tensor->dtype = spec.dtype;
    tensor->shape = std::move(spec.shape);
    tensor->bytes = spec.bytes ? spec.bytes : DenseBytes(*tensor);
    tensor->is_confined = spec.dtype == DType::kString;
  }
  for (const std::string& name : confined_) {
    if (Tensor* tensor = wiring.Find(name)) tensor->is_confined = true;
  }
  for (auto& [name, range] : ranges_) {
    if (Tensor* tensor = wiring.Find(name)) tensor->range = std::move(range);
  }
  for (const auto& [name, quantization] : quantizations_) {
    Tensor* tensor = wiring.Find(name);
    if (tensor == nullptr) continue;
    if (!tensor->dtype || !Fits(quantization, *tensor->dtype)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("tensor '{}' has a scale of {} and a zero point of {}, which do not fit {}; give "
                              "a scale above 0 and a zero point that the integer type has",
                              name, quantization.scale, quantization.zero_point,
                              tensor->dtype ? DTypeName(*tensor->dtype) : "an unknown type"));
    }
    tensor->quantization = quantization;
  }
  ASSIGN_OR_RETURN(graph.layers_, GroupLayers(wiring, std::move(given)));
  graph.operators_ = std::move(wiring.operators);
  graph.tensors_ = std::move(wiring.tensors);
  for (LayerId layer = 0; layer < graph.layers_.size(); ++layer) {
    for (const OperatorId op : graph.layers_[layer].operators) graph.operators_[op].layer = layer;
  }
  graph.tensors_by_name_ = SortedByName(graph.tensors_);
  graph.layers_by_name_ = SortedByName(graph.layers_);
  return graph;
}

}  // namespace dnntune::graph
