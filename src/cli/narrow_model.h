// SPDX-License-Identifier: Apache-2.0
// A float32 model written in narrower numbers and compared with itself; shared by quantize and zoo export.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "calibration/examples.h"
#include "cli/measuring.h"
#include "format/quantize.h"
#include "record/quantized_model.h"

namespace CLI {
class App;
}

namespace dnntune::cli {

// How to narrow, as flags say it.
struct NarrowFlags {
  std::string precision = "int8";
  std::string calibrate;        // folder; empty: generated inputs
  std::string pixels = "0..1";  // a name of calibration::ScalingNames
  std::size_t samples = 0;      // 0: kGenerated generated inputs, or all of the folder
};
inline constexpr std::size_t kGenerated = 8;
// --calibrate, --pixels and --samples.
void AddCalibrationFlags(CLI::App& app, NarrowFlags& flags);
// kUsage where the precision is neither int8 nor fp16.
[[nodiscard]] Result<void> CheckPrecision(const std::string& precision);

// kUnavailable for a format whose files cannot be narrowed, naming it and `file`.
[[nodiscard]] Result<const format::Quantizer*> QuantizerOf(std::string_view format, const std::filesystem::path& file);

// Calibrates on the engine that `measuring` was prepared for, narrows, runs both files on the same inputs and writes the narrowed
// one to `target`: nothing is written where any step fails. kUsage where `target` is the model itself; errors of calibration and
// format::Quantizer.
[[nodiscard]] Result<record::QuantizedModel> NarrowModel(Measuring& measuring, const NarrowFlags& flags,
                                                         const std::filesystem::path& target);

}  // namespace dnntune::cli
