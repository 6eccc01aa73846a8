// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "calibration/run.h"
#include "format/quantize.h"

namespace dnntune::calibration {

// Runs the float32 model on every example with `tensors` as its outputs and keeps the least and the largest value of each; one that
// had a value which is no finite number gets an infinite range. Tensors are read in groups that fit into memory; each group runs
// the examples again. Errors of Examples::Load and Run.
[[nodiscard]] Result<format::Ranges> MeasureRanges(const engine::Subject& subject, const std::vector<std::string>& tensors,
                                                   const Examples& examples, Progress& progress);

}  // namespace dnntune::calibration
