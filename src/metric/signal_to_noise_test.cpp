// SPDX-License-Identifier: Apache-2.0
#include "metric/signal_to_noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace dnntune::metric {
namespace {

using Numbers = std::vector<double>;

TEST(SignalToNoise, IsThePowerOfTheSpreadOverThatOfTheDifference) {
  EXPECT_NEAR(*SignalToNoise(Numbers{-10, 10}, Numbers{-9, 11}), 20, 1e-12);
  EXPECT_NEAR(*SignalToNoise(Numbers{990, 1010}, Numbers{991, 1011}), 20, 1e-12);
}

TEST(SignalToNoise, OfOneNumberIsThatOfItsOwnPower) {
  EXPECT_NEAR(*SignalToNoise(Numbers{100}, Numbers{99}), 40, 1e-12);
  EXPECT_NEAR(*SignalToNoise(Numbers{0.1, 0.1, 0.1}, Numbers{0.11, 0.09, 0.11}), 20, 1e-9);
}

TEST(SignalToNoise, IsNothingWithoutNoise) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(SignalToNoise(Numbers{}, Numbers{}));
  EXPECT_FALSE(SignalToNoise(Numbers{1, nan, infinity}, Numbers{1, nan, infinity}));
}

TEST(SignalToNoise, IsTheLeastBesideWhatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(SignalToNoise(Numbers{1, 2}, Numbers{1, nan}), -infinity);
  EXPECT_EQ(SignalToNoise(Numbers{infinity, 2}, Numbers{1, 2}), -infinity);
}

}  // namespace
}  // namespace dnntune::metric
