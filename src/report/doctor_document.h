// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "report/document.h"

namespace dnntune::report {

// What a machine can measure or do, or why not.
struct Ability {
  std::string what;      // "engine tflite"
  std::string why_not;   // and what to do; empty: it can
  std::string detail{};  // where it can
};

// `machine` in one line, and its abilities in the order given.
[[nodiscard]] Document DoctorDocument(const std::string& machine, std::span<const Ability> abilities);

}  // namespace dnntune::report
