// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.h"
#include "campaign/ready.h"

namespace dnntune::campaign {

// The model ready with the file that the device's setting asks for by its file_precision: as it is where the setting asks for none;
// of several files those whose numbers are of it; else the float32 file quantised, calibrated on the device's engine with generated
// inputs, which a note of the task says and which is kept in `folder`/models and made once. Errors of MakeReady and Quantize;
// kBadInput where no file is in float32.
[[nodiscard]] Result<std::unique_ptr<Ready>> MakeReadyInPrecision(const Wanted& wanted, const std::filesystem::path& folder,
                                                                  const Context& context);

// "fp32", "fp16" or "int8": what most of the numbers in the file are.
[[nodiscard]] std::string_view FilePrecisionOf(const graph::Graph& graph);

}  // namespace dnntune::campaign
