// SPDX-License-Identifier: Apache-2.0
// Kinds of operators that .tflite files of others have and format/network.h has not, each as a small float32 file.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "format/tflite/draft.h"

namespace dnntune::conformance {

struct TfliteOperator {
  std::string_view name;
  tflite::BuiltinOperator code;
  // Adds it to a draft between tensor "a", [1,4,4,4] of numbers of either sign, and tensor "b", and gives b its shape.
  void (*add)(format::tflite::Draft& draft);
};
[[nodiscard]] std::span<const TfliteOperator> TfliteOperators();

// A file of the input "x", of which a multiplication makes "a", the operator, and an output "y" of the same numbers as "b".
[[nodiscard]] std::string WriteTfliteOperator(const TfliteOperator& op);

inline void PrintTo(const TfliteOperator& op, std::ostream* out) {
  *out << op.name;
}

}  // namespace dnntune::conformance
