// SPDX-License-Identifier: Apache-2.0
#include "metric/readings.h"

#include <gtest/gtest.h>

namespace dnntune::metric {
namespace {

const auto kTwoJoules = Quantity<Joules>::Of(Joules(2), Source::kMeasured, Interval<Joules>{Joules(1), Joules(3)});

TEST(Readings, GiveBackWhatWasSetInItsUnit) {
  Readings readings;
  readings.Set(MetricId::kEnergy, kTwoJoules);
  EXPECT_EQ(readings.Get<Joules>(MetricId::kEnergy), kTwoJoules);
  EXPECT_DOUBLE_EQ(readings.Find(MetricId::kEnergy)->quantity.value(), 2);
  EXPECT_FALSE(readings.Find(MetricId::kEnergy)->window);
}

TEST(Readings, StandInTheOrderOfTheTableWhateverOrderTheyCameIn) {
  Readings readings;
  for (const MetricId id : {MetricId::kModelMemory, MetricId::kLatency, MetricId::kEnergy, MetricId::kLatency}) {
    readings.Set(id, Quantity<double>::Unavailable("why"));
  }
  std::vector<MetricId> ids;
  for (const Reading& reading : readings) ids.push_back(reading.id);
  EXPECT_EQ(ids, (std::vector{MetricId::kLatency, MetricId::kEnergy, MetricId::kModelMemory}));
}

TEST(Readings, KeepTheLastOfAMetric) {
  Readings readings;
  readings.Set(MetricId::kEnergy, Quantity<Joules>::Unavailable("no meter"));
  readings.Set(MetricId::kEnergy, kTwoJoules);
  EXPECT_EQ(readings.Get<Joules>(MetricId::kEnergy), kTwoJoules);
}

TEST(Readings, SayThatNothingWasRecordedOfWhatIsAbsent) {
  EXPECT_EQ(Readings().Get<Joules>(MetricId::kEnergy).reason(), "no energy recorded");
  EXPECT_EQ(Readings().Get<Bytes>(MetricId::kLibraryMemory).reason(), "no memory of the library recorded");
}

TEST(ReadingsDeathTest, RefuseAnotherUnit) {
  EXPECT_DEATH((void)Readings().Get<Bytes>(MetricId::kEnergy), "");
}

}  // namespace
}  // namespace dnntune::metric
