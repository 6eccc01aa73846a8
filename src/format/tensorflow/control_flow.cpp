// SPDX-License-Identifier: Apache-2.0
// TensorFlow 1 writes a loop as a frame: Enter opens it, NextIteration leads back to Merge, Exit leaves it. A conditional is a
// Switch whose branches meet again in a Merge. ("Implementation of Control Flow in TensorFlow", 2017.)
#include <algorithm>
#include <functional>
#include <numeric>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

using Marks = std::vector<bool>;

// Lists come out of and go into loops; what calls functions may be a loop itself.
bool IsUncuttable(const NodeDef& node) {
  return node.op().rfind("TensorList", 0) == 0 || HandlesLists(node) || CallsFunctions(node);
}

bool Ends(const std::string& text, std::string_view ending) {
  return text.size() >= ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

class RegionFinder {
 public:
  explicit RegionFinder(const Wiring& wiring) : wiring_(wiring), next_(wiring.reads.size()), parent_(wiring.reads.size()) {
    for (std::size_t node = 0; node < next_.size(); ++node) {
      for (const int before : Before(node)) next_[static_cast<std::size_t>(before)].push_back(static_cast<int>(node));
    }
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  std::vector<int> Find() {
    const auto nodes = static_cast<int>(next_.size());
    const auto is = [&](std::string_view kind) {
      return Having([this, kind](int node) { return Ends(wiring_.node(node).op(), kind); });
    };
    const Marks exits = is("Exit");
    Marks inside = Closure(is("Enter"), exits, true);
    // Conditionals outside of frames: what is after a Switch and before a Merge.
    const Marks none(next_.size(), false);
    const Marks after = Closure(
        Having([&](int node) { return IsControlFlow(wiring_.node(node)) && !inside[static_cast<std::size_t>(node)]; }), none, true);
    const Marks before = Closure(is("Merge"), none, false);
    for (int node = 0; node < nodes; ++node) {
      const auto at = static_cast<std::size_t>(node);
      if (IsControlFlow(wiring_.node(node)) || (after[at] && before[at]) || IsUncuttable(wiring_.node(node))) inside[at] = true;
    }
    return Number(inside);
  }

 private:
  [[nodiscard]] std::vector<int> Before(std::size_t node) const {
    std::vector<int> before = wiring_.waits[node];
    for (const Source& source : wiring_.reads[node]) before.push_back(source.node);
    return before;
  }

  [[nodiscard]] Marks Having(const std::function<bool(int)>& has) const {
    Marks marks(next_.size());
    for (std::size_t node = 0; node < marks.size(); ++node) marks[node] = has(static_cast<int>(node));
    return marks;
  }

  // What is reached from `first`, forwards or backwards, but not beyond `last`.
  [[nodiscard]] Marks Closure(Marks first, const Marks& last, bool forwards) const {
    std::vector<std::size_t> open;
    for (std::size_t node = 0; node < first.size(); ++node) {
      if (first[node]) open.push_back(node);
    }
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      if (last[node]) continue;
      for (const int to : forwards ? next_[node] : Before(node)) {
        const auto at = static_cast<std::size_t>(to);
        if (first[at]) continue;
        first[at] = true;
        open.push_back(at);
      }
    }
    return first;
  }

  int Root(int node) {
    while (parent_[static_cast<std::size_t>(node)] != node) {
      int& parent = parent_[static_cast<std::size_t>(node)];
      parent = parent_[static_cast<std::size_t>(parent)];
      node = parent;
    }
    return node;
  }

  // What hangs together is one region.
  std::vector<int> Number(const Marks& inside) {
    for (std::size_t node = 0; node < inside.size(); ++node) {
      for (const int to : next_[node]) {
        if (inside[node] && inside[static_cast<std::size_t>(to)])
          parent_[static_cast<std::size_t>(Root(to))] = Root(static_cast<int>(node));
      }
    }
    std::vector<int> regions(inside.size(), -1);
    for (std::size_t node = 0; node < inside.size(); ++node) {
      if (inside[node]) regions[node] = Root(static_cast<int>(node));
    }
    return regions;
  }

  const Wiring& wiring_;
  std::vector<std::vector<int>> next_;
  std::vector<int> parent_;
};

}  // namespace

std::vector<int> FindRegions(const Wiring& wiring) {
  const auto& nodes = wiring.graph->node();
  const auto is_special = [](const NodeDef& node) { return IsControlFlow(node) || IsUncuttable(node); };
  if (std::none_of(nodes.begin(), nodes.end(), is_special)) return std::vector<int>(wiring.reads.size(), -1);
  return RegionFinder(wiring).Find();
}

}  // namespace dnntune::format::tensorflow
