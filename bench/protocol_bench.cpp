// SPDX-License-Identifier: Apache-2.0
// A tensor of 602,112 bytes (1x3x224x224 floats) to a worker in another process and back, through the agent.
#include <benchmark/benchmark.h>

#include "remote/connection.h"

namespace {

using namespace dnntune;  // a program of its own

void TensorThereAndBack(benchmark::State& state) {
  const auto connection = remote::Connection::Open({}).value();
  const auto workers = connection->Workers(Seconds(10));
  engine::Setting setting;
  setting.engine = "null";
  const auto worker = workers->Start(setting).value();
  for (auto _ : state) {
    (void)worker->SetTensor("x", engine::Tensor(graph::DType::kFloat32, {1, 3, 224, 224}));
    benchmark::DoNotOptimize(worker->GetTensor("x").value());
  }
}
BENCHMARK(TensorThereAndBack)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
