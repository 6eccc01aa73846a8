// SPDX-License-Identifier: Apache-2.0
#include "calibration/difference.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/element.h"

namespace dnntune::calibration {
namespace {

using Clock = std::chrono::steady_clock;
using Value = metric::Quantity<double>;

// The number of classes: the last dimension of [rows, classes], or of classes with ones behind them. 0: no vector of classes.
std::size_t ClassesOf(const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> wide = shape;
  while (wide.size() > 2 && wide.back() == 1) wide.pop_back();
  return wide.size() == 2 && wide.back() > 1 ? static_cast<std::size_t>(wide.back()) : 0;
}

std::vector<std::string> OutputNames(const graph::Graph& graph) {
  std::vector<std::string> names;
  for (const graph::TensorId output : graph.outputs()) names.push_back(graph.tensors()[output].name);
  return names;
}

}  // namespace

Result<void> DifferenceSum::Add(const std::string& name, const engine::Tensor& exact, const engine::Tensor& narrowed) {
  if (exact.dtype() != narrowed.dtype() || exact.shape() != narrowed.shape()) {
    return Fail(ErrorCode::kMeasurement,
                fmt::format("output '{}' of the narrowed model is {} [{}], that of the float32 model {} [{}]", name,
                            graph::DTypeName(narrowed.dtype()), fmt::join(narrowed.shape(), ","), graph::DTypeName(exact.dtype()),
                            fmt::join(exact.shape(), ",")));
  }
  const std::vector<double> left = engine::Numbers(exact), right = engine::Numbers(narrowed);
  is_float_ = IsFloat(exact.dtype());
  for (std::size_t i = 0; i < left.size(); ++i) {
    const double difference = left[i] - right[i];
    signal_ += left[i] * left[i];
    noise_ += difference * difference;
    largest_value_ = std::max(largest_value_, std::abs(left[i]));
    // A difference that is no number must not be lost in the comparison.
    largest_difference_ = std::isnan(difference) ? difference : std::max(largest_difference_, std::abs(difference));
  }
  AddAgreement(exact, left, right);
  return {};
}

void DifferenceSum::AddAgreement(const engine::Tensor& exact, const std::vector<double>& left, const std::vector<double>& right) {
  if (!is_float_) {
    compared_ += left.size();
    for (std::size_t i = 0; i < left.size(); ++i) agreed_ += left[i] == right[i] ? 1 : 0;
    return;
  }
  const std::size_t classes = ClassesOf(exact.shape());
  if (classes == 0) {
    no_agreement_ = fmt::format("an output of shape [{}] is no vector of classes", fmt::join(exact.shape(), ","));
    return;
  }
  const auto width = static_cast<std::ptrdiff_t>(classes);
  for (auto a = left.begin(), b = right.begin(); a != left.end(); a += width, b += width) {
    ++compared_;
    agreed_ += std::max_element(a, a + width) - a == std::max_element(b, b + width) - b ? 1 : 0;
  }
}

record::QuantizedOutput DifferenceSum::Finish(const std::string& name) const {
  record::QuantizedOutput difference{.name = name, .signal_to_noise = {}, .largest = {}, .agreement = {}};
  const double decibel = 10 * std::log10(signal_ / noise_);
  if (!is_float_) {
    difference.signal_to_noise = Value::Unavailable("the output holds whole numbers");
  } else if (noise_ == 0) {
    difference.signal_to_noise = Value::Unavailable("nothing differs");
  } else if (!std::isfinite(decibel)) {
    difference.signal_to_noise = Value::Unavailable(signal_ == 0 ? "the float32 output is zero" : "some outputs are not finite");
  } else {
    difference.signal_to_noise = Value::Of(decibel, metric::Source::kMeasured);
  }
  const double share = noise_ == 0 ? 0 : largest_difference_ / largest_value_;
  // Classes and words are numbered: how far apart two numbers are says nothing.
  difference.largest = !is_float_             ? Value::Unavailable("the output holds whole numbers")
                       : std::isfinite(share) ? Value::Of(share, metric::Source::kMeasured)
                                              : Value::Unavailable("some outputs are not finite, or all are zero");
  difference.agreement = compared_ > 0
                             ? Value::Of(static_cast<double>(agreed_) / static_cast<double>(compared_), metric::Source::kMeasured)
                             : Value::Unavailable(no_agreement_);
  return difference;
}

Result<std::vector<record::QuantizedOutput>> MeasureDifference(const engine::Subject& exact, const engine::Subject& narrowed,
                                                               const Examples& examples, Progress& progress) {
  const auto start = Clock::now();
  const std::vector<std::string> outputs = OutputNames(exact.graph);
  ASSIGN_OR_RETURN(Run exact_run, Run::Open(exact, outputs));
  ASSIGN_OR_RETURN(Run narrowed_run, Run::Open(narrowed, outputs));
  std::vector<DifferenceSum> sums(outputs.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    progress.At({i, examples.size(), "comparing with float32", Clock::now() - start, std::nullopt, "inputs"});
    ASSIGN_OR_RETURN(Example first, examples.Load(i));
    ASSIGN_OR_RETURN(Example second, examples.Load(i));
    ASSIGN_OR_RETURN(const auto left, exact_run.On(std::move(first)));
    ASSIGN_OR_RETURN(const auto right, narrowed_run.On(std::move(second)));
    for (std::size_t j = 0; j < outputs.size(); ++j) TRY(sums[j].Add(outputs[j], left[j], right[j]));
  }
  std::vector<record::QuantizedOutput> differences;
  for (std::size_t j = 0; j < outputs.size(); ++j) differences.push_back(sums[j].Finish(outputs[j]));
  return differences;
}

}  // namespace dnntune::calibration
