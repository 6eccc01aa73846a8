// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.h"
#include "campaign/ready.h"

namespace dnntune::campaign {

// The model with the file that the device's setting asks for by its file_precision: as it is where the setting asks for none; of
// several files the one whose numbers are of it; else the float32 file quantised, calibrated on the device's engine with generated
// inputs, which is kept in `folder`/models and made once. Errors of Quantize; kBadInput where no file is in float32.
[[nodiscard]] Result<spec::Model> FileOfPrecision(const Wanted& wanted, const std::filesystem::path& folder,
                                                  const Context& context);

// "fp32", "fp16" or "int8": what most of the numbers in the file are.
[[nodiscard]] std::string_view FilePrecisionOf(const graph::Graph& graph);

}  // namespace dnntune::campaign
