// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "calibration/run.h"
#include "record/quantized_model.h"

namespace dnntune::calibration {

// Adds up one output, example by example.
class DifferenceSum {
 public:
  // The shapes and types of both are the same; kMeasurement, naming the output, where they are not.
  Result<void> Add(const std::string& name, const engine::Tensor& exact, const engine::Tensor& narrowed);
  [[nodiscard]] record::QuantizedOutput Finish(const std::string& name) const;

 private:
  void AddAgreement(const engine::Tensor& exact, const std::vector<double>& left, const std::vector<double>& right);

  double signal_ = 0, noise_ = 0, largest_value_ = 0, largest_difference_ = 0;
  std::size_t compared_ = 0, agreed_ = 0;
  bool is_float_ = true;
  std::string no_agreement_;
};

// Runs both models, of the same inputs and outputs, on every example.
[[nodiscard]] Result<std::vector<record::QuantizedOutput>> MeasureDifference(const engine::Subject& exact,
                                                                             const engine::Subject& narrowed,
                                                                             const Examples& examples, Progress& progress);

}  // namespace dnntune::calibration
