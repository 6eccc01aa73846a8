// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_names.h"

#include <map>
#include <openvino/op/constant.hpp>
#include <openvino/op/transpose.hpp>

namespace dnntune::engine {
namespace {

using Node = std::shared_ptr<ov::Node>;
using OperatorOf = std::map<std::string, std::string>;  // by OpenVINO's name of a tensor that it makes

std::set<std::string> OwnNames(const ov::Model& model) {
  std::set<std::string> names;
  for (const Node& node : model.get_ops()) {
    if (!ov::is_type<ov::op::v0::Constant>(node)) names.insert(node->get_friendly_name());
  }
  return names;
}

OperatorOf OperatorsOf(const graph::Graph& graph, const OpenVinoFile& file) {
  OperatorOf operators;
  for (const graph::Tensor& tensor : graph.tensors()) {
    if (tensor.producer) operators.emplace(file.PlaceOf(tensor.name), graph.operators()[*tensor.producer].name);
  }
  return operators;
}

// Converted with every tensor that an operator makes as an output.
std::shared_ptr<ov::Model> ConvertWide(const OpenVinoFile& file, const OperatorOf& operators) {
  const auto model = file.Load();
  auto outputs = model->get_outputs();
  for (const auto& [place, name] : operators) {
    const auto found = model->get_place_by_tensor_name(place);
    if (found != nullptr && !found->is_output()) outputs.push_back(found);
  }
  model->override_all_outputs(outputs);
  return file.Convert(model);
}

Node BeforeChangesOfLayout(Node node) {
  while (ov::is_type<ov::op::v1::Transpose>(node)) node = node->get_input_node_shared_ptr(0);
  return node;
}

std::map<const ov::Node*, std::string> NamesIn(ov::Model& wide, const OperatorOf& operators) {
  std::map<const ov::Node*, std::string> names;
  for (const auto& output : wide.outputs()) {
    const Node maker = BeforeChangesOfLayout(output.get_node_shared_ptr()->get_input_node_shared_ptr(0));
    for (const std::string& name : output.get_names()) {
      if (const auto found = operators.find(name); found != operators.end()) names.emplace(maker.get(), found->second);
    }
  }
  return names;
}

// Walks two models side by side from their outputs up, as far as they are made of the same kinds of nodes.
class Namer {
 public:
  explicit Namer(std::map<const ov::Node*, std::string> names) : names_(std::move(names)) {}

  void Walk(const Node& node, const Node& like) {
    std::vector<std::pair<Node, Node>> open = {{node, like}};
    while (!open.empty()) {
      const Node to = BeforeChangesOfLayout(open.back().first), from = BeforeChangesOfLayout(open.back().second);
      open.pop_back();
      if (to->get_type_info() != from->get_type_info() || to->get_input_size() != from->get_input_size()) continue;
      if (!seen_.insert(to.get()).second) continue;
      if (const auto name = names_.find(from.get()); name != names_.end()) to->set_friendly_name(name->second);
      for (std::size_t i = 0; i < to->get_input_size(); ++i) {
        open.emplace_back(to->get_input_node_shared_ptr(i), from->get_input_node_shared_ptr(i));
      }
    }
  }

 private:
  std::map<const ov::Node*, std::string> names_;
  std::set<const ov::Node*> seen_;
};

}  // namespace

std::set<std::string> NameAsInFile(ov::Model& model, const OpenVinoFile& file) {
  if (file.keeps_names()) return OwnNames(model);
  const auto read = file.Read();
  if (!read) return OwnNames(model);
  const OperatorOf operators = OperatorsOf((*read)->graph(), file);
  const auto wide = ConvertWide(file, operators);
  Namer namer(NamesIn(*wide, operators));
  for (std::size_t i = 0; i < model.outputs().size(); ++i) {
    namer.Walk(model.get_results().at(i), wide->get_results().at(i));
  }
  std::set<std::string> names;
  for (const auto& [place, name] : operators) names.insert(name);
  return names;
}

}  // namespace dnntune::engine
