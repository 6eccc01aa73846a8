// SPDX-License-Identifier: Apache-2.0
#include "partition/decide.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "partition/made_problem.h"

namespace dnntune::partition {
namespace {

using ::testing::HasSubstr;

// in -> A -> B -> C, a small tensor behind A.
std::vector<Row> Chain() {
  return {{"A", {"in"}, 1, 0.1, 10}, {"B", {"a"}, 4, 0.4, 500}, {"C", {"b"}, 4, 0.4, 4}};
}

record::Decision DecideFor(const std::vector<Row>& rows, const link::Link& link, const std::function<void(Problem&)>& change = {}) {
  const record::Profile device = ProfileOf(rows, false);
  const record::Profile cloud = ProfileOf(rows, true);
  Problem problem{.device = device, .cloud = cloud, .link = link, .counting = {}, .limits = {}};
  if (change) change(problem);
  return Decide(problem).value();
}

TEST(Decide, CutsWhereTheTensorIsSmall) {
  const record::Decision decision = DecideFor(Chain(), LinkOf(100));
  ASSERT_FALSE(decision.candidates.empty());
  const record::Candidate& best = decision.candidates.front();
  EXPECT_EQ(best.name, "after A");
  EXPECT_EQ(best.crossing, std::vector<std::string>{"a"});
  EXPECT_DOUBLE_EQ(best.predicted.device.value().count(), 1);
  EXPECT_DOUBLE_EQ(best.predicted.upload.value().count(), 0.1);
  EXPECT_DOUBLE_EQ(best.predicted.cloud.value().count(), 0.8);
  EXPECT_DOUBLE_EQ(best.predicted.download.value().count(), 0.02);
  EXPECT_DOUBLE_EQ(best.predicted.latency.value().count(), 1.92);
  EXPECT_DOUBLE_EQ(best.predicted.energy.value().value(), 2 + 0.1 + 0.02);
}

TEST(Decide, StaysOnTheDeviceWhenTheLinkIsAlmostDown) {
  EXPECT_EQ(DecideFor(Chain(), LinkOf(0.001)).candidates.front().name, "all on the device");
}

TEST(Decide, GoesToTheCloudWhenTheLinkIsFast) {
  EXPECT_EQ(DecideFor(Chain(), LinkOf(1e9)).candidates.front().name, "all in the cloud");
}

TEST(Decide, ListsBothEndsAndRanksAllCutsOfAChain) {
  const record::Decision decision = DecideFor(Chain(), LinkOf(100));
  EXPECT_EQ(decision.candidates.size(), 4U);
  for (std::size_t i = 1; i < decision.candidates.size(); ++i) {
    EXPECT_LE(decision.candidates[i - 1].predicted.latency.value(), decision.candidates[i].predicted.latency.value());
  }
}

TEST(Decide, ATensorWithTwoReadersIsSentOnce) {
  const std::vector<Row> rows = {
      {"A", {"in"}, 0, 9, 100}, {"B", {"a"}, 9, 0, 1}, {"C", {"a"}, 9, 0, 1}, {"D", {"b", "c"}, 9, 0, 1}};
  const record::Candidate best = DecideFor(rows, LinkOf(100)).candidates.front();
  EXPECT_EQ(best.upload_bytes, Bytes(100));
  EXPECT_EQ(best.name, "after A");
}

TEST(Decide, KeepsTheInputOnTheDevice) {
  const auto keep = [](Problem& problem) { problem.limits.keep_input_on_device = true; };
  const record::Decision decision = DecideFor(Chain(), LinkOf(1e9), keep);
  EXPECT_EQ(decision.candidates.front().name, "after A");
  EXPECT_THAT(decision.candidates.back().refused.value_or(""), HasSubstr("keep_input_on_device"));
}

TEST(Decide, KeepsPinsAndLimitsAndSaysByHowMuch) {
  const record::Decision pinned =
      DecideFor(Chain(), LinkOf(1e9), [](Problem& problem) { problem.limits.pin["B"] = spec::Role::kDevice; });
  EXPECT_EQ(pinned.candidates.front().head, (std::vector<std::string>{"A", "B"}));
  const record::Decision limited = DecideFor(Chain(), LinkOf(1e9), [](Problem& problem) { problem.limits.max_upload = Bytes(20); });
  EXPECT_EQ(limited.candidates.front().name, "after A");
  EXPECT_THAT(limited.candidates.back().refused.value_or(""), HasSubstr("it uploads 1 kB, more than the limit of 0.02 kB"));
}

Error ErrorOf(const std::function<void(Problem&)>& change) {
  const record::Profile device = ProfileOf(Chain(), false);
  const record::Profile cloud = ProfileOf(Chain(), true);
  Problem problem{.device = device, .cloud = cloud, .link = LinkOf(100), .counting = {}, .limits = {}};
  change(problem);
  const auto decision = Decide(problem);
  return decision ? Error{ErrorCode::kInternal, "it was decided"} : decision.error();
}

TEST(Decide, SaysWhyNothingIsAllowed) {
  const Error error = ErrorOf([](Problem& problem) { problem.limits.max_latency = Seconds(0.001); });
  EXPECT_EQ(error.code, ErrorCode::kInfeasible);
  EXPECT_THAT(error.message, HasSubstr("'after A' would be best but it takes 1920 ms, more than the limit of 1 ms"));
}

TEST(Decide, RefusesContradictingPinsByName) {
  const Error error = ErrorOf([](Problem& problem) {
    problem.limits.pin = {{"A", spec::Role::kCloud}, {"C", spec::Role::kDevice}};
  });
  EXPECT_EQ(error.code, ErrorCode::kInfeasible);
  EXPECT_THAT(error.message, HasSubstr("'C' must run on the device but reads what 'A' makes"));
}

TEST(Decide, RefusesAnUnknownPinAndADeadLink) {
  EXPECT_EQ(ErrorOf([](Problem& problem) { problem.limits.pin["Z"] = spec::Role::kDevice; }).code, ErrorCode::kBadInput);
  EXPECT_EQ(ErrorOf([](Problem& problem) { problem.link.up = BitRate(0); }).code, ErrorCode::kBadInput);
}

TEST(Decide, NamesTheFirstDifferenceOfMismatchedProfiles) {
  const record::Profile device = ProfileOf(Chain(), false);
  std::vector<Row> rows = Chain();
  rows[1].name = "D";
  rows[2].reads = {"d"};
  const record::Profile cloud = ProfileOf(rows, true);
  const auto decision = Decide({.device = device, .cloud = cloud, .link = LinkOf(100), .counting = {}, .limits = {}});
  ASSERT_FALSE(decision);
  EXPECT_THAT(decision.error().message, HasSubstr("layer 2 is 'B' on the device and 'D' in the cloud"));
}

TEST(Decide, WithoutRadioThereIsALatencyButNoEnergy) {
  link::Link link = LinkOf(100);
  link.radio.reset();
  const record::Decision decision = DecideFor(Chain(), link);
  EXPECT_FALSE(decision.candidates.front().predicted.energy.IsAvailable());
  const Error error = ErrorOf([&](Problem& problem) { problem.link = link, problem.objective = spec::Objective::kEnergy; });
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
}

TEST(Decide, ALayerThatFailedOnTheDeviceRunsInTheCloud) {
  record::Profile device = ProfileOf(Chain(), false);
  device.costs[1].cost.failure = "killed by signal 9";
  const record::Profile cloud = ProfileOf(Chain(), true);
  const record::Decision decision =
      Decide({.device = device, .cloud = cloud, .link = LinkOf(0.001), .counting = {}, .limits = {}}).value();
  EXPECT_EQ(decision.candidates.front().name, "after A");
  EXPECT_THAT(decision.candidates.back().refused.value_or(""), HasSubstr("killed by signal 9"));
}

TEST(Decide, ASumOfLayersThatCouldNotBeMeasuredIsNoEnergyOfZero) {
  record::Profile device = ProfileOf(Chain(), false);
  for (record::LayerCost& layer : device.costs) layer.cost = {.latency = {}, .readings = {}, .failure = "killed by signal 9"};
  device.whole.emplace().latency.samples = {Seconds(1)};
  device.whole->readings.Set(metric::MetricId::kEnergy, metric::Quantity<Joules>::Unavailable("no power is declared"));
  const record::Profile cloud = ProfileOf(Chain(), true);
  Problem problem{.device = device, .cloud = cloud, .link = LinkOf(0.001), .counting = {}, .limits = {}};
  const record::Decision decision = Decide(problem).value();
  EXPECT_EQ(decision.candidates.front().name, "all on the device");
  EXPECT_EQ(decision.candidates.front().predicted.energy.reason(), "no power is declared");
  EXPECT_EQ(decision.candidates.front().predicted.compute_energy.reason(), "no power is declared");
  problem.objective = spec::Objective::kEnergy;
  EXPECT_THAT(Decide(problem).error().message, HasSubstr("no power is declared"));
  device.whole->readings.Set(metric::MetricId::kEnergy, metric::Quantity<Joules>::Of(Joules(3), metric::Source::kMeasured));
  EXPECT_DOUBLE_EQ(Decide(problem).value().candidates.front().predicted.energy.value().value(), 3);
}

TEST(Decide, ARadioThatIsNotKnownHasNoEnergyOfZeroWhereNoPowerIsKnownEither) {
  record::Profile device = ProfileOf(Chain(), false);
  for (record::LayerCost& layer : device.costs) {
    layer.cost.readings.Set(metric::MetricId::kEnergy, metric::Quantity<Joules>::Unavailable("no power is declared"));
  }
  const record::Profile cloud = ProfileOf(Chain(), true);
  link::Link link = LinkOf(100);
  link.radio.reset();
  const record::Decision decision = Decide({.device = device, .cloud = cloud, .link = link, .counting = {}, .limits = {}}).value();
  for (const record::Candidate& candidate : decision.candidates) {
    EXPECT_EQ(candidate.predicted.compute_energy.reason(), "no power is declared");
    if (candidate.upload_bytes.value() == 0) continue;
    EXPECT_THAT(candidate.predicted.radio_energy.reason(), HasSubstr("no radio model")) << candidate.name;
  }
}

TEST(Decide, SamplesThatOverlapMakeATie) {
  const auto noisy = [](bool cloud) {
    record::Profile profile = ProfileOf({{"A", {"in"}, 1, 0.99, 1}}, cloud, 1);
    std::vector<Seconds>& samples = profile.costs[0].cost.latency.samples;
    const double middle = samples[0].count();
    samples.clear();
    for (int i = -10; i <= 10; ++i) samples.emplace_back(middle * (1 + 0.02 * i));
    return profile;
  };
  const record::Profile device = noisy(false);
  const record::Profile cloud = noisy(true);
  const record::Decision decision =
      Decide({.device = device, .cloud = cloud, .link = LinkOf(1e9), .counting = {}, .limits = {}}).value();
  EXPECT_TRUE(decision.tie);
  EXPECT_GT(decision.candidates[1].probability_best.value(), 0.1);
  EXPECT_GT(decision.regret.value().count(), 0);
}

// A thousand thousandths, added one by one, are more than 1.
TEST(Decide, WhatIsBestInEveryDrawIsBestWithProbabilityOne) {
  record::Profile device = ProfileOf(Chain(), false);
  std::vector<Seconds>& samples = device.costs[0].cost.latency.samples;
  const double middle = samples[0].count();
  samples = {Seconds(0.999 * middle), Seconds(middle), Seconds(1.001 * middle)};
  const record::Profile cloud = ProfileOf(Chain(), true);
  const record::Decision decision =
      Decide({.device = device, .cloud = cloud, .link = LinkOf(0.001), .counting = {}, .limits = {}}).value();
  EXPECT_EQ(decision.candidates.front().probability_best, 1.0);
  double sum = 0;
  for (const record::Candidate& candidate : decision.candidates) sum += candidate.probability_best.value_or(0);
  EXPECT_EQ(sum, 1.0);
}

TEST(Decide, WeightedLiesBetweenItsEnds) {
  const record::Decision latency = DecideFor(Chain(), LinkOf(100));
  const record::Decision weighted = DecideFor(Chain(), LinkOf(100), [](Problem& problem) {
    problem.objective = spec::Objective::kWeighted;
    problem.energy_weight = 0;
  });
  EXPECT_EQ(weighted.candidates.front().name, latency.candidates.front().name);
}

}  // namespace
}  // namespace dnntune::partition
