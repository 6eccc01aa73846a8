// SPDX-License-Identifier: Apache-2.0
#include "study/findings.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/speed_up.h"

namespace dnntune::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// 1000 bytes in; a convolution that hands on `first` bytes, a product that hands on 100, and one of 40 bytes. The whole takes
// `whole` seconds, with many samples around that.
record::Profile ProfileOf(double whole, int first = 400) {
  std::string samples;
  for (int i = 0; i < 20; ++i) samples += fmt::format("{}{:.6f}", i == 0 ? "" : ", ", whole * (1 + 0.001 * (i % 5)));
  return record::ParseProfile(fmt::format(R"({{"schema": "dnntune-profile-1", "inputs": ["in"],
    "tensors": [{{"name": "in", "bytes": 1000}}, {{"name": "a", "bytes": {}}}, {{"name": "b", "bytes": 100}}, {{"name": "out", "bytes": 40}}],
    "operators": [
      {{"name": "conv", "type": "Conv", "inputs": ["in"], "outputs": ["a"], "macs": 600, "parameters": 10, "cost": {{"seconds": 0.3}}}},
      {{"name": "dense", "type": "MatMul", "inputs": ["a"], "outputs": ["b"], "macs": 300, "parameters": 300, "cost": {{"seconds": 0.6}}}},
      {{"name": "last", "type": "MatMul", "inputs": ["b"], "outputs": ["out"], "macs": 100, "parameters": 100, "cost": {{"seconds": 0.1}}}}],
    "whole": {{"seconds": [{}]}}}})",
                                          first, samples))
      .value();
}

record::StudyEntry Entry(const char* engine, const char* precision = "fp32", int threads = 1) {
  record::StudyEntry entry{.model = "m", .setting = {}, .profile = {}, .unavailable = {}};
  entry.setting.engine = engine;
  entry.setting.threads = threads;
  entry.setting.file_precision = precision;
  if (threads > 1) entry.stage = record::StudyStage::kThreads;
  return entry;
}

double Value(const metric::Quantity<Ratio>& ratio) {
  return ratio.value().value();
}

TEST(Findings, TellWhereTimeAndWorkGo) {
  const record::Study study{"", "", {Entry("fast")}};
  const std::vector<std::optional<record::Profile>> profiles = {ProfileOf(1)};
  const auto models = Find(study, profiles);
  ASSERT_EQ(models.size(), 1U);
  EXPECT_EQ(models[0].macs, 1000);
  EXPECT_EQ(models[0].parameters, 410);
  const auto& shares = models[0].shares;
  EXPECT_DOUBLE_EQ(Value(shares[0].macs), 0.6);
  EXPECT_DOUBLE_EQ(Value(shares[0].time[0]), 0.3);
  EXPECT_DOUBLE_EQ(Value(shares[1].macs), 0.4);
  EXPECT_DOUBLE_EQ(Value(shares[1].time[0]), 0.7);
  EXPECT_EQ(models[0].layers[1].kind, graph::Kind::kDense);
  EXPECT_DOUBLE_EQ(Value(models[0].layers[1].of_input), 0.1);
  EXPECT_EQ(models[0].layers[1].macs, 300);
  EXPECT_DOUBLE_EQ(Value(models[0].layers[1].macs_share), 0.3);
}

TEST(Findings, TellTheFirstAndTheLeastCutThatSendLessThanTheInputs) {
  const record::Profile wide = ProfileOf(1, 2000);
  const SmallCuts found = FindSmallCuts(wide.graph);
  EXPECT_EQ(found.cuts, 2U);
  ASSERT_EQ(found.smaller.size(), 1U);
  EXPECT_THAT(graph::HeadOf(found.smaller[0]), ElementsAre(0, 1));
  EXPECT_EQ(found.first, "dense");
  EXPECT_DOUBLE_EQ(Value(found.first_macs), 0.9);
  EXPECT_EQ(found.least_bytes.value(), Bytes(100));
}

TEST(Findings, CallATieATie) {
  const record::Study study{"", "", {Entry("a"), Entry("b"), Entry("c")}};
  const std::vector<std::optional<record::Profile>> profiles = {ProfileOf(1), ProfileOf(1.001), ProfileOf(2)};
  EXPECT_THAT(Find(study, profiles)[0].fastest, ElementsAre(0, 1));
}

TEST(Findings, PairNumbersAndThreadsOfOneEngine) {
  record::Study study{"", "", {Entry("a"), Entry("a", "int8"), Entry("b"), Entry("a", "fp32", 2), Entry("a", "fp32", 1)}};
  study.entries[4].stage = record::StudyStage::kThreads;
  const std::vector<std::optional<record::Profile>> profiles = {ProfileOf(2), ProfileOf(1), ProfileOf(3), ProfileOf(4),
                                                                ProfileOf(6)};
  const auto models = Find(study, profiles);
  ASSERT_EQ(models[0].int8.size(), 1U);
  EXPECT_NEAR(Value(models[0].int8[0].ratio), 2, 1e-9);
  ASSERT_EQ(models[0].threads.size(), 1U);
  EXPECT_NEAR(Value(models[0].threads[0].ratio), 1.5, 1e-9);
  EXPECT_FALSE(IsTie(models[0].threads[0].ratio));
}

TEST(Findings, SayWhyNothingWasMeasured) {
  record::Study study{"", "", {Entry("a"), Entry("b")}};
  study.entries[0].unavailable = "engine a is not installed";
  const std::vector<std::optional<record::Profile>> profiles(2);
  const auto models = Find(study, profiles);
  EXPECT_EQ(models[0].measured[0].Latency().reason(), "engine a is not installed");
  EXPECT_EQ(models[0].measured[1].Latency().reason(), "not measured yet");
  EXPECT_EQ(models[0].graph, nullptr);
  EXPECT_THAT(models[0].fastest, IsEmpty());
}

}  // namespace
}  // namespace dnntune::study
