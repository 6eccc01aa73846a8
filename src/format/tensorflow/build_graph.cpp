// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

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

// Tensors that get another name, by place: an Identity that is their only reader hands them on under its own.
std::map<std::string, std::string> ModelFile::FoldIdentities(const std::set<int>& nodes) const {
  std::set<std::string> at_edge;
  for (const std::string& name : inputs_) at_edge.insert(wiring_.Name(*Find(name)));
  for (const std::string& name : outputs_) at_edge.insert(wiring_.Name(*Find(name)));
  std::map<std::string, std::string> names;
  for (const int index : nodes) {
    const auto at = static_cast<std::size_t>(index);
    if (!PassesOn(wiring_.node(index)) || regions_[at] >= 0 || wiring_.reads[at].size() != 1) continue;
    const Source& source = wiring_.reads[at].front();
    const std::string place = wiring_.Name(source);
    const auto& readers = wiring_.readers[static_cast<std::size_t>(source.node)];
    const auto reads_it = [&](int reader) {
      const auto& reads = wiring_.reads[static_cast<std::size_t>(reader)];
      return std::any_of(reads.begin(), reads.end(), [&](const Source& one) { return wiring_.Name(one) == place; });
    };
    if (constants_.contains(source.node) || !nodes.contains(source.node) || at_edge.contains(place)) continue;
    if (std::count_if(readers.begin(), readers.end(), reads_it) == 1) names.emplace(place, wiring_.Name({index, 0}));
  }
  return names;
}

Result<graph::Graph> ModelFile::BuildGraph() const {
  ASSIGN_OR_RETURN(const Tensors inputs, FindAll(inputs_, skeleton::Role::kInput));
  ASSIGN_OR_RETURN(const Tensors outputs, FindAll(outputs_, skeleton::Role::kOutput));
  ASSIGN_OR_RETURN(const std::set<int> nodes, Between(inputs, outputs));
  const auto folded = FoldIdentities(nodes);
  const auto name_of = [&](const Source& source) {
    auto next = folded.find(wiring_.Name(source));
    if (next == folded.end()) return NameOf(source);
    std::string place;
    for (; next != folded.end(); next = folded.find(place)) place = next->second;
    return NameOf(*wiring_.Find(place));
  };
  std::set<std::string> fed, wanted, is_folded;
  for (const Source& source : inputs) fed.insert(NameOf(source));
  for (const Source& source : outputs) wanted.insert(NameOf(source));
  for (const auto& [from, to] : folded) is_folded.insert(to);

  std::vector<Group> groups;
  std::map<int, std::size_t> group_of_region;
  std::map<int, std::set<int>> outputs_of;  // that somebody reads
  for (const Source& source : outputs) outputs_of[source.node].insert(source.output);
  for (const int index : nodes) {
    const int region = regions_[static_cast<std::size_t>(index)];
    for (const Source& source : wiring_.reads[static_cast<std::size_t>(index)]) {
      const bool leaves = region < 0 || regions_[static_cast<std::size_t>(source.node)] != region;
      if (leaves) outputs_of[source.node].insert(source.output);
    }
    if (constants_.contains(index) && !wanted.contains(NameOf({index, 0}))) continue;
    if (is_folded.contains(wiring_.Name({index, 0}))) continue;
    if (region < 0) {
      groups.push_back({{index}, false});
    } else if (const auto [entry, is_new] = group_of_region.emplace(region, groups.size()); is_new) {
      groups.push_back({{index}, true});
    } else {
      groups[entry->second].nodes.push_back(index);
    }
  }

  graph::GraphBuilder builder;
  for (const std::string& input : inputs_) builder.AddInput(input);
  for (const std::string& output : outputs_) builder.AddOutput(output);
  skeleton::WeightCount<int> count;
  for (const Group& group : groups) {
    graph::OperatorSpec spec;
    std::vector<std::string> names;
    for (const int index : group.nodes) {
      const auto at = static_cast<std::size_t>(index);
      names.push_back(wiring_.node(index).name());
      for (const Source& source : wiring_.reads[at]) {
        const bool is_inner = group.is_control_flow && regions_[static_cast<std::size_t>(source.node)] == regions_[at];
        if (is_inner && !fed.contains(NameOf(source))) continue;
        const auto weights = constants_.find(source.node);
        if (weights != constants_.end() && !fed.contains(NameOf(source))) {
          count.Add(source.node, weights->second, spec);
          if (!wanted.contains(NameOf(source))) continue;
        }
        std::string name = name_of(source);
        if (std::find(spec.inputs.begin(), spec.inputs.end(), name) == spec.inputs.end()) spec.inputs.push_back(std::move(name));
      }
      for (const int output : outputs_of[index]) {
        // An intermediate tensor that is used as an input is no longer made here.
        if (!fed.contains(NameOf({index, output}))) spec.outputs.push_back(name_of({index, output}));
      }
    }
    const int first = group.nodes.front();
    spec.name = group.is_control_flow ? CommonScope(names) : names.front();
    spec.type = group.nodes.size() > 1 ? "ControlFlow" : wiring_.node(first).op();
    if (!group.is_control_flow) spec.macs = CountMacs(wiring_, first, facts_);
    builder.AddOperator(std::move(spec));
  }
  for (const auto& [place, known] : facts_) {
    const auto name = name_of_.find(place);
    builder.AddTensor(name == name_of_.end() ? place : name->second, known.dtype, known.shape);
  }
  return std::move(builder).Build();
}

}  // namespace dnntune::format::tensorflow
