// SPDX-License-Identifier: Apache-2.0
#include "metric/energy.h"

#include <gtest/gtest.h>

namespace dnntune::metric {
namespace {

Quantity<Watts> Power(double watts) {
  return Quantity<Watts>::Of(Watts(watts), Source::kDeclared);
}

const Quantity<Seconds> kThreeSeconds =
    Quantity<Seconds>::Of(Seconds(3), Source::kMeasured, Interval<Seconds>{Seconds(2), Seconds(5)});

TEST(EnergyAboveIdle, CountsPowerAboveIdleWithTheIntervalOfTheTime) {
  const auto energy = EnergyAboveIdle(kThreeSeconds, Power(2.5), Power(0.5));
  EXPECT_DOUBLE_EQ(energy.value().value(), 6);
  EXPECT_EQ(energy.source(), Source::kModelled);
  EXPECT_EQ(energy.interval(), (Interval<Joules>{Joules(4), Joules(10)}));
}

TEST(EnergyAboveIdle, HasNoIntervalWhereTheTimeHasNone) {
  const auto energy = EnergyAboveIdle(Quantity<Seconds>::Of(Seconds(1), Source::kMeasured), Power(2), Power(1));
  ASSERT_TRUE(energy.IsAvailable());
  EXPECT_FALSE(energy.interval());
}

TEST(EnergyAboveIdle, SaysWhatIsMissing) {
  const auto none = Quantity<Watts>::Unavailable("no power");
  EXPECT_EQ(EnergyAboveIdle(Quantity<Seconds>::Unavailable("no time"), none, none).reason(), "no time");
  EXPECT_EQ(EnergyAboveIdle(kThreeSeconds, none, Power(1)).reason(), "no power");
  EXPECT_EQ(EnergyAboveIdle(kThreeSeconds, Power(1), none).reason(), "no power");
}

}  // namespace
}  // namespace dnntune::metric
