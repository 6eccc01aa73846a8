// SPDX-License-Identifier: Apache-2.0
#include "profiler/attribute.h"

#include <gtest/gtest.h>

namespace dnntune::profiler {
namespace {

using metric::MetricId;
using metric::Quantity;
using metric::Source;
using metric::Window;

// Two sessions: the first ran twice for 10 ns, the second twice for 30.
engine::BatchResult MakeBatch(const Quantity<double>& energy, std::int64_t began = 100) {
  engine::BatchResult batch;
  batch.samples = {{Nanoseconds(10), Nanoseconds(10)}, {Nanoseconds(30), Nanoseconds(30)}};
  batch.window = {Nanoseconds(began), Nanoseconds(began + 80)};
  batch.readings.Set({MetricId::kEnergy, energy, batch.window});
  return batch;
}

Quantity<double> Joules8() {
  return Quantity<double>::Of(8, Source::kMeasured);
}

TEST(ShareOf, SharesAnAmountByTheTimeOfWhatRan) {
  const engine::BatchResult batch = MakeBatch(Joules8());
  EXPECT_DOUBLE_EQ(ShareOf(batch, 0).Get<Joules>(MetricId::kEnergy).value().value(), 2);
  EXPECT_DOUBLE_EQ(ShareOf(batch, 1).Get<Joules>(MetricId::kEnergy).value().value(), 6);
  EXPECT_EQ(ShareOf(batch, 1).Find(MetricId::kEnergy)->window, batch.window);
}

TEST(ShareOf, SharesNoLevel) {
  engine::BatchResult batch = MakeBatch(Joules8());
  batch.readings.Set(MetricId::kPeakMemory, Quantity<Bytes>::Of(Bytes(5), Source::kMeasured));
  EXPECT_EQ(ShareOf(batch, 0).Find(MetricId::kPeakMemory), nullptr);
}

TEST(ShareOf, GivesNothingWhereNothingTookTime) {
  engine::BatchResult batch = MakeBatch(Joules8());
  batch.samples = {{}, {}};
  EXPECT_TRUE(ShareOf(batch, 0).empty());
}

TEST(ShareOf, GivesNothingOfAWindowThatIsNotKnown) {
  engine::BatchResult batch = MakeBatch(Joules8());
  batch.readings.Set(MetricId::kEnergy, Joules8());
  EXPECT_TRUE(ShareOf(batch, 0).empty());
}

TEST(Shares, AreTheMeanOfARunOverTheWindowOfAll) {
  Shares shares;
  shares.Add(ShareOf(MakeBatch(Joules8(), 100), 1), 2);
  shares.Add(ShareOf(MakeBatch(Quantity<double>::Of(16, Source::kMeasured), 500), 1), 2);
  const metric::Readings each = shares.PerRun();
  EXPECT_DOUBLE_EQ(each.Get<Joules>(MetricId::kEnergy).value().value(), (6 + 12) / 4.0);
  EXPECT_EQ(each.Get<Joules>(MetricId::kEnergy).source(), Source::kMeasured);
  EXPECT_EQ(each.Find(MetricId::kEnergy)->window, (Window{Nanoseconds(100), Nanoseconds(580)}));
}

TEST(Shares, LeaveOutBatchesThatWereNotMetered) {
  Shares shares;
  shares.Add(ShareOf(MakeBatch(Quantity<double>::Unavailable("the counter broke")), 0), 2);
  shares.Add(ShareOf(MakeBatch(Joules8()), 0), 2);
  shares.Add(ShareOf(MakeBatch(Quantity<double>::Unavailable("the counter broke")), 0), 2);
  EXPECT_DOUBLE_EQ(shares.PerRun().Get<Joules>(MetricId::kEnergy).value().value(), 1);
}

TEST(Shares, SayWhyNothingWasMetered) {
  Shares shares;
  EXPECT_TRUE(shares.PerRun().empty());
  shares.Add(ShareOf(MakeBatch(Quantity<double>::Unavailable("no meter")), 0), 2);
  EXPECT_EQ(shares.PerRun().Get<Joules>(MetricId::kEnergy).reason(), "no meter");
}

}  // namespace
}  // namespace dnntune::profiler
