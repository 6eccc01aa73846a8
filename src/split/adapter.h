// SPDX-License-Identifier: Apache-2.0
// Tensors on their way between two ends that run different files of one model.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/worker.h"
#include "record/conversions.h"

namespace dnntune::split {

// What has to be done in the cloud to tensors from the device's file and to those that go back. All names are the model's. Refers
// to the record; without one both ends run one file, and nothing has to be done.
class Adapter {
 public:
  explicit Adapter(const record::Conversions* conversions);

  // Whether nothing is known of how the tensor would be converted.
  [[nodiscard]] bool Bars(const std::string& tensor) const { return barred_.contains(tensor); }
  // The name under which the cloud's worker keeps the tensor in the form of the device's file.
  [[nodiscard]] std::string NameOfDevice(const std::string& tensor) const;
  // A tensor whose bytes stay as they are, under the shape that the cloud's file has for it; any other as it is.
  [[nodiscard]] engine::Tensor Reshaped(const std::string& name, engine::Tensor tensor) const;
  [[nodiscard]] engine::Tensor ReshapedBack(const std::string& name, engine::Tensor tensor) const;

  // What a run in the cloud includes.
  [[nodiscard]] std::vector<engine::NamedConversion> OnArrival(const std::vector<std::string>& tensors) const;
  [[nodiscard]] std::vector<engine::NamedConversion> OnReturn(const std::vector<std::string>& tensors) const;

 private:
  [[nodiscard]] const graph::Conversion* Find(const std::string& tensor) const;
  [[nodiscard]] bool Computes(const std::string& tensor) const;

  std::unordered_map<std::string, const record::TensorConversion*> conversions_;
  std::unordered_set<std::string> barred_;
};

}  // namespace dnntune::split
