// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "setting/setting.h"

namespace dnntune::comparison {

struct Labelled {
  std::string origin;  // device, or run; said where they differ
  setting::Setting setting;
};

// For each what tells it from the others: the engine always, and else what is not the same for all: "tflite, builtin, 2 threads".
// Equal ones are numbered: "onnxruntime (2)".
[[nodiscard]] std::vector<std::string> LabelsOf(std::span<const Labelled> all);

}  // namespace dnntune::comparison
