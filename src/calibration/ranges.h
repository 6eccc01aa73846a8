// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "calibration/subject.h"
#include "format/quantize.h"
#include "profiler/progress.h"

namespace dnntune::calibration {

// Runs the float32 model on every example with `tensors` as its outputs and keeps the least and the largest value of each; one that
// had a value which is no finite number gets an infinite range. Tensors are read in groups that fit into memory; each group runs
// the examples again. Errors of Examples::Load and Run.
[[nodiscard]] Result<format::Ranges> MeasureRanges(const Subject& subject, const std::vector<std::string>& tensors,
                                                   const Examples& examples, profiler::Sink& sink);

}  // namespace dnntune::calibration
