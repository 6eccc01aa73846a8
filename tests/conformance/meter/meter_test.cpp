// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "conformance/meter/suite.h"

namespace dnntune::conformance {
namespace {

using Quantity = metric::Quantity<double>;

// A sentence: what is missing, and after a semicolon what to do.
void ExpectSaysWhatToDo(const std::string& reason) {
  const auto semicolon = reason.find("; ");
  EXPECT_NE(semicolon, std::string::npos) << reason;
  EXPECT_GT(semicolon, 10U) << reason;
  EXPECT_EQ(reason.find('\n'), std::string::npos) << reason;
}

TEST_P(MeterConformance, YieldsTheMetricsOfItsRowAndNoOthers) {
  for (const bool has_counters : {false, true}) {
    if (has_counters) Set(1);
    const auto meter = Make();
    meter->Start();
    std::set<metric::MetricId> yielded;
    for (const metric::Reading& reading : meter->Stop()) yielded.insert(reading.id);
    EXPECT_EQ(yielded, std::set<metric::MetricId>(Row().metrics.begin(), Row().metrics.end())) << has_counters;
  }
}

TEST_P(MeterConformance, SaysWhatToDoOnAMachineWithoutCounters) {
  const auto meter = Make();
  ExpectSaysWhatToDo(meter->WhyUnavailable());
  meter->Start();
  const Quantity value = Stop(*meter);
  ASSERT_FALSE(value.IsAvailable());
  EXPECT_EQ(value.reason(), meter->WhyUnavailable());
}

TEST_P(MeterConformance, SaysWhatToDoWhereCountersCannotBeRead) {
  Set(1);
  GetParam().spoil(root_.path());
  const auto meter = Make();
  ExpectSaysWhatToDo(meter->WhyUnavailable());
  meter->Start();
  EXPECT_FALSE(Stop(*meter).IsAvailable());
}

TEST_P(MeterConformance, GivesWhatWasUsedSinceStart) {
  Set(5);
  const auto meter = Make();
  EXPECT_EQ(meter->WhyUnavailable(), "");
  for (const double used : {0.0, 2.5, 100.0}) {
    Set(5);
    meter->Start();
    Set(5 + used);
    const Quantity value = Stop(*meter);
    ASSERT_TRUE(value.IsAvailable()) << value.reason();
    EXPECT_NEAR(value.value(), used, 1e-5);
    EXPECT_EQ(value.source(), metric::Source::kMeasured);
  }
}

TEST_P(MeterConformance, CountsOnWhereACounterGoesRound) {
  Set(kRange - 1);
  const auto meter = Make();
  meter->Start();
  Set(0.5);
  EXPECT_NEAR(Stop(*meter).value(), 1.5, 1e-3);
}

TEST_P(MeterConformance, GivesNoNumberWhereACounterFellAndNobodyKnowsWhy) {
  Set(10);
  GetParam().forget_range(root_.path());
  const auto meter = Make();
  meter->Start();
  Set(5);
  GetParam().forget_range(root_.path());
  const Quantity value = Stop(*meter);
  ASSERT_FALSE(value.IsAvailable()) << value.value();
  EXPECT_FALSE(value.reason().empty());
}

TEST_P(MeterConformance, GivesNoNumberWhereCountersBreakInBetween) {
  Set(1);
  const auto meter = Make();
  meter->Start();
  GetParam().spoil(root_.path());
  const Quantity value = Stop(*meter);
  ASSERT_FALSE(value.IsAvailable());
  EXPECT_FALSE(value.reason().empty());
}

TEST_P(MeterConformance, GivesNoNumberBeforeItWasStarted) {
  Set(10);
  const Quantity value = Stop(*Make());
  ASSERT_FALSE(value.IsAvailable());
  EXPECT_FALSE(value.reason().empty());
}

TEST_P(MeterConformance, GivesReadingsOrAReasonOnThisMachine) {
  const auto meter = Make("/");
  meter->Start();
  for (const metric::Reading& reading : meter->Stop()) {
    const Quantity& value = reading.quantity;
    EXPECT_EQ(value.IsAvailable(), meter->WhyUnavailable().empty());
    if (value.IsAvailable()) {
      EXPECT_GE(value.value(), 0);
    } else {
      ExpectSaysWhatToDo(value.reason());
    }
  }
}

}  // namespace
}  // namespace dnntune::conformance
