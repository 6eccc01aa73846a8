// SPDX-License-Identifier: Apache-2.0
#include "cli/calibration_flags.h"

namespace dnntune::cli {

void AddCalibrationFlags(Command& command, campaign::Quantizing& how) {
  command.Add("--calibrate", how.calibrate,
              "Folder of images (.png, .jpg) or arrays (.npy) whose values the ranges of int8 come from; default: generated noise");
  command.Add("--pixels", how.pixels, "What an image's 0 to 255 become: 0..1, -1..1, 0..255 or imagenet (mean and deviation)")
      .WithDefaultShown();
  command.Add("--samples", how.samples, "At most this many inputs; default: all of the folder, or 8 generated ones")
      .Between(1, 100000);
}

}  // namespace dnntune::cli
