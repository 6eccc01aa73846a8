// SPDX-License-Identifier: Apache-2.0
// links: record
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "record/profile.h"

// What is read and printed must be readable again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profile = dnntune::record::ParseProfile({reinterpret_cast<const char*>(data), size});
  if (profile && !dnntune::record::ParseProfile(dnntune::record::PrintProfile(*profile))) std::abort();
  return 0;
}
