// SPDX-License-Identifier: Apache-2.0
// links: format
// Any bytes are read as an ONNX model or refused; a model that is read can be sliced.
#include <cstddef>
#include <cstdint>
#include <string>

#include "format/onnx/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto model = dnntune::format::onnx::Parse(bytes, "/nonexistent/fuzz.onnx", {});
  if (model) (void)(*model)->Slice({}, {});
  return 0;
}
