// SPDX-License-Identifier: Apache-2.0
#include "base/float8.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace dnntune {
namespace {

constexpr const Float8* kKinds[] = {&kFloat8E4M3Fn, &kFloat8E4M3FnUz, &kFloat8E5M2, &kFloat8E5M2FnUz};

// The table of ONNX's docs/technical/float8.md.
TEST(Float8, HasTheRangesOfTheStandard) {
  EXPECT_EQ(FromFloat8(0x7e, kFloat8E4M3Fn), 448);
  EXPECT_EQ(FromFloat8(0x7f, kFloat8E4M3FnUz), 240);
  EXPECT_EQ(FromFloat8(0x7b, kFloat8E5M2), 57344);
  EXPECT_EQ(FromFloat8(0x7f, kFloat8E5M2FnUz), 57344);
  EXPECT_EQ(FromFloat8(0x01, kFloat8E4M3Fn), std::ldexp(1, -9));
  EXPECT_EQ(FromFloat8(0x01, kFloat8E4M3FnUz), std::ldexp(1, -10));
  EXPECT_EQ(FromFloat8(0x01, kFloat8E5M2), std::ldexp(1, -16));
  EXPECT_EQ(FromFloat8(0x01, kFloat8E5M2FnUz), std::ldexp(1, -17));
  EXPECT_TRUE(std::isnan(FromFloat8(0x7f, kFloat8E4M3Fn)));
  EXPECT_TRUE(std::isnan(FromFloat8(0x80, kFloat8E4M3FnUz)));
  EXPECT_EQ(FromFloat8(0xfc, kFloat8E5M2), -std::numeric_limits<double>::infinity());
}

TEST(Float8, GivesEveryFiniteNumberBack) {
  for (const Float8* kind : kKinds) {
    for (int bits = 0; bits < 256; ++bits) {
      const double number = FromFloat8(static_cast<std::uint8_t>(bits), *kind);
      if (!std::isfinite(number)) continue;
      EXPECT_EQ(ToFloat8(number, *kind), bits);
    }
  }
}

TEST(Float8, RoundsToTheNearestAndOfTwoToTheEven) {
  EXPECT_EQ(FromFloat8(ToFloat8(1.06, kFloat8E4M3Fn), kFloat8E4M3Fn), 1.0);
  EXPECT_EQ(FromFloat8(ToFloat8(1.0625, kFloat8E4M3Fn), kFloat8E4M3Fn), 1.0);
  EXPECT_EQ(FromFloat8(ToFloat8(1.1875, kFloat8E4M3Fn), kFloat8E4M3Fn), 1.25);
  EXPECT_EQ(FromFloat8(ToFloat8(-1e9, kFloat8E4M3Fn), kFloat8E4M3Fn), -448);
  EXPECT_TRUE(std::isnan(FromFloat8(ToFloat8(std::nan(""), kFloat8E5M2FnUz), kFloat8E5M2FnUz)));
}

}  // namespace
}  // namespace dnntune
