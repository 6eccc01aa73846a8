// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string_view>

#include "graph/layers.h"

namespace dnntune::graph {
namespace {

// A scope with more than this share of all operators, and more than a handful, is split.
constexpr std::size_t kLargeShare = 8;
constexpr std::size_t kHandful = 16;

// The first `depth` components of a name without its last component, or all of them where it has fewer; "" without a scope.
std::string_view Scope(std::string_view name, std::size_t depth) {
  const std::size_t last = name.rfind('/');
  if (last == std::string_view::npos || last == 0) return {};
  const std::string_view scope = name.substr(0, last);
  std::size_t end = 0;
  for (std::size_t i = 0; i < depth; ++i) {
    end = scope.find('/', end + 1);
    if (end == std::string_view::npos) return scope;
  }
  return scope.substr(0, end);
}

struct Splitter {
  std::span<const Operator> operators;
  LayerNames& names;

  // Gives `members` the name of their scope at `depth`, or deeper where too many share it.
  void Split(const std::vector<OperatorId>& members, std::size_t depth) {
    std::map<std::string_view, std::vector<OperatorId>> groups;
    for (const OperatorId op : members) groups[Scope(operators[op].name, depth)].push_back(op);
    for (const auto& [scope, group] : groups) {
      const bool large = group.size() > kHandful && group.size() * kLargeShare > operators.size();
      const bool has_inner = std::any_of(group.begin(), group.end(), [&, outer = scope](OperatorId op) {
        return Scope(operators[op].name, depth + 1).size() > outer.size();
      });
      if ((large || group.size() == operators.size()) && has_inner) {
        Split(group, depth + 1);
      } else {
        for (const OperatorId op : group) names[op] = scope.empty() ? operators[op].name : std::string(scope);
      }
    }
  }
};

// Length of the scope around all of them, its slash included.
std::size_t CommonPrefix(const LayerNames& names) {
  std::string_view prefix = names.front();
  for (const std::string& name : names) {
    const auto differs = std::mismatch(prefix.begin(), prefix.end(), name.begin(), name.end()).first;
    prefix = prefix.substr(0, static_cast<std::size_t>(differs - prefix.begin()));
  }
  const std::size_t slash = prefix.rfind('/');
  return slash == std::string_view::npos ? 0 : slash + 1;
}

}  // namespace

std::optional<LayerNames> LayersByScope(std::span<const Operator> operators) {
  const auto scoped =
      std::count_if(operators.begin(), operators.end(), [](const Operator& op) { return !Scope(op.name, 1).empty(); });
  if (2 * static_cast<std::size_t>(scoped) <= operators.size()) return std::nullopt;
  LayerNames names(operators.size());
  std::vector<OperatorId> all(operators.size());
  for (OperatorId op = 0; op < operators.size(); ++op) all[op] = op;
  Splitter{operators, names}.Split(all, 1);
  const bool several = std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name != names.front(); });
  if (!several) return std::nullopt;
  const std::size_t prefix = CommonPrefix(names);
  for (std::string& name : names) name.erase(0, prefix);
  return names;
}

}  // namespace dnntune::graph
