// SPDX-License-Identifier: Apache-2.0
// links: record
// What is read and printed can be read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "record/profile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profile = dnntune::record::ParseProfile({reinterpret_cast<const char*>(data), size});
  if (profile && !dnntune::record::ParseProfile(dnntune::record::PrintProfile(*profile))) std::abort();
  return 0;
}
