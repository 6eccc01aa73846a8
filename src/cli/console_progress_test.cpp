// SPDX-License-Identifier: Apache-2.0
#include "cli/console_progress.h"

#include <gtest/gtest.h>

namespace dnntune::cli {
namespace {

TEST(ProgressLine, SaysWhatHowFarAndHowLong) {
  Step step{
      .done = 12, .total = 64, .phase = "layers", .elapsed = Seconds(3.4), .remaining = Seconds(7.1), .title = "profiling phone"};
  EXPECT_EQ(ProgressLine(step), "profiling phone: layers, 12 of 64 layers, 3 s, at most 8 s left");
}

TEST(ProgressLine, LeavesOutWhatIsNotKnownYet) {
  EXPECT_EQ(ProgressLine({.phase = "whole model", .title = "measuring m"}), "measuring m: whole model, 0 s");
}

TEST(ConsoleProgress, WritesALineAPhaseWhereThereIsNoTerminal) {
  testing::internal::CaptureStderr();
  ConsoleProgress progress;
  for (int i = 0; i < 3; ++i) progress.At({.phase = "layers", .title = "profiling m"});
  progress.At({.phase = "trace", .title = "profiling m"});
  progress.Note("kept in runs/m");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "profiling m: layers, 0 s\nprofiling m: trace, 0 s\nkept in runs/m\n");
}

}  // namespace
}  // namespace dnntune::cli
