// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/said.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace dnntune::engine {
namespace {

TEST(LiteRtSaid, KeepsWhatIsWrittenWhileItLives) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  std::fputs("before ", stderr);
  {
    const Said said;
    std::fputs("with", stdout);
    EXPECT_EQ(said.Text(), "with");
    std::fputs("in", stderr);
    EXPECT_EQ(said.Text(), "within");
  }
  std::fputs("after", stderr);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "before after");
}

TEST(LiteRtSaid, FindsTheErrorsAmongTheRest) {
  EXPECT_EQ(ErrorsIn("Warning: vkCreateInstance: Found no drivers!\n"
                     "ERROR: [delegate_webgpu.cc:359] Failed to initialize: INTERNAL: No adapters found\n"
                     "WARNING: Logging before InitGoogle() is written to STDERR\n"
                     "E0000 00:00:1795568567.105004   10416 delegate_webgpu.cc:736] Failed to get environment\n"
                     "E0000 00:00:1795568567.105004   10416 delegate_webgpu.cc:736] Failed to get environment\n"
                     "ERROR: Encountered unresolved custom op: Sparkle.\n"),
            "Failed to initialize: INTERNAL: No adapters found; Failed to get environment; "
            "Encountered unresolved custom op: Sparkle.");
  EXPECT_EQ(ErrorsIn("INFO: all is well\n"), "");
}

}  // namespace
}  // namespace dnntune::engine
