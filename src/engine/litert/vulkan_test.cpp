// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/vulkan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace dnntune::engine {
namespace {

TEST(LiteRtVulkan, TakesAGpuBeforeSoftware) {
  const Adapter software{"llvmpipe", 4}, inside{"inside the processor", 1}, own{"card", 2}, unknown{"of a later version", 9};
  EXPECT_EQ(Best(std::vector{software, inside, own})->name, own.name);
  EXPECT_EQ(Best(std::vector{own, software})->name, own.name);
  EXPECT_EQ(Best(std::vector{software, inside})->name, inside.name);
  EXPECT_EQ(Best(std::vector{software, unknown})->name, unknown.name);
  EXPECT_EQ(Best(std::vector{software})->name, software.name);
  EXPECT_EQ(Best({}), nullptr);
}

// The loader is told of no driver, so there is none whatever the machine has.
TEST(LiteRtVulkan, SaysWhatToDoWhereThereIsNoDevice) {
  ::setenv("VK_ICD_FILENAMES", "/nonexistent.json", 1);
  const auto adapter = FindAdapter(DNNTUNE_PACKAGE_LITERT "/lib/lvp_icd.json");
  ::unsetenv("VK_ICD_FILENAMES");
  ASSERT_FALSE(adapter);
  EXPECT_EQ(adapter.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(adapter.error().message, testing::HasSubstr("Vulkan finds no device; install the driver"));
}

TEST(LiteRtVulkan, FindsTheSoftwareDriverThatIsNamed) {
  ::setenv("VK_ICD_FILENAMES", DNNTUNE_PACKAGE_LITERT "/lib/lvp_icd.json", 1);
  const auto adapter = FindAdapter("");
  ::unsetenv("VK_ICD_FILENAMES");
  ASSERT_TRUE(adapter) << adapter.error().message;
  EXPECT_THAT(adapter->name, testing::StartsWith("llvmpipe"));
  EXPECT_TRUE(adapter->IsSoftware());
}

}  // namespace
}  // namespace dnntune::engine
