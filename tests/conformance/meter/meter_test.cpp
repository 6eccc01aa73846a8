// SPDX-License-Identifier: Apache-2.0
#include "conformance/meter/suite.h"

namespace dnntune::conformance {
namespace {

using Energy = metric::Quantity<Joules>;

// A sentence: what is missing, and after a semicolon what to do.
void ExpectSaysWhatToDo(const std::string& reason) {
  const auto semicolon = reason.find("; ");
  EXPECT_NE(semicolon, std::string::npos) << reason;
  EXPECT_GT(semicolon, 10U) << reason;
  EXPECT_EQ(reason.find('\n'), std::string::npos) << reason;
}

TEST_P(MeterConformance, BearsItsNameInTheTable) {
  EXPECT_EQ(Make()->Name(), GetParam().name);
}

TEST_P(MeterConformance, SaysWhatToDoOnAMachineWithoutCounters) {
  const auto meter = Make();
  ExpectSaysWhatToDo(meter->WhyUnavailable());
  meter->Start();
  const Energy energy = meter->Stop();
  ASSERT_FALSE(energy.IsAvailable());
  EXPECT_EQ(energy.reason(), meter->WhyUnavailable());
}

TEST_P(MeterConformance, SaysWhatToDoWhereCountersCannotBeRead) {
  Set(1);
  GetParam().spoil(root_.path());
  const auto meter = Make();
  ExpectSaysWhatToDo(meter->WhyUnavailable());
  meter->Start();
  EXPECT_FALSE(meter->Stop().IsAvailable());
}

TEST_P(MeterConformance, GivesWhatWasUsedSinceStart) {
  Set(5);
  const auto meter = Make();
  EXPECT_EQ(meter->WhyUnavailable(), "");
  for (const double used : {0.0, 2.5, 100.0}) {
    Set(5);
    meter->Start();
    Set(5 + used);
    const Energy energy = meter->Stop();
    ASSERT_TRUE(energy.IsAvailable()) << energy.reason();
    EXPECT_NEAR(energy.value().value(), used, 1e-5);
    EXPECT_EQ(energy.source(), metric::Source::kMeasured);
  }
}

TEST_P(MeterConformance, CountsOnWhereACounterGoesRound) {
  Set(kRange.value() - 1);
  const auto meter = Make();
  meter->Start();
  Set(0.5);
  EXPECT_NEAR(meter->Stop().value().value(), 1.5, 1e-3);
}

TEST_P(MeterConformance, GivesNoNumberWhereACounterFellAndNobodyKnowsWhy) {
  Set(10);
  GetParam().forget_range(root_.path());
  const auto meter = Make();
  meter->Start();
  Set(5);
  GetParam().forget_range(root_.path());
  const Energy energy = meter->Stop();
  ASSERT_FALSE(energy.IsAvailable()) << energy.value().value();
  EXPECT_FALSE(energy.reason().empty());
}

TEST_P(MeterConformance, GivesNoNumberWhereCountersBreakInBetween) {
  Set(1);
  const auto meter = Make();
  meter->Start();
  GetParam().spoil(root_.path());
  const Energy energy = meter->Stop();
  ASSERT_FALSE(energy.IsAvailable());
  EXPECT_FALSE(energy.reason().empty());
}

TEST_P(MeterConformance, GivesNoNumberBeforeItWasStarted) {
  Set(10);
  const Energy energy = Make()->Stop();
  ASSERT_FALSE(energy.IsAvailable());
  EXPECT_FALSE(energy.reason().empty());
}

TEST_P(MeterConformance, GivesEnergyOrAReasonOnThisMachine) {
  const auto meter = Make("/");
  meter->Start();
  const Energy energy = meter->Stop();
  EXPECT_EQ(energy.IsAvailable(), meter->WhyUnavailable().empty());
  if (energy.IsAvailable()) {
    EXPECT_GE(energy.value().value(), 0);
  } else {
    ExpectSaysWhatToDo(energy.reason());
  }
}

}  // namespace
}  // namespace dnntune::conformance
