// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.h"
#include "campaign/ready.h"

namespace dnntune::campaign {

// A model with a file of its own, and what a reader has to know of it.
struct ModelFile {
  spec::Model model;
  std::string note{};  // "quantised to int8 by dnntune with generated inputs"; empty: the file is the person's own
};

// The model with the file that the device's setting asks for by its file_precision: as it is where the setting asks for none; of
// several files the one whose numbers are of it; else the float32 file quantised, calibrated on the device's engine with generated
// inputs, which is kept in `folder`/models and made once. Errors of Quantize; kBadInput where no file is in float32.
[[nodiscard]] Result<ModelFile> FileOfPrecision(const Wanted& wanted, const std::filesystem::path& folder, const Context& context);

// "fp32", "fp16" or "int8": what most of the numbers in the file are.
[[nodiscard]] std::string_view FilePrecisionOf(const graph::Graph& graph);

}  // namespace dnntune::campaign
