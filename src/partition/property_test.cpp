// SPDX-License-Identifier: Apache-2.0
// What holds for every problem, tried on random ones against all cuts, one by one.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "graph/cut.h"
#include "partition/candidates.h"
#include "partition/decide.h"
#include "partition/holds.h"
#include "partition/integer_program.h"
#include "partition/made_problem.h"

namespace dnntune::partition {
namespace {

// Objectives of all allowed deployments, ascending, one by one.
std::vector<double> AllValues(const CostGraph& costs, const Problem& problem, const Weights& weights, bool only_splits = false) {
  std::vector<double> values;
  for (const graph::Cut& cut : graph::ListCuts(problem.device.graph, 100'000).cuts) {
    if (only_splits && (cut.head.empty() || graph::HeadSize(cut) == costs.nodes.size())) continue;
    std::vector<bool> members(costs.nodes.size(), false);
    for (const LayerId id : graph::HeadOf(cut)) members[id] = true;
    const Head head = Head::Set(members);
    const Sums sums = SumUp(costs, head);
    if (!Refusal(costs, problem, {head, sums}, "")) values.push_back(weights.Of(PriceOf(sums, problem)));
  }
  std::sort(values.begin(), values.end());
  return values;
}

Weights RandomWeights() {
  return {static_cast<double>(*rc::gen::inRange(0, 5)), static_cast<double>(*rc::gen::inRange(1, 5))};
}

TEST(MinCut, IsAsGoodAsTheBestOfAllCuts) {
  EXPECT_TRUE(rc::check([] {
    const Random random = RandomProblem();
    const Problem problem = ProblemOf(random);
    const CostGraph costs = MakeCostGraph(random.device, random.cloud).value();
    const Weights weights = RandomWeights();
    const auto holds = HoldsOf(costs, problem).value();
    const std::vector<bool> head = MinCut(costs, holds, problem, weights);
    RC_ASSERT(!head.empty());
    const double found = weights.Of(PriceOf(SumUp(costs, Head::Set(head)), problem));
    RC_ASSERT(std::abs(found - AllValues(costs, problem, weights).front()) < 1e-6);
  }));
}

// Limits that some deployments meet and some do not.
spec::Limits RandomLimits() {
  const auto maybe = [](int most) -> std::optional<double> {
    if (*rc::gen::inRange(0, 2) == 0) return std::nullopt;
    return *rc::gen::inRange(1, most);
  };
  spec::Limits limits;
  if (const auto upload = maybe(300)) limits.max_upload = Bytes(*upload);
  if (const auto latency = maybe(200)) limits.max_latency = Seconds(*latency);
  if (const auto energy = maybe(300)) limits.max_energy = Joules(*energy);
  if (const auto memory = maybe(400)) limits.max_device_memory = Bytes(*memory);
  return limits;
}

TEST(FindBestSplits, FindsTheBestOfAllWithinTheLimits) {
  EXPECT_TRUE(rc::check([] {
    const Random random = RandomProblem();
    Problem problem = ProblemOf(random);
    const bool keeps_input = problem.limits.keep_input_on_device;
    problem.limits = RandomLimits();
    problem.limits.keep_input_on_device = keeps_input;
    const CostGraph costs = MakeCostGraph(random.device, random.cloud).value();
    const Weights weights = RandomWeights();
    const auto count = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    std::vector<double> expected = AllValues(costs, problem, weights, true);
    expected.resize(std::min(expected.size(), count));

    const BestSplits found = FindBestSplits(costs, HoldsOf(costs, problem).value(), problem, weights, count, {});
    RC_ASSERT(found.is_proven);
    std::vector<double> values;
    for (const auto& head : found.heads) values.push_back(weights.Of(PriceOf(SumUp(costs, Head::Set(head)), problem)));
    std::sort(values.begin(), values.end());
    RC_ASSERT(values.size() >= expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) RC_ASSERT(std::abs(values[i] - expected[i]) < 1e-6);
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
    if (scaled.cloud.conversions) {
      for (record::TensorConversion& one : scaled.cloud.conversions->tensors) {
        for (auto* time : {&one.arrival, &one.back}) *time = metric::Quantity<Seconds>::Of(time->value() * 1024, time->source());
      }
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
      RC_ASSERT(std::abs(one.convert_s - prefixes[length].sums.convert_s) < 1e-6);
      RC_ASSERT(one.barred == prefixes[length].sums.barred);
      RC_ASSERT(std::abs(one.down_bytes - prefixes[length].sums.down_bytes) < 1e-6);
      RC_ASSERT(std::abs(one.device_s + one.cloud_s - prefixes[length].sums.device_s - prefixes[length].sums.cloud_s) < 1e-6);
    }
  }));
}

}  // namespace
}  // namespace dnntune::partition
