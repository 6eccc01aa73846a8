// SPDX-License-Identifier: Apache-2.0
// links: format
// Any bytes are read as a TensorFlow Lite model or refused; a model that is read can be sliced, and quantised or refused.
#include <cstddef>
#include <cstdint>
#include <string>

#include "format/tflite/quantize.h"
#include "format/tflite/read.h"

namespace format = dnntune::format;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const char* path = "/nonexistent/fuzz.tflite";
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto model = format::tflite::Parse(bytes, path, {});
  if (model) (void)(*model)->Slice({}, {});
  format::Ranges ranges;
  if (const auto tensors = format::tflite::Calibrated(bytes, path)) {
    for (const std::string& tensor : *tensors) ranges[tensor] = {-1, 2};
  }
  (void)format::tflite::ToInt8(bytes, path, ranges);
  (void)format::tflite::ToFloat16(bytes, path);
  return 0;
}
