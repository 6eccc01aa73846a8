// SPDX-License-Identifier: Apache-2.0
#include "partition/decide.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include <rapidcheck.h>
#include "graph/cut.h"
#include "partition/holds.h"
#include "partition/price.h"

namespace dnntune::partition {
namespace {

using ::testing::HasSubstr;

struct Row {
  std::string name;
  std::vector<std::string> reads;  // tensors
  double device_s = 0;
  double cloud_s = 0;
  double bytes = 1;  // of its only output, named as the layer in lower case
};

// Layers "A", "B", ... with outputs "a", "b", ...; the input is "in".
record::Profile ProfileOf(const std::vector<Row>& rows, bool cloud, double input_bytes = 1000,
                          const std::vector<std::string>& outputs = {}) {
  std::string tensors = fmt::format(R"({{"name": "in", "bytes": {}}})", input_bytes);
  std::string operators;
  for (const Row& row : rows) {
    const std::string output(1, static_cast<char>(row.name[0] - 'A' + 'a'));
    tensors += fmt::format(R"(, {{"name": "{}", "bytes": {}}})", output, row.bytes);
    std::string reads;
    for (const std::string& read : row.reads) reads += (reads.empty() ? "\"" : ", \"") + read + "\"";
    operators +=
        fmt::format(R"({}{{"name": "{}", "inputs": [{}], "outputs": ["{}"], "cost": {{"seconds": {}, "joules": {}}}}})",
                    operators.empty() ? "" : ", ", row.name, reads, output, cloud ? row.cloud_s : row.device_s, 2 * row.device_s);
  }
  std::string named;
  for (const std::string& output : outputs) named += (named.empty() ? "\"" : ", \"") + output + "\"";
  const std::string outputs_key = outputs.empty() ? "" : R"(, "outputs": [)" + named + "]";
  return record::ParseProfile(
             fmt::format(R"({{"schema": "dnntune-profile-1", "inputs": ["in"], "tensors": [{}], "operators": [{}]{}}})", tensors,
                         operators, outputs_key))
      .value();
}

link::Link LinkOf(double up_bytes_per_s, double round_trip = 0) {
  link::Link link;
  link.name = "test";
  link.up = BitRate(8 * up_bytes_per_s);
  link.down = BitRate(16 * up_bytes_per_s);
  link.round_trip = Seconds(round_trip);
  link.radio = link::Radio{
      .per_up_mbps = Watts(0), .per_down_mbps = Watts(0), .base = Watts(1), .promotion = {Watts(1), Seconds(1)}, .tail = {}};
  return link;
}

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

TEST(Decide, WeightedLiesBetweenItsEnds) {
  const record::Decision latency = DecideFor(Chain(), LinkOf(100));
  const record::Decision weighted = DecideFor(Chain(), LinkOf(100), [](Problem& problem) {
    problem.objective = spec::Objective::kWeighted;
    problem.energy_weight = 0;
  });
  EXPECT_EQ(weighted.candidates.front().name, latency.candidates.front().name);
}

// A random graph: every layer reads some tensors made before it.
std::vector<Row> RandomRows() {
  const int size = *rc::gen::inRange(1, 8);
  std::vector<Row> rows;
  for (int i = 0; i < size; ++i) {
    Row row{std::string(1, static_cast<char>('A' + i)), {}, 0, 0, 1};
    for (int j = -1; j < i; ++j) {
      const bool must = j == i - 1 && row.reads.empty();
      if (must || *rc::gen::inRange(0, 3) == 0) row.reads.push_back(j < 0 ? "in" : std::string(1, static_cast<char>('a' + j)));
    }
    row.device_s = *rc::gen::inRange(0, 50);
    row.cloud_s = *rc::gen::inRange(0, 20);
    row.bytes = *rc::gen::inRange(1, 100);
    rows.push_back(std::move(row));
  }
  return rows;
}

struct Random {
  record::Profile device;
  record::Profile cloud;
};

Random RandomProblem() {
  const std::vector<Row> rows = RandomRows();
  const double input = *rc::gen::inRange(1, 200);
  // A middle tensor may be an output as well.
  std::vector<std::string> outputs = {std::string(1, static_cast<char>('a' + rows.size() - 1))};
  if (rows.size() > 2 && *rc::gen::inRange(0, 2) == 0) outputs.insert(outputs.begin(), "a");
  return {ProfileOf(rows, false, input, outputs), ProfileOf(rows, true, input, outputs)};
}

Problem ProblemOf(const Random& random) {
  Problem problem{.device = random.device,
                  .cloud = random.cloud,
                  .link = LinkOf(*rc::gen::inRange(1, 50), *rc::gen::inRange(0, 10)),
                  .counting = {},
                  .limits = {}};
  problem.counting.promotion = *rc::gen::inRange(0, 2) == 0;
  problem.counting.download = *rc::gen::inRange(0, 2) == 0;
  problem.limits.keep_input_on_device = *rc::gen::inRange(0, 4) == 0;
  return problem;
}

// The least objective among all closed heads, one by one.
double BruteForce(const CostGraph& costs, const Problem& problem, const Weights& weights) {
  double least = -1;
  for (const graph::Cut& cut : graph::ListCuts(problem.device.graph, 1000).cuts) {
    std::vector<bool> members(costs.nodes.size(), false);
    for (const LayerId id : cut.head) members[id] = true;
    const Head head = Head::Set(members);
    const bool sends_input =
        std::any_of(costs.input_readers.begin(), costs.input_readers.end(), [&](LayerId id) { return !head.Has(id); });
    if (problem.limits.keep_input_on_device && sends_input) continue;
    const double value = weights.Of(PriceOf(SumUp(costs, head), problem));
    if (least < 0 || value < least) least = value;
  }
  return least;
}

TEST(MinCut, IsAsGoodAsTheBestOfAllCuts) {
  EXPECT_TRUE(rc::check([] {
    const Random random = RandomProblem();
    const Problem problem = ProblemOf(random);
    const CostGraph costs = MakeCostGraph(random.device, random.cloud).value();
    const Weights weights{static_cast<double>(*rc::gen::inRange(0, 5)), static_cast<double>(*rc::gen::inRange(1, 5))};
    const auto holds = HoldsOf(costs, problem).value();
    const std::vector<bool> head = MinCut(costs, holds, problem, weights);
    RC_ASSERT(!head.empty());
    const double found = weights.Of(PriceOf(SumUp(costs, Head::Set(head)), problem));
    RC_ASSERT(std::abs(found - BruteForce(costs, problem, weights)) < 1e-6);
  }));
}

double BestLatency(const Problem& problem) {
  return Decide(problem).value().candidates.front().predicted.latency.value().count();
}

TEST(Decide, AFasterLinkIsNeverSlower) {
  EXPECT_TRUE(rc::check([] {
    const Random random = RandomProblem();
    Problem problem = ProblemOf(random);
    const double before = BestLatency(problem);
    problem.link.up = problem.link.up * 2;
    RC_ASSERT(BestLatency(problem) <= before + 1e-9);
  }));
}

TEST(Decide, ALongerRoundTripIsNeverFaster) {
  EXPECT_TRUE(rc::check([] {
    const Random random = RandomProblem();
    Problem problem = ProblemOf(random);
    const double before = BestLatency(problem);
    problem.link.round_trip += Seconds(1);
    RC_ASSERT(BestLatency(problem) >= before - 1e-9);
  }));
}

TEST(Decide, OnlyRatiosOfTimesMatter) {
  EXPECT_TRUE(rc::check([] {
    const Random random = RandomProblem();
    const Problem problem = ProblemOf(random);
    const record::Decision before = Decide(problem).value();
    Random scaled = random;
    for (record::Profile* profile : {&scaled.device, &scaled.cloud}) {
      for (record::LayerCost& cost : profile->costs) cost.cost.latency.samples[0] *= 1024;
    }
    Problem slower{.device = scaled.device,
                   .cloud = scaled.cloud,
                   .link = problem.link,
                   .counting = problem.counting,
                   .limits = problem.limits};
    slower.link.up = slower.link.up / 1024;
    slower.link.down = slower.link.down / 1024;
    slower.link.round_trip *= 1024;
    RC_ASSERT(Decide(slower).value().candidates.front().head == before.candidates.front().head);
  }));
}

TEST(Prefixes, AddUpAsOneByOne) {
  EXPECT_TRUE(rc::check([] {
    const Random random = RandomProblem();
    const CostGraph costs = MakeCostGraph(random.device, random.cloud).value();
    const auto prefixes = Prefixes(costs);
    for (std::size_t length = 0; length < prefixes.size(); ++length) {
      const Sums one = SumUp(costs, Head::Prefix(length));
      RC_ASSERT(std::abs(one.up_bytes - prefixes[length].sums.up_bytes) < 1e-6);
      RC_ASSERT(std::abs(one.down_bytes - prefixes[length].sums.down_bytes) < 1e-6);
      RC_ASSERT(std::abs(one.device_s + one.cloud_s - prefixes[length].sums.device_s - prefixes[length].sums.cloud_s) < 1e-6);
    }
  }));
}

}  // namespace
}  // namespace dnntune::partition
