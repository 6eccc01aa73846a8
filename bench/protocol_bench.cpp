// SPDX-License-Identifier: Apache-2.0
// What the agent and its workers cost: a tensor of 602,112 bytes (1x3x224x224 floats) to a worker in another process and back, and
// the start of a worker of each engine up to its first answer and its end (TensorFlow's library is loaded by the first model).
#include <benchmark/benchmark.h>

#include <string>

#include "remote/connection.h"

namespace {

using namespace dnntune;  // a program of its own

void TensorThereAndBack(benchmark::State& state) {
  const auto connection = remote::Connection::Open({}).value();
  const auto workers = connection->Workers(Seconds(10));
  setting::Setting setting;
  setting.engine = "null";
  const auto worker = workers->Start(setting).value();
  for (auto _ : state) {
    (void)worker->SetTensor("x", engine::Tensor(graph::DType::kFloat32, {1, 3, 224, 224}));
    benchmark::DoNotOptimize(worker->GetTensor("x").value());
  }
}
BENCHMARK(TensorThereAndBack)->Unit(benchmark::kMillisecond)->UseRealTime();

void WorkerStart(benchmark::State& state, const std::string& engine) {
  const auto connection = remote::Connection::Open({}).value();
  const auto workers = connection->Workers(Seconds(60));
  setting::Setting setting;
  setting.engine = engine;
  for (auto _ : state) {
    const auto worker = workers->Start(setting).value();
    benchmark::DoNotOptimize(worker->Usage().value());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto engines = remote::Connection::Open({}).value()->Engines().value();
  for (const remote::EngineStatus& engine : engines) {
    const std::string& name = engine.info.name;
    if (!engine.problem.empty()) continue;
    benchmark::RegisterBenchmark(("WorkerStart/" + name).c_str(), &WorkerStart, name)->Unit(benchmark::kMillisecond)->UseRealTime();
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
