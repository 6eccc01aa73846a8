// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "format/tensorflow/kinds.h"
#include "format/tensorflow/model.h"

namespace dnntune::format::tensorflow {
namespace {

// The scope around all of them.
std::string CommonScope(const std::vector<std::string>& names) {
  if (names.size() == 1) return names.front();
  std::string_view prefix = names.front();
  for (const std::string& name : names) {
    const std::string_view view = name;
    const auto differs = std::mismatch(prefix.begin(), prefix.end(), view.begin(), view.end()).first;
    prefix = prefix.substr(0, static_cast<std::size_t>(differs - prefix.begin()));
  }
  const std::size_t slash = prefix.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? names.front() : std::string(prefix.substr(0, slash));
}

// Nodes that become one operator.
struct Group {
  std::vector<int> nodes;
  bool is_control_flow = false;
};

}  // namespace

// Makes operators of the nodes between a model's edges.
class ModelFile::GraphMaker {
 public:
  // `nodes`: those that `outputs` need when `inputs` are given.
  GraphMaker(const ModelFile& file, std::set<int> nodes, const Tensors& inputs, const Tensors& outputs)
      : file_(file), nodes_(std::move(nodes)) {
    for (const Source& source : inputs) fed_.insert(file.NameOf(source));
    for (const Source& source : outputs) {
      wanted_.insert(file.NameOf(source));
      read_outputs_[source.node].insert(source.output);
    }
    FoldIdentities(inputs, outputs);
    for (const int node : nodes_) NoteReads(node);
  }

  [[nodiscard]] Result<graph::Graph> Make() {
    graph::GraphBuilder builder;
    for (const std::string& input : file_.inputs_) builder.AddInput(input);
    for (const std::string& output : file_.outputs_) builder.AddOutput(output);
    for (const Group& group : Groups()) builder.AddOperator(SpecOf(group));
    for (const auto& [place, known] : file_.facts_) {
      const auto name = file_.name_of_.find(place);
      builder.AddTensor(name == file_.name_of_.end() ? place : name->second, known.dtype, known.shape);
    }
    return std::move(builder).Build();
  }

 private:
  [[nodiscard]] const std::vector<Source>& ReadsOf(int node) const { return file_.wiring_.reads[static_cast<std::size_t>(node)]; }
  [[nodiscard]] int RegionOf(int node) const { return file_.regions_[static_cast<std::size_t>(node)]; }
  [[nodiscard]] std::string PlaceOf(const Source& source) const { return file_.wiring_.Name(source); }

  // An Identity that is a tensor's only reader hands it on under its own name.
  void FoldIdentities(const Tensors& inputs, const Tensors& outputs) {
    std::set<std::string> at_edge;
    for (const auto* list : {&inputs, &outputs}) {
      for (const Source& source : *list) at_edge.insert(PlaceOf(source));
    }
    for (const int node : nodes_) {
      if (!PassesOn(file_.wiring_.node(node)) || RegionOf(node) >= 0 || ReadsOf(node).size() != 1) continue;
      const Source& source = ReadsOf(node).front();
      const std::string place = PlaceOf(source);
      if (file_.constants_.contains(source.node) || !nodes_.contains(source.node) || at_edge.contains(place)) continue;
      if (CountReaders(source) != 1) continue;
      const std::string to = PlaceOf({node, 0});
      if (renamed_.emplace(place, to).second) folded_.insert(to);
    }
  }
  [[nodiscard]] std::ptrdiff_t CountReaders(const Source& tensor) const {
    const auto& readers = file_.wiring_.readers[static_cast<std::size_t>(tensor.node)];
    return std::count_if(readers.begin(), readers.end(), [&](int reader) {
      return std::find(ReadsOf(reader).begin(), ReadsOf(reader).end(), tensor) != ReadsOf(reader).end();
    });
  }

  void NoteReads(int node) {
    for (const Source& source : ReadsOf(node)) {
      const bool is_inner = RegionOf(node) >= 0 && RegionOf(source.node) == RegionOf(node);
      if (!is_inner) read_outputs_[source.node].insert(source.output);
    }
  }

  // Becomes no operator: a constant, or an Identity whose name its tensor has.
  [[nodiscard]] bool IsLeftOut(int node) const {
    const Source first{node, 0};
    return (file_.constants_.contains(node) && !wanted_.contains(file_.NameOf(first))) || folded_.contains(PlaceOf(first));
  }

  // Each node is one, each region of control flow is one.
  [[nodiscard]] std::vector<Group> Groups() const {
    std::vector<Group> groups;
    std::map<int, std::size_t> group_of_region;
    for (const int node : nodes_) {
      if (IsLeftOut(node)) continue;
      const int region = RegionOf(node);
      if (region < 0) {
        groups.push_back({{node}, false});
      } else if (const auto [entry, is_new] = group_of_region.emplace(region, groups.size()); is_new) {
        groups.push_back({{node}, true});
      } else {
        groups[entry->second].nodes.push_back(node);
      }
    }
    return groups;
  }

  [[nodiscard]] graph::OperatorSpec SpecOf(const Group& group) {
    graph::OperatorSpec spec;
    std::vector<std::string> names;
    for (const int node : group.nodes) {
      names.push_back(file_.wiring_.node(node).name());
      for (const Source& source : ReadsOf(node)) {
        const bool is_inner = group.is_control_flow && RegionOf(source.node) == RegionOf(node);
        if (!is_inner || fed_.contains(file_.NameOf(source))) AddRead(source, spec);
      }
      for (const int output : read_outputs_[node]) {
        // An intermediate tensor that is used as an input is no longer made here.
        if (!fed_.contains(file_.NameOf({node, output}))) spec.outputs.push_back(FinalName({node, output}));
      }
    }
    const int first = group.nodes.front();
    spec.name = group.is_control_flow ? CommonScope(names) : names.front();
    spec.type = group.nodes.size() > 1 ? std::string(kRegion) : file_.wiring_.node(first).op();
    if (!group.is_control_flow) spec.macs = CountMacs(file_.wiring_, first, file_.facts_);
    return spec;
  }

  void AddRead(const Source& source, graph::OperatorSpec& spec) {
    const std::string own = file_.NameOf(source);
    const auto weights = file_.constants_.find(source.node);
    if (weights != file_.constants_.end() && !fed_.contains(own)) {
      count_.Add(source.node, weights->second, spec);
      if (!wanted_.contains(own)) return;
    }
    std::string name = FinalName(source);
    if (std::find(spec.inputs.begin(), spec.inputs.end(), name) == spec.inputs.end()) spec.inputs.push_back(std::move(name));
  }

  // The name that Identities behind the tensor give it, or its own.
  [[nodiscard]] std::string FinalName(const Source& source) const {
    auto next = renamed_.find(PlaceOf(source));
    if (next == renamed_.end()) return file_.NameOf(source);
    std::string place;
    for (; next != renamed_.end(); next = renamed_.find(place)) place = next->second;
    return file_.NameOf(*file_.wiring_.Find(place));
  }

  const ModelFile& file_;
  std::set<int> nodes_;
  std::set<std::string> fed_, wanted_;          // the model's inputs and outputs
  std::map<std::string, std::string> renamed_;  // tensors that get another name, by place
  std::set<std::string> folded_;                // places of the Identities that give it
  std::map<int, std::set<int>> read_outputs_;   // of nodes, those that somebody outside of their region reads
  skeleton::WeightCount<int> count_;
};

Result<graph::Graph> ModelFile::BuildGraph() const {
  ASSIGN_OR_RETURN(const Tensors inputs, FindAll(inputs_, skeleton::Role::kInput));
  ASSIGN_OR_RETURN(const Tensors outputs, FindAll(outputs_, skeleton::Role::kOutput));
  ASSIGN_OR_RETURN(std::set<int> nodes, Between(inputs, outputs));
  return GraphMaker(*this, std::move(nodes), inputs, outputs).Make();
}

}  // namespace dnntune::format::tensorflow
