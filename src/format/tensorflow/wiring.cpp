// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

struct Reference {
  std::string node;
  int output = 0;
  bool is_control = false;
};

// "^name", "name" or "name:3". A colon that no number follows belongs to nobody: no node is called so.
Reference ParseReference(std::string_view text) {
  if (!text.empty() && text.front() == '^') return {std::string(text.substr(1)), 0, true};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {std::string(text), 0, false};
  int output = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, output);
  if (error != std::errc() || stop != end || output < 0) return {std::string(text), 0, false};
  return {std::string(text.substr(0, colon)), output, false};
}

// Nodes after what they read and wait for, by depth first; in a loop one edge is passed over.
class Sorter {
 public:
  explicit Sorter(const Wiring& wiring) : wiring_(wiring), seen_(wiring.reads.size(), false) {}

  std::vector<int> Sort() {
    for (int node = 0; node < static_cast<int>(seen_.size()); ++node) Visit(node);
    return std::move(order_);
  }

 private:
  struct Frame {
    int node;
    std::size_t next = 0;
  };

  [[nodiscard]] int Before(const Frame& frame) const {
    const auto& reads = wiring_.reads[static_cast<std::size_t>(frame.node)];
    const auto& waits = wiring_.waits[static_cast<std::size_t>(frame.node)];
    if (frame.next < reads.size()) return reads[frame.next].node;
    return frame.next < reads.size() + waits.size() ? waits[frame.next - reads.size()] : -1;
  }

  void Visit(int first) {
    if (seen_[static_cast<std::size_t>(first)]) return;
    seen_[static_cast<std::size_t>(first)] = true;
    std::vector<Frame> open = {{first}};
    while (!open.empty()) {
      const int before = Before(open.back());
      ++open.back().next;
      if (before < 0) {
        order_.push_back(open.back().node);
        open.pop_back();
      } else if (!seen_[static_cast<std::size_t>(before)]) {
        seen_[static_cast<std::size_t>(before)] = true;
        open.push_back({before});
      }
    }
  }

  const Wiring& wiring_;
  std::vector<bool> seen_;
  std::vector<int> order_;
};

}  // namespace

std::string CanonicalName(const std::string& tensor) {
  const Reference reference = ParseReference(tensor);
  return reference.output == 0 && !reference.is_control ? reference.node : tensor;
}

std::string Wiring::Name(const Source& source) const {
  const std::string& name = node(source.node).name();
  return source.output == 0 ? name : fmt::format("{}:{}", name, source.output);
}

std::optional<Source> Wiring::Find(const std::string& tensor) const {
  const Reference reference = ParseReference(tensor);
  const auto found = nodes.find(reference.node);
  if (found == nodes.end() || reference.is_control) return std::nullopt;
  return Source{found->second, reference.output};
}

Result<Wiring> Wire(const GraphDef& graph) {
  Wiring wiring;
  wiring.graph = &graph;
  const auto count = static_cast<std::size_t>(graph.node_size());
  for (int i = 0; i < graph.node_size(); ++i) {
    if (wiring.nodes.emplace(graph.node(i).name(), i).second) continue;
    return Fail(ErrorCode::kBadInput,
                fmt::format("two nodes are called '{}'; the file is damaged, export it again", graph.node(i).name()));
  }
  wiring.reads.resize(count);
  wiring.waits.resize(count);
  wiring.readers.resize(count);
  for (int i = 0; i < graph.node_size(); ++i) {
    for (const std::string& input : graph.node(i).input()) {
      const Reference reference = ParseReference(input);
      const auto found = wiring.nodes.find(reference.node);
      if (found == wiring.nodes.end()) {
        return Fail(ErrorCode::kBadInput, fmt::format("node '{}' reads '{}', which is not in the file; it is truncated or damaged, "
                                                      "fetch or export it again",
                                                      graph.node(i).name(), input));
      }
      const int from = found->second;
      if (reference.is_control) {
        wiring.waits[static_cast<std::size_t>(i)].push_back(from);
      } else {
        wiring.reads[static_cast<std::size_t>(i)].push_back({from, reference.output});
        wiring.readers[static_cast<std::size_t>(from)].push_back(i);
      }
    }
  }
  wiring.order = Sorter(wiring).Sort();
  return wiring;
}

}  // namespace dnntune::format::tensorflow
