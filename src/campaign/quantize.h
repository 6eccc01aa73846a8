// SPDX-License-Identifier: Apache-2.0
// A float32 model written in fewer bits and compared with itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "campaign/ready.h"
#include "format/format.h"
#include "format/quantize.h"
#include "record/quantized_model.h"
#include "zoo/zoo.h"

namespace dnntune::campaign {

inline constexpr std::size_t kGenerated = 8;  // inputs

// How to quantise.
struct Quantizing {
  std::string precision = "int8";
  std::string calibrate{};      // folder; empty: generated inputs
  std::string pixels = "0..1";  // a name of calibration::ScalingNames
  std::size_t samples = 0;      // 0: kGenerated generated inputs, or all of the folder
};

// kUsage where the precision or the name of the pixels' scaling is none.
[[nodiscard]] Result<void> CheckQuantizing(const Quantizing& how);

// A file to write.
struct QuantizeTarget {
  std::string format;
  std::filesystem::path path;
  Quantizing how;
};

// kUnavailable for a format whose files cannot be quantised, naming it and `file`.
[[nodiscard]] Result<const format::Quantizer*> QuantizerOf(std::string_view format, const std::filesystem::path& file);

// Calibrates on the engine that the model was made ready for, quantises, runs both files on the same inputs and writes the
// quantised one to `target`: nothing is written where any step fails. kUsage where `target` is the model itself; errors of
// calibration and format::Quantizer.
[[nodiscard]] Result<record::QuantizedModel> Quantize(const Ready& ready, const Quantizing& how,
                                                      const std::filesystem::path& target, const Context& context);

// Of the model that the spec means, calibrated on the device of that name.
struct QuantizeWanted {
  const spec::Spec& spec;
  std::string device;  // empty: the one with the role device
  Quantizing how;
  std::filesystem::path file;  // to write; empty: beside the model, with -int8 or -fp16; for the zoo's model in the present folder
};
// Errors of CheckQuantizing, QuantizerOf, PlanOne, MakeReady and Quantize.
[[nodiscard]] Result<record::QuantizedModel> QuantizeModel(const QuantizeWanted& wanted, const Context& context);

// A model of the zoo written in one of its formats and quantised, through a float32 file that is gone afterwards, on the first
// engine that reads it.
[[nodiscard]] Result<record::QuantizedModel> ExportQuantized(const zoo::Request& request, const QuantizeTarget& target,
                                                             const Context& context);

}  // namespace dnntune::campaign
