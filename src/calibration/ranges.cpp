// SPDX-License-Identifier: Apache-2.0
#include "calibration/ranges.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

namespace dnntune::calibration {
namespace {

// What the outputs of one group of tensors may take: they are copied from the worker one after the other.
constexpr double kMostBytes = 512.0 * 1024 * 1024;

using Group = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

std::vector<Group> Groups(const graph::Graph& graph, const std::vector<std::string>& tensors) {
  std::vector<Group> groups(1);
  double bytes = 0;
  for (const std::string& name : tensors) {
    const auto id = graph.FindTensor(name);
    const auto size = id ? graph.tensors()[*id].bytes : std::nullopt;
    bytes += size ? size->value() : 0;
    if (bytes > kMostBytes && !groups.back().empty()) {
      groups.emplace_back();
      bytes = size ? size->value() : 0;
    }
    groups.back().push_back(name);
  }
  return groups;
}

void Widen(format::Range& range, const engine::Tensor& values) {
  const std::size_t count = values.size_bytes() / sizeof(float);
  for (std::size_t i = 0; i < count; ++i) {
    float value = 0;
    std::memcpy(&value, values.data() + i * sizeof(float), sizeof(float));
    if (std::isnan(value)) value = std::numeric_limits<float>::infinity();
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
  }
}

Result<void> CheckType(const std::string& name, const engine::Tensor& values) {
  if (values.dtype() == graph::DType::kFloat32) return {};
  return Fail(ErrorCode::kMeasurement, "the engine yields tensor '" + name + "' as " +
                                           std::string(graph::DTypeName(values.dtype())) +
                                           ", not as float32; calibrate with precision fp32");
}

// An input is not an output of any engine: its values are at hand.
void WidenInputs(const Group& inputs, const Example& example, format::Ranges& ranges) {
  for (const NamedTensor& one : example) {
    if (std::find(inputs.begin(), inputs.end(), one.name) != inputs.end()) Widen(ranges[one.name], one.tensor);
  }
}

}  // namespace

Result<format::Ranges> MeasureRanges(const engine::Subject& subject, const std::vector<std::string>& tensors,
                                     const Examples& examples, Progress& progress) {
  const auto start = Clock::now();
  Group inputs, made;
  for (const std::string& name : tensors) {
    const auto id = subject.graph.FindTensor(name);
    (id && subject.graph.tensors()[*id].is_input ? inputs : made).push_back(name);
  }
  const std::vector<Group> groups = Groups(subject.graph, made);
  format::Ranges ranges;
  std::size_t done = 0;
  for (const Group& group : groups) {
    ASSIGN_OR_RETURN(Run run, Run::Open(subject, group));
    for (std::size_t i = 0; i < examples.size(); ++i) {
      progress.At({done++, groups.size() * examples.size(), "calibrating", Clock::now() - start, std::nullopt, "runs"});
      ASSIGN_OR_RETURN(Example example, examples.Load(i));
      WidenInputs(inputs, example, ranges);
      ASSIGN_OR_RETURN(const auto values, run.On(std::move(example)));
      for (std::size_t j = 0; j < group.size(); ++j) {
        TRY(CheckType(group[j], values[j]));
        Widen(ranges[group[j]], values[j]);
      }
    }
  }
  return ranges;
}

}  // namespace dnntune::calibration
