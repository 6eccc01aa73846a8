// SPDX-License-Identifier: Apache-2.0
#include "report/comparison_document.h"

#include <gtest/gtest.h>

#include "report/json.h"
#include "report/text.h"

namespace dnntune::report {
namespace {

using metric::MetricId;
using metric::Quantity;
using metric::Source;
using record::Standing;

record::ComparedSetting Setting(const char* label, double seconds, double ratio, Standing standing) {
  record::ComparedSetting one;
  one.label = label;
  one.readings.Set(MetricId::kLatency, Quantity<Seconds>::Of(Seconds(seconds), Source::kMeasured));
  const metric::Interval<Ratio> about{Ratio(ratio - 0.05), Ratio(ratio + 0.05)};
  one.to_least[MetricId::kLatency] = {Quantity<Ratio>::Of(Ratio(ratio), Source::kMeasured, about), standing};
  one.readings.Set(MetricId::kPeakMemory, Quantity<Bytes>::Of(Bytes(50e6), Source::kMeasured));
  return one;
}

record::Comparison Sample() {
  record::Comparison comparison;
  comparison.model = "net";
  comparison.interleaved = true;
  comparison.settings = {Setting("tflite", 0.010, 1, Standing::kBest), Setting("openvino", 0.0101, 1.01, Standing::kTie),
                         Setting("onnxruntime", 0.013, 1.3, Standing::kWorse)};
  record::ComparedSetting missing;
  missing.label = "MACE";
  missing.unavailable = "runs on phones";
  missing.readings.Set(MetricId::kLatency, Quantity<Seconds>::Unavailable(missing.unavailable));
  comparison.settings.push_back(missing);
  return comparison;
}

std::string TextOf(const record::Comparison& comparison) {
  return RenderText(ComparisonDocument(comparison), {});
}

TEST(ComparisonDocument, SaysWhatIsATieAndWhatIsReal) {
  const auto verdict = ComparisonDocument(Sample()).verdict;
  ASSERT_EQ(verdict.size(), 1U);
  EXPECT_EQ(verdict[0],
            "A tie: 'openvino' cannot be told from 'tflite' with 10 ms a run; 'onnxruntime' takes 1.30x as long (1.25x to 1.35x).");
}

TEST(ComparisonDocument, NamesTheFastestWhereThereIsNoTie) {
  record::Comparison comparison = Sample();
  comparison.settings.erase(comparison.settings.begin() + 1);
  EXPECT_EQ(ComparisonDocument(comparison).verdict[0],
            "The fastest is 'tflite' with 10 ms a run; 'onnxruntime' takes 1.30x as long (1.25x to 1.35x).");
}

TEST(ComparisonDocument, GivesTheReasonOfWhatIsUnavailable) {
  EXPECT_NE(TextOf(Sample()).find("unavailable: MACE: runs on phones"), std::string::npos);
}

TEST(ComparisonDocument, WarnsOfRunsThatWereNotInterleaved) {
  record::Comparison comparison = Sample();
  EXPECT_EQ(TextOf(comparison).find("not measured by turns"), std::string::npos);
  comparison.interleaved = false;
  EXPECT_NE(TextOf(comparison).find("warning: these were not measured by turns"), std::string::npos);
}

TEST(ComparisonDocument, SaysSoWhereNothingHasALatency) {
  record::Comparison comparison = Sample();
  comparison.settings.erase(comparison.settings.begin(), comparison.settings.begin() + 3);
  EXPECT_EQ(ComparisonDocument(comparison).verdict[0], "No setting has a latency, so nothing can be compared.");
}

TEST(ComparisonDocument, HasAColumnOfLayersForEverySettingThatHasAny) {
  record::Comparison comparison = Sample();
  const auto known = Quantity<Seconds>::Of(Seconds(0.002), Source::kMeasured);
  const auto missing = Quantity<Seconds>::Unavailable("no such layer");
  comparison.layers = {{"A", {known, known, missing, missing}}, {"B", {known, missing, missing, missing}}};
  const auto tables = RenderCsv(ComparisonDocument(comparison));
  ASSERT_EQ(tables.size(), 3U);  // the verdict's first
  EXPECT_EQ(tables[2].text, "layer,tflite_s,openvino_s\r\nA,0.002,0.002\r\nB,0.002,\r\n");
}

}  // namespace
}  // namespace dnntune::report
