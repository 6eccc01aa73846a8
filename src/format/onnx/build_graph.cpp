// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "format/onnx/model.h"

namespace dnntune::format::onnx {
namespace {

bool Holds(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

bool ModelFile::IsFolded(const NodeProto& node) const {
  return std::all_of(node.output().begin(), node.output().end(), [&](const std::string& output) {
    return output.empty() || (constants_.contains(output) && !Holds(outputs_, output));
  });
}

graph::OperatorSpec ModelFile::SpecOf(const NodeProto& node, skeleton::WeightCount<std::string>& count) const {
  graph::OperatorSpec spec;
  spec.name = node.name();
  spec.type = OperatorType(node);
  spec.macs = CountMacs(node, facts_);
  for (const std::string& name : ReadsOf(node)) {
    if (const auto weights = constants_.find(name); weights != constants_.end()) {
      count.Add(name, weights->second, spec);
    } else {
      spec.inputs.push_back(name);
    }
  }
  for (const std::string& output : node.output()) {
    // An intermediate tensor that is used as an input is no longer made here.
    if (!Holds(inputs_, output)) spec.outputs.push_back(output);
  }
  return spec;
}

Result<graph::Graph> ModelFile::BuildGraph() const {
  graph::GraphBuilder builder;
  for (const std::string& input : inputs_) builder.AddInput(input);
  for (const std::string& output : outputs_) {
    const bool is_weight = constants_.contains(output) && !producers_.contains(output);  // handed out as it is: nobody computes it
    if (!is_weight) builder.AddOutput(output);
  }
  ASSIGN_OR_RETURN(const std::set<int> nodes, Between(inputs_, outputs_));
  skeleton::WeightCount<std::string> count;
  for (const int index : nodes) {
    const NodeProto& node = proto_.graph().node(index);
    if (!IsFolded(node)) builder.AddOperator(SpecOf(node, count));
  }
  for (const auto& [name, known] : facts_) {
    builder.AddTensor(name, known.dtype, known.shape);
    if (!known.is_dense) builder.Confine(name);
  }
  for (const auto& [name, range] : FindInputRanges(proto_.graph(), facts_)) {
    if (Holds(inputs_, name)) builder.AddRange(name, range);
  }
  for (const auto& [name, quantization] : FindQuantizations(proto_.graph())) {
    const auto known = facts_.find(name);
    const bool fits = known != facts_.end() && known->second.dtype && graph::Fits(quantization, *known->second.dtype);
    if (fits) builder.AddQuantization(name, quantization);
  }
  return std::move(builder).Build();
}

}  // namespace dnntune::format::onnx
