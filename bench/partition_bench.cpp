// SPDX-License-Identifier: Apache-2.0
// From two profiles in memory to the ranked answer: on a chain with skips, whose cuts are all looked at, and on a graph that
// branches, where minimum cuts find the best and, up to 2,000 layers, integer programmes the alternatives and the best within
// limits.
#include <benchmark/benchmark.h>

#include <random>

#include "partition/decide.h"

namespace {

using namespace dnntune;  // a program of its own

// Every operator reads its predecessor and, one time in four, one that is up to eight before; where the graph branches, instead of
// its predecessor.
record::Profile MakeProfile(std::size_t size, double scale, bool branching) {
  std::mt19937_64 random(1);
  graph::GraphBuilder builder;
  builder.AddInput("t0");
  builder.AddTensor("t0", {}, {}, Bytes(600000));
  std::vector<record::LayerCost> costs;
  for (std::size_t i = 0; i < size; ++i) {
    graph::OperatorSpec spec;
    spec.name = "op" + std::to_string(i);
    spec.layer = spec.name;
    spec.inputs = {"t" + std::to_string(i)};
    if (i > 8 && random() % 4 == 0) {
      if (branching) spec.inputs.clear();
      spec.inputs.push_back("t" + std::to_string(i - 1 - random() % 8));
    }
    spec.outputs = {"t" + std::to_string(i + 1)};
    builder.AddTensor(spec.outputs[0], {}, {}, Bytes(static_cast<double>(1000 + random() % 1'000'000)));
    record::Cost cost;
    cost.latency.samples = {Seconds(scale * 1e-6 * static_cast<double>(100 + random() % 1000))};
    cost.readings.Set(metric::MetricId::kEnergy,
                      metric::Quantity<Joules>::Of(Joules(cost.latency.samples[0].count()), metric::Source::kModelled));
    costs.push_back({spec.name, false, cost});
    builder.AddOperator(std::move(spec));
  }
  builder.AddOutput("t" + std::to_string(size));
  return {.graph = std::move(builder).Build().value(), .costs = std::move(costs)};
}

enum class Case : std::uint8_t { kChain, kBranching, kLimited };

void Decide(benchmark::State& state, Case which) {
  const bool branching = which != Case::kChain;
  const auto size = static_cast<std::size_t>(state.range(0));
  const record::Profile device = MakeProfile(size, 6, branching);
  const record::Profile cloud = MakeProfile(size, 1, branching);
  partition::Problem problem{.device = device, .cloud = cloud, .link = *link::FindPreset("wifi"), .counting = {}, .limits = {}};
  if (which == Case::kLimited) {
    // Such that the best without limits is just not allowed.
    const record::Candidate best = partition::Decide(problem).value().candidates.front();
    problem.limits.max_upload = best.upload_bytes * 0.9;
    problem.limits.max_latency = best.predicted.latency.value() * 1.5;
    problem.limits.max_energy = best.predicted.energy.value() * 1.5;
  }
  for (auto _ : state) benchmark::DoNotOptimize(partition::Decide(problem).value());
}
BENCHMARK_CAPTURE(Decide, chain, Case::kChain)->RangeMultiplier(10)->Range(100, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Decide, branching, Case::kBranching)->RangeMultiplier(10)->Range(100, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Decide, limited, Case::kLimited)->RangeMultiplier(10)->Range(100, 1'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
