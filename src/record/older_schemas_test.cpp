// SPDX-License-Identifier: Apache-2.0
// Documents that earlier versions wrote (tests/records) say what they said then.
#include <gtest/gtest.h>

#include <string>

#include "base/file.h"
#include "record/comparison.h"
#include "record/profile.h"
#include "record/tune_record.h"

namespace dnntune::record {
namespace {

using metric::MetricId;

std::string Recorded(const std::string& name) {
  return ReadFile(std::string(DNNTUNE_SOURCE_DIR "/tests/records/") + name).value();
}

TEST(OlderSchemas, AProfileOfVersionOneHasItsReadings) {
  const auto profile = ParseProfile(Recorded("profile-1.json"));
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->readings.Get<Bytes>(MetricId::kPeakMemory).value(), Bytes(64012288));
  EXPECT_EQ(profile->readings.Get(MetricId::kPeakMemory).source(), metric::Source::kMeasured);
  EXPECT_EQ(profile->readings.Get(MetricId::kLibraryMemory).reason(), "no memory of the library recorded");
  const auto energy = EnergyOf(profile->whole.value());
  EXPECT_DOUBLE_EQ(energy.value().value(), 0.1261146866);
  EXPECT_DOUBLE_EQ(energy.interval().value().low.value(), 0.12535606159999998);
  EXPECT_EQ(energy.source(), metric::Source::kModelled);
  ASSERT_FALSE(profile->costs.empty());
  EXPECT_DOUBLE_EQ(EnergyOf(profile->costs.front().cost).value().value(), 0.0044145695999999995);
}

TEST(OlderSchemas, AProfileOfVersionOneIsPrintedInTodaysAndStaysWhatItIs) {
  const std::string today = PrintProfile(ParseProfile(Recorded("profile-1.json")).value());
  EXPECT_NE(today.find(std::string(kProfileSchema)), std::string::npos);
  EXPECT_EQ(PrintProfile(ParseProfile(today).value()), today);
}

TEST(OlderSchemas, AKeyBelongsToOneVersion) {
  std::string text = Recorded("profile-1.json");
  text.replace(text.find("dnntune-profile-1"), 17, kProfileSchema);
  EXPECT_NE(ParseProfile(text).error().message.find("unknown key 'peak_memory_bytes'"), std::string::npos);
}

// Of a phone's stand-in against its server; and an engine that was not measured.
void ExpectReadings(const Comparison& comparison) {
  ASSERT_EQ(comparison.settings.size(), 3U);
  const ComparedSetting& server = comparison.settings[0];
  EXPECT_EQ(server.label, "onnxruntime, server");
  EXPECT_DOUBLE_EQ(LatencyOf(server).value().count(), 0.008471698);
  EXPECT_DOUBLE_EQ(LatencyOf(server).interval().value().high.count(), 0.008609147);
  EXPECT_EQ(ToLeast(server, MetricId::kLatency).standing, Standing::kBest);
  EXPECT_FALSE(server.readings.Get(MetricId::kEnergy).IsAvailable());
  EXPECT_EQ(server.readings.Get<Bytes>(MetricId::kLibraryMemory).value(), Bytes(45000000));
  EXPECT_EQ(server.readings.Get<Bytes>(MetricId::kModelMemory).value(), Bytes(19196608));
  const ComparedSetting& phone = comparison.settings[1];
  EXPECT_EQ(ToLeast(phone, MetricId::kLatency).standing, Standing::kWorse);
  EXPECT_DOUBLE_EQ(ToLeast(phone, MetricId::kLatency).ratio.value().value(), 10.633277885968079);
  EXPECT_EQ(ToLeast(phone, MetricId::kEnergy).standing, Standing::kBest);
  EXPECT_DOUBLE_EQ(phone.readings.Get<Joules>(MetricId::kEnergy).value().value(), 0.1261146866);
  EXPECT_EQ(comparison.settings[2].readings.Get(MetricId::kPeakMemory).reason(), "MACE runs on phones");
}

TEST(OlderSchemas, AComparisonOfVersionOneHasItsReadings) {
  const auto comparison = ParseComparison(Recorded("comparison-1.json"));
  ASSERT_TRUE(comparison) << comparison.error().message;
  ExpectReadings(*comparison);
  const std::string today = PrintComparison(*comparison);
  ExpectReadings(ParseComparison(today).value());
  EXPECT_NE(today.find(std::string(kComparisonSchema)), std::string::npos);
}

TEST(OlderSchemas, ATuneRecordHasTheEnginesOfVersionOneAndNoProbabilityAboveOne) {
  const auto tune = ParseTuneRecord(Recorded("tune-1.json"));
  ASSERT_TRUE(tune) << tune.error().message;
  ASSERT_EQ(tune->engines.size(), 1U);
  ExpectReadings(tune->engines.front());
  ASSERT_FALSE(tune->decisions.empty());
  EXPECT_EQ(tune->decisions.front().candidates.at(tune->decisions.front().best).probability_best, 1.0);
}

TEST(OlderSchemas, ATuneRecordSaysNothingOfWhatItsProofsWereHeldTo) {
  const TuneRecord tune = ParseTuneRecord(Recorded("tune-1.json")).value();
  EXPECT_FALSE(tune.repeat);
  for (const Decision& decision : tune.decisions) {
    EXPECT_TRUE(decision.recommended);
    for (const Proof& proof : decision.proofs) {
      EXPECT_EQ(WhyUnproved(proof), "");
      EXPECT_FALSE(proof.difference.value().held_to);
    }
  }
}

}  // namespace
}  // namespace dnntune::record
