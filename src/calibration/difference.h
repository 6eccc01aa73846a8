// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "calibration/subject.h"
#include "metric/quantity.h"
#include "profiler/progress.h"

namespace dnntune::calibration {

// How the narrowed model's output differs from the float32 model's, over all examples together.
struct OutputDifference {
  std::string name;
  // 10 log10 (sum of squares of the float32 values / sum of squares of the differences), in dB. Missing where nothing differs,
  // where the output holds no floats.
  metric::Quantity<double> signal_to_noise;
  metric::Quantity<double> largest;  // difference of one element, as a share of the largest float32 value
  // The share of rows of classes whose largest element is at the same place; where the output holds whole numbers, the share of
  // them that are equal. Missing for what is no vector of classes.
  metric::Quantity<double> agreement;
};

// Adds up one output, example by example.
class DifferenceSum {
 public:
  // The shapes and types of both are the same; kMeasurement, naming the output, where they are not.
  Result<void> Add(const std::string& name, const engine::Tensor& exact, const engine::Tensor& narrowed);
  [[nodiscard]] OutputDifference Finish(const std::string& name) const;

 private:
  void AddAgreement(const engine::Tensor& exact, const std::vector<double>& left, const std::vector<double>& right);

  double signal_ = 0, noise_ = 0, largest_value_ = 0, largest_difference_ = 0;
  std::size_t compared_ = 0, agreed_ = 0;
  bool is_float_ = true;
  std::string no_agreement_;
};

// Runs both models, of the same inputs and outputs, on every example.
[[nodiscard]] Result<std::vector<OutputDifference>> MeasureDifference(const Subject& exact, const Subject& narrowed,
                                                                      const Examples& examples, profiler::Sink& sink);

}  // namespace dnntune::calibration
