// SPDX-License-Identifier: Apache-2.0
// For tests of profiles: a machine that takes the time it is told to, a sink that keeps all, and a task for them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/interrupt.h"
#include "engine/plain_worker_test.h"
#include "profiler/profile_model.h"

namespace dnntune::profiler {

// How the fake machine behaves; shared by all its workers.
struct Machine {
  std::map<std::string, double> milliseconds{{"a", 1}, {"b", 2}, {"c", 3}};  // by the tensor that is made
  std::set<std::string> dies_running;
  std::set<std::string> dies_opening;
  std::set<std::string> cannot_open;
  double noise = 0;  // every sample adds this times 0, 1, 2, ... 9 in turn
  int deaths_out_of_the_blue = 0;
  double metered_watts = 0;                 // 0: there is no meter
  std::optional<double> held_of_a_batch{};  // periods of a CPU quota, of 3 in a batch; none: there is no quota
  int workers = 0;
  std::map<std::string, int> runs;
};

inline metric::Quantity<Bytes> Megabytes(double megabytes) {
  return metric::Quantity<Bytes>::Of(Bytes(megabytes * 1e6), metric::Source::kMeasured);
}

// Takes the time that the machine says, without a clock; checks that tensors are there before they are read.
class FakeWorker final : public engine::PlainWorker {
 public:
  explicit FakeWorker(Machine& machine) : machine_(machine) { ++machine_.workers; }

  Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override {
    const std::string name = request.outputs.empty() ? "whole" : request.outputs.front();
    if (machine_.dies_opening.contains(name)) return Fail(ErrorCode::kMeasurement, "killed by signal 11");
    if (machine_.cannot_open.contains(name)) return Fail(ErrorCode::kBadInput, "no kernel for it");
    sessions_.emplace_back(name, request.inputs);
    engine::SessionInfo info;
    info.id = static_cast<engine::SessionId>(sessions_.size() - 1);
    return info;
  }
  Result<void> SetTensor(const std::string& name, engine::Tensor) override {
    tensors_.insert(name);
    return {};
  }
  Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override {
    const auto& [name, inputs] = sessions_.at(session);
    for (const std::string& input : inputs) {
      if (!tensors_.contains(input)) return Fail(ErrorCode::kBadInput, "tensor '" + input + "' is not there");
    }
    tensors_.insert(name);
    return std::vector<engine::TensorInfo>{};
  }
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    engine::BatchResult result;
    if (batch.sessions.size() > 1 && machine_.deaths_out_of_the_blue-- > 0)
      return Fail(ErrorCode::kMeasurement, "killed by signal 9");
    for (const engine::SessionId session : batch.sessions) {
      const std::string& name = sessions_.at(session).first;
      if (machine_.dies_running.contains(name)) return Fail(ErrorCode::kMeasurement, "killed by signal 9");
      result.samples.emplace_back();
      for (std::uint32_t round = 0; round < batch.rounds; ++round) result.samples.back().push_back(OneRun(name));
      result.preempted.emplace_back(batch.rounds, false);
      for (const Nanoseconds sample : result.samples.back()) result.window.end += sample;
    }
    result.readings = metric::Over(result.window, Metered(result.window));
    return result;
  }
  Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId, std::uint32_t) override {
    return std::vector<engine::TraceEvent>{{"op_b", "Conv", {Nanoseconds(5), Nanoseconds(7), Nanoseconds(6)}}};
  }
  Result<metric::Readings> Usage() override {
    metric::Readings usage;
    usage.Set(metric::MetricId::kPeakMemory, Megabytes(3));
    usage.Set(metric::MetricId::kResidentMemory, Megabytes(2.5));
    usage.Set(metric::MetricId::kLibraryMemory, Megabytes(1));
    return usage;
  }

 private:
  metric::Readings Metered(const metric::Window& window) const {
    using Energy = metric::Quantity<Joules>;
    const Joules used = Watts(machine_.metered_watts) * Seconds(window.Length());
    metric::Readings readings;
    readings.Set(metric::MetricId::kEnergy,
                 machine_.metered_watts > 0 ? Energy::Of(used, metric::Source::kMeasured) : Energy::Unavailable("no meter"));
    if (!machine_.held_of_a_batch) return readings;
    using Count = metric::Quantity<double>;
    readings.Set(metric::MetricId::kQuotaPeriods, Count::Of(3, metric::Source::kMeasured));
    readings.Set(metric::MetricId::kThrottledPeriods, Count::Of(*machine_.held_of_a_batch, metric::Source::kMeasured));
    return readings;
  }
  Nanoseconds OneRun(const std::string& name) {
    const int run = machine_.runs[name]++;
    double time = machine_.noise * (run % 10);
    if (name == "whole") {
      for (const auto& [layer, milliseconds] : machine_.milliseconds) time += milliseconds;
    } else {
      time += machine_.milliseconds.at(name);
    }
    return Nanoseconds(static_cast<std::int64_t>(time * 1e6));
  }

  Machine& machine_;
  std::vector<std::pair<std::string, std::vector<std::string>>> sessions_;
  std::set<std::string> tensors_;
};

class MemorySink final : public Sink {
 public:
  Result<void> Save(const record::Profile& so_far) override {
    saved.push_back(so_far);
    if (interrupt_after > 0 && so_far.costs.size() >= interrupt_after) SetInterrupted(true);
    return {};
  }
  void At(const Step& step) override {
    last = step;
    if (step.remaining) remaining.push_back(*step.remaining);
  }

  bool WantsMore(Extent) override { return wanted-- > 0; }
  void Ended(Extent extent) override { ended.push_back(extent); }

  std::vector<Extent> ended;
  std::vector<record::Profile> saved;
  int wanted = 0;  // times that more samples are asked for
  Step last;
  std::vector<Seconds> remaining;
  std::size_t interrupt_after = 0;
};

inline graph::Graph Chain() {
  graph::GraphBuilder builder;
  for (const char* name : {"x", "a", "b", "c"}) builder.AddTensor(name, graph::DType::kFloat32, std::vector<std::int64_t>{4});
  builder.AddInput("x");
  builder.AddOutput("c");
  builder.AddOperator({"op_a", "Conv", {"x"}, {"a"}, {}, 0, {}, "A"});
  builder.AddOperator({"op_b", "Conv", {"a"}, {"b"}, {}, 0, {}, "B"});
  builder.AddOperator({"op_c", "Conv", {"b"}, {"c"}, {}, 0, {}, "C"});
  return std::move(builder).Build().value();
}

// Profiles a chain of three layers on the fake machine.
class MadeProfile : public testing::Test {
 protected:
  ~MadeProfile() override { SetInterrupted(false); }

  Task MakeTask() {
    return {{graph, "model", {}, factory}, {"chain", "onnx", "abc"}, {"phone", "", slowdown, {}}, profiling, power, "1.0", {}, {}};
  }
  Result<record::Profile> Profile(const record::Profile* resume_from = nullptr) {
    return ProfileModel(MakeTask(), sink, resume_from);
  }

  graph::Graph graph = Chain();
  spec::Profiling profiling;
  record::Power power;
  double slowdown = 1;
  Machine machine;
  engine::WorkersOf<FakeWorker, Machine> factory{machine};
  MemorySink sink;
};

inline std::vector<std::string> LayerNames(const record::Profile& profile) {
  std::vector<std::string> names;
  for (const auto& cost : profile.costs) names.push_back(cost.layer);
  return names;
}

}  // namespace dnntune::profiler
