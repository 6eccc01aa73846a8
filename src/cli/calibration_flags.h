// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "campaign/quantize.h"

namespace CLI {
class App;
}

namespace dnntune::cli {

// --calibrate, --pixels and --samples; shared by quantize and zoo export.
void AddCalibrationFlags(CLI::App& app, campaign::Quantizing& how);

}  // namespace dnntune::cli
