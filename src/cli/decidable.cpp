// SPDX-License-Identifier: Apache-2.0
#include "cli/decidable.h"

#include <fmt/format.h>

namespace dnntune::cli {

Result<void> CheckDecidable(const record::DeviceId& device, const spec::Spec& spec) {
  if (device.function_only.empty() || spec.allow_software_gpu) return {};
  return Fail(
      ErrorCode::kUnavailable,
      fmt::format("device '{}': {}, so nothing is decided with its times; give --allow-software-gpu to decide all the same, or "
                  "another unit",
                  device.name, device.function_only));
}

}  // namespace dnntune::cli
