// SPDX-License-Identifier: Apache-2.0
#include "record/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/edited_text_test.h"

namespace dnntune::record {
namespace {

using metric::Quantity;
using metric::Source;
using testing::HasSubstr;

Comparison Sample() {
  Comparison comparison;
  comparison.model = "net";
  comparison.interleaved = true;
  comparison.confidence = 0.95;
  comparison.confidence_of_each = 0.99;
  comparison.least_effect = 0.02;
  ComparedSetting fast;
  fast.label = "tflite";
  fast.profile = "profiles/tflite.json";
  fast.setting.engine = "tflite";
  fast.readings.Set(metric::MetricId::kLatency, Quantity<Seconds>::Of(Seconds(0.01), Source::kMeasured));
  fast.to_least[metric::MetricId::kLatency] = {Quantity<Ratio>::Of(Ratio(1), Source::kMeasured), Standing::kBest};
  ComparedSetting absent;
  absent.label = "MACE";
  absent.unavailable = "runs on phones";
  comparison.settings = {fast, absent};
  comparison.layers = {
      {"A", {Quantity<Seconds>::Of(Seconds(0.002), Source::kMeasured), Quantity<Seconds>::Unavailable("no layer")}}};
  comparison.notes = {"a note"};
  return comparison;
}

std::string ErrorWith(const std::string& from, const std::string& to) {
  return ErrorOfEdited(PrintComparison(Sample()), from, to, &ParseComparison);
}

TEST(Comparison, ThatASettingIsWorseNeedsTheRatio) {
  EXPECT_THAT(ErrorWith("\"best\"", "\"worse\""), HasSubstr("does not say by how much"));
}

TEST(Comparison, PrintedAndReadBackIsTheSame) {
  const std::string text = PrintComparison(Sample());
  const Comparison read = ParseComparison(text).value();
  EXPECT_EQ(PrintComparison(read), text);
  EXPECT_EQ(ToLeast(read.settings[0], metric::MetricId::kLatency).standing, Standing::kBest);
  EXPECT_EQ(read.settings[1].unavailable, "runs on phones");
  EXPECT_EQ(read.layers[0].latencies[1].reason(), "no layer");
}

TEST(Comparison, NamesTheSettingAndTheFieldThatIsWrong) {
  EXPECT_THAT(ErrorWith("\"standing\": \"best\"", "\"standing\": \"first\""),
              HasSubstr("settings[0].to_least.latency.median.standing: 'first'"));
  EXPECT_THAT(ErrorWith("\"label\": \"MACE\"", "\"label\": 7"), HasSubstr("settings[1].label: must be a text, is a number"));
  EXPECT_THAT(ErrorWith("\"interleaved\"", "\"interleave\""), HasSubstr("did you mean 'interleaved'?"));
}

TEST(Comparison, RefusesALayerThatHasNotAValueForEverySetting) {
  Comparison comparison = Sample();
  comparison.layers[0].latencies.pop_back();
  EXPECT_THAT(ParseComparison(PrintComparison(comparison)).error().message,
              HasSubstr("layers[0].latencies_s: must have one value for every setting"));
}

TEST(Comparison, ReadsOneWithoutLayers) {
  Comparison comparison = Sample();
  comparison.layers.clear();
  EXPECT_TRUE(ParseComparison(PrintComparison(comparison))->layers.empty());
}

TEST(Comparison, SurvivesALabelThatIsNoUtf8) {
  Comparison comparison = Sample();
  comparison.settings[0].label = "a\xff";
  EXPECT_EQ(ParseComparison(PrintComparison(comparison))->settings[0].label, "a\xef\xbf\xbd");
}

}  // namespace
}  // namespace dnntune::record
