// SPDX-License-Identifier: Apache-2.0
#include "cli/calibration_flags.h"

#include <CLI/CLI.hpp>

namespace dnntune::cli {

void AddCalibrationFlags(CLI::App& app, campaign::Quantizing& how) {
  app.add_option(
      "--calibrate", how.calibrate,
      "Folder of images (.png, .jpg) or arrays (.npy) whose values the ranges of int8 come from; default: generated noise");
  app.add_option("--pixels", how.pixels, "What an image's 0 to 255 become: 0..1, -1..1, 0..255 or imagenet (mean and deviation)")
      ->capture_default_str();
  app.add_option("--samples", how.samples, "At most this many inputs; default: all of the folder, or 8 generated ones")
      ->check(CLI::Range(1, 100000));
}

}  // namespace dnntune::cli
