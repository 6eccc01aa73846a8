// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "campaign/quantize.h"
#include "cli/command.h"

namespace dnntune::cli {

// --calibrate, --pixels and --samples; shared by quantize and zoo export.
void AddCalibrationFlags(Command& command, campaign::Quantizing& how);

}  // namespace dnntune::cli
