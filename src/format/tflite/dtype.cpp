// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

// The schema names them as NumPy does, in capitals.
std::optional<graph::DType> ToDType(schema::TensorType type) {
  std::string name = schema::EnumNameTensorType(type);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return graph::DTypeFromName(name);
}

}  // namespace dnntune::format::tflite
