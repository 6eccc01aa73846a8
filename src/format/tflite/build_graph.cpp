// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "format/tflite/model.h"

namespace dnntune::format::tflite {
namespace {

// The one layer of a model whose operators hand values on beside its tensors.
constexpr const char* kUncutLayer = "model";

bool Holds(const std::vector<int>& list, int tensor) {
  return std::find(list.begin(), list.end(), tensor) != list.end();
}

}  // namespace

bool ModelFile::IsFolded(int op) const {
  // It runs before the first inference, and in no other.
  if (CodeOf(*file_, OperatorAt(op)) == schema::BuiltinOperator::CALL_ONCE) return true;
  const Tensors made = Indices(OperatorAt(op).outputs());
  return !made.empty() && std::all_of(made.begin(), made.end(), [&](int tensor) {
    return constants_[static_cast<std::size_t>(tensor)] && !Holds(outputs_, tensor);
  });
}

graph::OperatorSpec ModelFile::SpecOf(int index, skeleton::WeightCount<int>& count) const {
  const schema::Operator& op = OperatorAt(index);
  graph::OperatorSpec spec;
  spec.name = operator_names_[static_cast<std::size_t>(index)];
  spec.type = TypeOf(*file_, op);
  spec.macs = CountMacs(*file_, op, facts_);
  for (const int tensor : Indices(op.inputs())) {
    if (tensor < 0) continue;
    if (const auto& weights = constants_[static_cast<std::size_t>(tensor)]) {
      count.Add(tensor, *weights, spec);
    } else if (!IsHeld(tensor)) {
      spec.inputs.push_back(NameOf(tensor));
    }
  }
  for (const int tensor : Indices(op.outputs())) {
    // An intermediate tensor that is used as an input is no longer made here.
    if (!Holds(inputs_, tensor)) spec.outputs.push_back(NameOf(tensor));
  }
  return spec;
}

Result<graph::Graph> ModelFile::BuildGraph() const {
  graph::GraphBuilder builder;
  for (const int input : inputs_) builder.AddInput(NameOf(input));
  for (const int output : outputs_) {
    const bool is_weight = IsHeld(output) && !producers_.contains(output);  // handed out as it is: nobody computes it
    if (!is_weight) builder.AddOutput(NameOf(output));
  }
  ASSIGN_OR_RETURN(const Part part, Between(inputs_, outputs_));
  const bool is_stateful =
      std::any_of(part.operators.begin(), part.operators.end(), [&](int op) { return ChangesVariables(*file_, OperatorAt(op)); });
  skeleton::WeightCount<int> count;
  for (const int op : part.operators) {
    if (IsFolded(op)) continue;
    graph::OperatorSpec spec = SpecOf(op, count);
    if (is_stateful) spec.layer = kUncutLayer;
    builder.AddOperator(std::move(spec));
  }
  for (std::size_t i = 0; i < names_.size(); ++i) {
    builder.AddTensor(names_[i], facts_[i].dtype, facts_[i].shape);
    if (const auto& quantization = facts_[i].quantization) builder.AddQuantization(names_[i], *quantization);
  }
  return std::move(builder).Build();
}

}  // namespace dnntune::format::tflite
