// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.h"
#include "engine/tensor.h"
#include "graph/graph.h"

namespace dnntune::calibration {

// An array as numpy.save writes it, as a value of the input: whole numbers and floats, little-endian, in C order, converted to the
// input's type. kIo; kBadInput: names the file and the defect, or both shapes. Format: NumPy, numpy.lib.format.
[[nodiscard]] Result<engine::Tensor> ReadNpy(const std::filesystem::path& path, const graph::Tensor& input);

}  // namespace dnntune::calibration
