// SPDX-License-Identifier: Apache-2.0
#include "base/byte_stream.h"

namespace dnntune {

Result<std::string> Collect(const ByteSource& source) {
  std::string all;
  TRY(source([&](std::string_view bytes) -> Result<void> {
    all += bytes;
    return {};
  }));
  return all;
}

}  // namespace dnntune
