// SPDX-License-Identifier: Apache-2.0
#include "format/uncut.h"

#include <algorithm>

namespace dnntune::format {

Uncut FindUncut(const Model& model) {
  Uncut uncut;
  const Format* format = FormatNamed(model.format());
  if (format == nullptr) return uncut;
  const auto is_one_of = [](std::span<const std::string_view> types, const graph::Operator& op) {
    return std::ranges::find(types, op.type) != types.end();
  };
  const auto operators = model.graph().operators();
  for (graph::OperatorId id = 0; id < operators.size(); ++id) {
    if (is_one_of(format->control_flow, operators[id])) {
      uncut.control_flow.push_back(id);
    } else if (is_one_of(format->stateful, operators[id])) {
      uncut.stateful.push_back(id);
    }
  }
  return uncut;
}

}  // namespace dnntune::format
