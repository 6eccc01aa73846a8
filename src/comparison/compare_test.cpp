// SPDX-License-Identifier: Apache-2.0
#include "comparison/compare.h"

#include <gtest/gtest.h>

#include <cmath>
#include <list>
#include <random>

#include "comparison/labels.h"

namespace dnntune::comparison {
namespace {

using metric::MetricId;
using metric::Quantity;
using metric::Source;
using record::Standing;

constexpr const char* kOneOperator = R"({"schema": "dnntune-profile-1", "inputs": ["x"],
  "operators": [{"name": "op", "inputs": ["x"], "outputs": ["y"], "cost": {"seconds": 1}}]})";

// Profiles with latencies about a median, and the entries that refer to them.
class CompareTest : public testing::Test {
 protected:
  record::Profile& Add(const std::string& label, double median, std::size_t samples = 200) {
    record::Profile& profile = profiles_.emplace_back(record::ParseProfile(kOneOperator).value());
    profile.costs.clear();
    profile.whole.emplace();
    std::lognormal_distribution<double> draw(std::log(median), 0.05);
    for (std::size_t i = 0; i < samples; ++i) profile.whole->latency.samples.emplace_back(draw(random_));
    entries_.push_back({label, "profiles/" + label + ".json", profile.setting, &profile, ""});
    return profile;
  }
  void AddUnavailable(const std::string& label) { entries_.push_back({label, "", {}, nullptr, "not installed"}); }
  static void GiveEnergy(record::Profile& profile, double watts, Source source) {
    const Seconds latency = record::LatencyOf(*profile.whole).value();
    profile.whole->readings.Set(MetricId::kEnergy, Quantity<Joules>::Of(Watts(watts) * latency, source));
  }
  record::Comparison Compared() const { return Compare(entries_, {"net", true}); }

 private:
  std::list<record::Profile> profiles_;
  std::vector<Entry> entries_;
  std::mt19937_64 random_{5};
};

TEST_F(CompareTest, PutsTheFastestFirstAndSaysWhatIsReal) {
  Add("slow", 0.013);
  Add("fast", 0.010);
  const record::Comparison comparison = Compared();
  ASSERT_EQ(comparison.settings.size(), 2U);
  EXPECT_EQ(comparison.settings[0].label, "fast");
  EXPECT_EQ(ToLeast(comparison.settings[0], MetricId::kLatency).standing, Standing::kBest);
  const auto slow = ToLeast(comparison.settings[1], MetricId::kLatency);
  EXPECT_EQ(slow.standing, Standing::kWorse);
  EXPECT_NEAR(slow.ratio.value().value(), 1.3, 0.03);
  EXPECT_LT(slow.ratio.interval()->low.value(), 1.3);
  EXPECT_GT(slow.ratio.interval()->high.value(), 1.3);
  EXPECT_TRUE(comparison.interleaved);
}

TEST_F(CompareTest, CallsWhatCannotBeToldApartATie) {
  Add("a", 0.010, 30);
  Add("b", 0.010, 30);
  EXPECT_EQ(ToLeast(Compared().settings[1], MetricId::kLatency).standing, Standing::kTie);
}

TEST_F(CompareTest, CallsARealButNegligibleDifferenceATie) {
  Add("a", 0.010, 20000);
  Add("b", 0.0101, 20000);
  const auto second = ToLeast(Compared().settings[1], MetricId::kLatency);
  EXPECT_GT(second.ratio.interval()->low.value(), 1);
  EXPECT_EQ(second.standing, Standing::kTie);
}

TEST_F(CompareTest, AsksForMoreConfidenceTheMoreAreCompared) {
  Add("a", 0.010);
  Add("b", 0.013);
  EXPECT_DOUBLE_EQ(Compared().confidence_of_each, 0.95);
  AddUnavailable("x");
  EXPECT_DOUBLE_EQ(Compared().confidence_of_each, 0.95);
  Add("c", 0.016);
  EXPECT_DOUBLE_EQ(Compared().confidence_of_each, 1 - 0.05 / 3);
}

// Twenty settings that are all the same: without the correction about one in twenty comparisons would be taken for real.
TEST_F(CompareTest, FindsNoNewsAmongManyThatAreTheSame) {
  for (int i = 0; i < 20; ++i) Add("s" + std::to_string(i), 0.010, 40);
  for (const auto& one : Compared().settings) EXPECT_NE(ToLeast(one, MetricId::kLatency).standing, Standing::kWorse) << one.label;
}

TEST_F(CompareTest, DoesNotJudgeTooFewSamples) {
  Add("a", 0.010);
  Add("b", 0.020, 5);
  const auto second = ToLeast(Compared().settings[1], MetricId::kLatency);
  EXPECT_NEAR(second.ratio.value().value(), 2, 0.2);
  EXPECT_FALSE(second.ratio.interval());
  EXPECT_EQ(second.standing, Standing::kUnknown);
}

TEST_F(CompareTest, DoesNotJudgeTooFewBatchesHoweverManyTheirSamples) {
  Add("a", 0.010);
  Add("b", 0.020).whole->latency.batches = {0, 50, 100, 150};
  EXPECT_EQ(ToLeast(Compared().settings[1], MetricId::kLatency).standing, Standing::kUnknown);
}

TEST_F(CompareTest, KeepsWhatIsUnavailableLastWithItsReason) {
  AddUnavailable("x");
  Add("a", 0.010);
  const record::Comparison comparison = Compared();
  EXPECT_EQ(ToLeast(comparison.settings[0], MetricId::kLatency).standing, Standing::kBest);
  EXPECT_EQ(comparison.settings[1].unavailable, "not installed");
  EXPECT_EQ(LatencyOf(comparison.settings[1]).reason(), "not installed");
  EXPECT_EQ(comparison.settings[1].readings.Get(MetricId::kPeakMemory).reason(), "not installed");
}

// Twice as fast at three times the power.
TEST_F(CompareTest, JudgesModelledEnergyByTheSpreadOfTheTimes) {
  GiveEnergy(Add("fast", 0.010), 6, Source::kModelled);
  GiveEnergy(Add("slow", 0.020), 2, Source::kModelled);
  const record::Comparison comparison = Compared();
  EXPECT_EQ(ToLeast(comparison.settings[1], MetricId::kEnergy).standing, Standing::kBest);
  const auto more = ToLeast(comparison.settings[0], MetricId::kEnergy);
  EXPECT_EQ(more.standing, Standing::kWorse);
  EXPECT_NEAR(more.ratio.value().value(), 1.5, 0.05);
  EXPECT_LT(more.ratio.interval()->low.value(), more.ratio.value().value());
  EXPECT_GT(more.ratio.interval()->high.value(), more.ratio.value().value());
}

TEST_F(CompareTest, DoesNotJudgeMeteredEnergyThatHasNoSpread) {
  GiveEnergy(Add("a", 0.010), 2, Source::kMeasured);
  GiveEnergy(Add("b", 0.020), 2, Source::kMeasured);
  EXPECT_EQ(ToLeast(Compared().settings[1], MetricId::kEnergy).standing, Standing::kUnknown);
  EXPECT_NEAR(ToLeast(Compared().settings[1], MetricId::kEnergy).ratio.value().value(), 2, 0.1);
}

TEST_F(CompareTest, MatchesLayersByName) {
  const auto layer = [](const char* name, double seconds) {
    record::LayerCost cost{name, false, {}};
    cost.cost.latency.samples = {Seconds(seconds)};
    return cost;
  };
  Add("slow", 0.020).costs = {layer("A", 3), layer("B", 4)};
  Add("fast", 0.010).costs = {layer("B", 1), layer("C", 2)};
  const record::Comparison comparison = Compared();
  ASSERT_EQ(comparison.layers.size(), 3U);
  EXPECT_EQ(comparison.layers[0].layer, "B");
  EXPECT_EQ(comparison.layers[0].latencies[0].value(), Seconds(1));
  EXPECT_EQ(comparison.layers[0].latencies[1].value(), Seconds(4));
  EXPECT_EQ(comparison.layers[2].layer, "A");
  EXPECT_FALSE(comparison.layers[2].latencies[0].IsAvailable());
}

TEST_F(CompareTest, SaysWhoseANoteIsUnlessItIsEveryones) {
  Add("fast", 0.010).notes = {"stand-in"};
  Add("slow", 0.020).notes = {"stand-in", "no trace"};
  EXPECT_EQ(Compared().notes, (std::vector<std::string>{"stand-in", "slow: no trace"}));
}

TEST_F(CompareTest, GivesTheSameAnswerEveryTime) {
  Add("a", 0.010);
  Add("b", 0.0102);
  EXPECT_EQ(record::PrintComparison(Compared()), record::PrintComparison(Compared()));
}

TEST_F(CompareTest, PrintedAndReadBackIsTheSame) {
  GiveEnergy(Add("a", 0.010), 6, Source::kModelled);
  Add("b", 0.020).costs = {record::LayerCost{"A", false, {}}};
  AddUnavailable("x");
  const std::string text = record::PrintComparison(Compared());
  EXPECT_EQ(record::PrintComparison(record::ParseComparison(text).value()), text);
}

Labelled Make(const char* engine, int threads = 1, const char* library = "") {
  Labelled one;
  one.setting.engine = engine;
  one.setting.threads = threads;
  one.setting.library = library;
  return one;
}

TEST(LabelsOf, SayTheEngineAndWhatDiffers) {
  const Labelled all[] = {Make("tflite", 1, "builtin"), Make("tflite", 2), Make("onnxruntime", 2)};
  EXPECT_EQ(LabelsOf(all), (std::vector<std::string>{"tflite, builtin, 1 thread", "tflite, 2 threads", "onnxruntime, 2 threads"}));
}

TEST(LabelsOf, LeaveOutDefaultsThatTheEngineImplies) {
  Labelled all[] = {Make("tflite", 1, "xnnpack"), Make("onnxruntime", 2, "MLAS"), Make("onnxruntime", 2, "MLAS")};
  for (Labelled& one : all) one.setting.knobs["graph_optimization"] = one.setting.engine == "tflite" ? "" : "all";
  all[2].setting.knobs["graph_optimization"] = "extended";
  EXPECT_EQ(LabelsOf(all), (std::vector<std::string>{"tflite, 1 thread", "onnxruntime, 2 threads, graph_optimization all",
                                                     "onnxruntime, 2 threads, graph_optimization extended"}));
  all[2].setting.knobs["graph_optimization"] = "all";
  EXPECT_EQ(LabelsOf(all)[1], "onnxruntime, 2 threads");
}

TEST(LabelsOf, NumberWhatIsTheSame) {
  const Labelled all[] = {Make("tflite", 2), Make("tflite", 2)};
  EXPECT_EQ(LabelsOf(all), (std::vector<std::string>{"tflite", "tflite (2)"}));
}

TEST(LabelsOf, NameKnobsAndOriginsThatDiffer) {
  Labelled all[] = {Make("onnxruntime"), Make("onnxruntime")};
  all[1].setting.knobs["graph_optimization"] = "all";
  all[1].origin = all[0].origin = "phone";
  EXPECT_EQ(LabelsOf(all), (std::vector<std::string>{"onnxruntime", "onnxruntime, graph_optimization all"}));
  all[1].origin = "server";
  EXPECT_EQ(LabelsOf(all)[0], "phone: onnxruntime");
}

}  // namespace
}  // namespace dnntune::comparison
