// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "metric/quantity.h"

namespace dnntune::record {

// An operator that still computes in float32, and why.
struct KeptOperator {
  std::string name;
  std::string reason;
};

// How far an output is from the float32 model's; what is missing says why.
struct QuantizedOutput {
  std::string name;
  // 10 log10 (sum of squares of the float32 values / sum of squares of the differences), in dB. Missing where nothing differs,
  // where the output holds no floats.
  metric::Quantity<double> signal_to_noise;
  metric::Quantity<double> largest;  // difference of one element, as a share of the largest float32 value
  // The share of rows of classes whose largest element is at the same place; where the output holds whole numbers, the share of
  // them that are equal. Missing for what is no vector of classes.
  metric::Quantity<double> agreement;
};

// What became of a float32 model that was written in int8 or float16.
struct QuantizedModel {
  std::string model;  // its name
  std::filesystem::path file;
  std::string format;
  std::string precision;  // "int8", "fp16"
  std::string engine;     // with its version, on which both were run
  std::string inputs;     // "8 generated inputs"
  bool are_generated = false;
  std::uintmax_t bytes_before = 0;  // with external weights
  std::uintmax_t bytes_after = 0;
  std::size_t quantized = 0;  // operators that compute in the precision
  std::vector<KeptOperator> kept;
  std::vector<QuantizedOutput> outputs;
  std::vector<std::string> notes{};  // what a reader must know of the file
};

}  // namespace dnntune::record
