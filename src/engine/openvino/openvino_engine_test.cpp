// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_engine.h"

#include <gtest/gtest.h>

namespace dnntune::engine {
TEST(OpenVino, Starts) {
  EXPECT_TRUE(MakeOpenVinoEngine());
}
}  // namespace dnntune::engine
