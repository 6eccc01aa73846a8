// SPDX-License-Identifier: Apache-2.0
// links: spec
// Any text is read as a config or refused with a message.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "spec/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto loaded = dnntune::spec::LoadText({reinterpret_cast<const char*>(data), size}, "fuzz.yaml", {});
  if (!loaded && loaded.error().message.empty()) std::abort();
  return 0;
}
