// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/spec.h"

namespace dnntune::campaign {

// The machine that a study measures on: this one, as a config without devices has it.
[[nodiscard]] inline spec::Device StudyDevice() {
  spec::Device device;
  device.name = "device";
  return device;
}

}  // namespace dnntune::campaign
