// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize/groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "format/tflite/edit.h"

namespace dnntune::format::tflite {
namespace {

constexpr int kLeast = -128, kMost = 127;

Range Union(const Range& a, const Range& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

}  // namespace

TensorGroups::TensorGroups(const schema::Model& model, const std::vector<PlannedOperator>& operators)
    : model_(model), graph_(*model.subgraphs()->Get(0)) {
  for (std::size_t i = 0; i < operators.size(); ++i) {
    if (operators[i].rule == nullptr || operators[i].is_fused) continue;
    Add(*graph_.operators()->Get(static_cast<std::uint32_t>(i)), operators[i]);
  }
}

void TensorGroups::Add(const schema::Operator& op, const PlannedOperator& planned) {
  const Rule& rule = *planned.rule;
  const std::vector<int>& outputs = planned.outputs;
  const std::vector<int> operands = Operands(graph_, op, rule);
  const auto is_constant = [&](int tensor) {
    return HoldsFloats(model_, *graph_.tensors()->Get(static_cast<std::uint32_t>(tensor)));
  };
  if (rule.scales == Scales::kSame) {
    const int root = Find(operands.front());
    for (const int output : outputs) Join(root, output);
    return;
  }
  for (const int operand : operands) {
    if (!is_constant(operand)) Find(operand);
  }
  if (rule.scales == Scales::kReads) return;
  if (rule.centred >= 0) {
    const int tensor = operands.at(static_cast<std::size_t>(rule.centred));
    if (!is_constant(tensor)) groups_.at(Root(tensor)).is_centred = true;
  }
  for (const int output : outputs) Find(output);
  if (rule.scales == Scales::kFixed) groups_.at(Root(outputs.front())) = {.fixed = rule.fixed};
  if (rule.scales != Scales::kJoined) return;
  for (const int operand : operands) {
    // What has steps of its own for good is converted before it is read.
    if (!is_constant(operand) && !groups_.at(Root(operand)).fixed) Join(Root(outputs.front()), operand);
  }
}

int TensorGroups::Root(int tensor) const {
  int root = tensor;
  while (parents_.at(root) != root) root = parents_.at(root);
  return root;
}

int TensorGroups::Find(int tensor) {
  if (!parents_.try_emplace(tensor, tensor).second) return Root(tensor);
  Group& group = groups_[tensor];
  const std::vector<float> values = FloatsOf(model_, *graph_.tensors()->Get(static_cast<std::uint32_t>(tensor)));
  if (values.empty()) {
    group.measured.push_back(tensor);
  } else {
    group.constant = SpanOf(values);
  }
  return tensor;
}

void TensorGroups::Join(int root, int tensor) {
  if (parents_.try_emplace(tensor, root).second) return;
  const int other = Root(tensor);
  if (other == root) return;
  parents_[other] = root;
  Group from = std::move(groups_.at(other));
  groups_.erase(other);
  Group& to = groups_.at(root);
  to.measured.insert(to.measured.end(), from.measured.begin(), from.measured.end());
  to.is_centred = to.is_centred || from.is_centred;
  if (from.constant) to.constant = Union(*from.constant, to.constant.value_or(*from.constant));
}

std::vector<int> TensorGroups::Measured() const {
  std::vector<int> measured;
  for (const auto& [root, group] : groups_) measured.insert(measured.end(), group.measured.begin(), group.measured.end());
  std::sort(measured.begin(), measured.end());
  return measured;
}

Result<Range> TensorGroups::RangeOf(const Group& group, const Ranges& ranges, const std::vector<std::string>& names) const {
  std::optional<Range> all = group.constant;
  for (const int tensor : group.measured) {
    const std::string& name = names[static_cast<std::size_t>(tensor)];
    const auto found = ranges.find(name);
    if (found == ranges.end()) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("tensor '{}' has no range; calibrate the model with inputs that reach it", name));
    }
    const Range& range = found->second;
    if (!std::isfinite(range.low) || !std::isfinite(range.high) || range.low > range.high) {
      return Fail(ErrorCode::kBadInput, fmt::format("the range of tensor '{}' is {} to {}, which cannot be divided into steps; "
                                                    "calibrate the model with other inputs",
                                                    name, range.low, range.high));
    }
    all = Union(range, all.value_or(range));
  }
  return *all;
}

Result<std::map<int, Steps>> TensorGroups::Decide(const Ranges& ranges, const std::vector<std::string>& names) const {
  std::map<int, Steps> by_root;
  for (const auto& [root, group] : groups_) {
    if (group.fixed) {
      by_root[root] = *group.fixed;
      continue;
    }
    ASSIGN_OR_RETURN(const Range range, RangeOf(group, ranges, names));
    by_root[root] = group.is_centred ? Centred(StepsFor(range)) : StepsFor(range);
  }
  std::map<int, Steps> steps;
  for (const auto& [tensor, parent] : parents_) steps[tensor] = by_root.at(Root(tensor));
  return steps;
}

Steps StepsFor(const Range& range) {
  const double low = std::min(range.low, 0.0F), high = std::max(range.high, 0.0F);
  if (low == high) return {};
  const double scale = std::max((high - low) / (kMost - kLeast), static_cast<double>(std::numeric_limits<float>::min()));
  return {static_cast<float>(scale), static_cast<int>(std::lround(kLeast - low / scale))};
}

Steps Centred(const Steps& steps) {
  if (steps.zero_point == 0) return steps;
  const int furthest = std::max(kMost - steps.zero_point, steps.zero_point - kLeast);
  return {steps.scale * static_cast<float>(furthest) / kMost, 0};
}

Range SpanOf(const std::vector<float>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

}  // namespace dnntune::format::tflite
