// SPDX-License-Identifier: Apache-2.0
// links: format
// Any bytes are read as a frozen TensorFlow graph or refused; a model that is read can be sliced.
#include <cstddef>
#include <cstdint>
#include <string>

#include "format/tensorflow/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto model = dnntune::format::tensorflow::Parse(bytes, "/nonexistent/fuzz.pb", {});
  if (model) (void)(*model)->Slice({}, {});
  return 0;
}
