// SPDX-License-Identifier: Apache-2.0
// What the measuring loop costs an iteration: an engine that does nothing, through LocalWorker.
#include <benchmark/benchmark.h>

#include "engine/local_worker.h"
#include "engine/null/null_engine.h"

namespace {

using namespace dnntune;  // a program of its own

void HarnessIteration(benchmark::State& state) {
  engine::LocalWorker worker(engine::MakeNullEngine());
  const auto session = worker.Open({"", {"x"}, {"y"}, {}}).value();
  (void)worker.Prime(session.id);
  constexpr std::uint32_t kRounds = 10'000;
  for (auto _ : state) benchmark::DoNotOptimize(worker.Measure({{session.id}, kRounds, Nanoseconds(0)}));
  state.counters["s_per_iteration"] = benchmark::Counter(static_cast<double>(state.iterations()) * kRounds,
                                                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(HarnessIteration);

}  // namespace

BENCHMARK_MAIN();
