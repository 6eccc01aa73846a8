// SPDX-License-Identifier: Apache-2.0
#include "cli/decidable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::cli {
namespace {

TEST(CheckDecidable, RefusesSoftwareInThePlaceOfAGpuUnlessAskedFor) {
  spec::Spec spec;
  record::DeviceId device{.name = "phone", .description = "", .slowdown = 6, .state = {}, .function_only = ""};
  EXPECT_TRUE(CheckDecidable(device, spec));
  device.function_only = "software Vulkan (llvmpipe): a check of function, not of speed";
  const auto checked = CheckDecidable(device, spec);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(checked.error().message, testing::HasSubstr("device 'phone': software Vulkan (llvmpipe)"));
  EXPECT_THAT(checked.error().message, testing::HasSubstr("--allow-software-gpu"));
  spec.allow_software_gpu = true;
  EXPECT_TRUE(CheckDecidable(device, spec));
}

}  // namespace
}  // namespace dnntune::cli
