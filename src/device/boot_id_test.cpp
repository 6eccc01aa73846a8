// SPDX-License-Identifier: Apache-2.0
#include "device/boot_id.h"

#include <gtest/gtest.h>

#include "base/file.h"

namespace dnntune::device {
namespace {

TEST(BootId, IsTheKernelsLine) {
  const TemporaryFolder root = TemporaryFolder::Make().value();
  ASSERT_TRUE(WriteFile(root.path() / "proc/sys/kernel/random/boot_id", "0b53a1de-77a1-4a9c-9f0e-2d8a4b1c6f00\n"));
  EXPECT_EQ(BootId(root.path()).value(), "0b53a1de-77a1-4a9c-9f0e-2d8a4b1c6f00");
}

TEST(BootId, IsUnavailableWhereTheKernelTellsNone) {
  const TemporaryFolder root = TemporaryFolder::Make().value();
  EXPECT_EQ(BootId(root.path()).error().code, ErrorCode::kUnavailable);
  ASSERT_TRUE(WriteFile(root.path() / "proc/sys/kernel/random/boot_id", "\n"));
  EXPECT_EQ(BootId(root.path()).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace dnntune::device
