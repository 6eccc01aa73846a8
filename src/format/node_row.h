// SPDX-License-Identifier: Apache-2.0
// How a format's class writes the nodes of a network: a table of rows, one for each kind of node.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/result.h"
#include "format/network.h"

namespace dnntune::format {

template <typename Writer>
struct NodeRow {
  NodeKind kind;
  void (Writer::*write)(const Node& node);
};

// Calls the member of the node's kind. kUnavailable, naming node and kind, where there is no row of it: nothing is left out of a
// file unsaid.
template <typename Writer, std::size_t size>
[[nodiscard]] Result<void> WriteNode(const std::array<NodeRow<Writer>, size>& rows, Writer& writer, const Node& node) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& known) { return known.kind == node.kind; });
  if (row == rows.end()) {
    return Fail(ErrorCode::kUnavailable,
                "node '" + node.name + "': this format has no way to write " + std::string(NodeKindName(node.kind)));
  }
  (writer.*row->write)(node);
  return {};
}

}  // namespace dnntune::format
