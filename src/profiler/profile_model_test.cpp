// SPDX-License-Identifier: Apache-2.0
#include "profiler/profile_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "base/interrupt.h"
#include "engine/plain_worker_test.h"
#include "record/reconcile.h"

namespace dnntune::profiler {
namespace {

using metric::MetricId;

// How the fake machine behaves; shared by all its workers.
struct Machine {
  std::map<std::string, double> milliseconds{{"a", 1}, {"b", 2}, {"c", 3}};  // by the tensor that is made
  std::set<std::string> dies_running;
  std::set<std::string> dies_opening;
  std::set<std::string> cannot_open;
  double noise = 0;  // every sample adds this times 0, 1, 2, ... 9 in turn
  int deaths_out_of_the_blue = 0;
  double metered_watts = 0;  // 0: there is no meter
  int workers = 0;
  std::map<std::string, int> runs;
};

metric::Quantity<Bytes> Megabytes(double megabytes) {
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
    usage.Set(MetricId::kPeakMemory, Megabytes(3));
    usage.Set(MetricId::kResidentMemory, Megabytes(2.5));
    usage.Set(MetricId::kLibraryMemory, Megabytes(1));
    return usage;
  }

 private:
  metric::Readings Metered(const metric::Window& window) const {
    using Energy = metric::Quantity<Joules>;
    const Joules used = Watts(machine_.metered_watts) * Seconds(window.Length());
    metric::Readings readings;
    readings.Set(MetricId::kEnergy,
                 machine_.metered_watts > 0 ? Energy::Of(used, metric::Source::kMeasured) : Energy::Unavailable("no meter"));
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

graph::Graph Chain() {
  graph::GraphBuilder builder;
  for (const char* name : {"x", "a", "b", "c"}) builder.AddTensor(name, graph::DType::kFloat32, std::vector<std::int64_t>{4});
  builder.AddInput("x");
  builder.AddOutput("c");
  builder.AddOperator({"op_a", "Conv", {"x"}, {"a"}, {}, 0, {}, "A"});
  builder.AddOperator({"op_b", "Conv", {"a"}, {"b"}, {}, 0, {}, "B"});
  builder.AddOperator({"op_c", "Conv", {"b"}, {"c"}, {}, 0, {}, "C"});
  return std::move(builder).Build().value();
}

class ProfileModelTest : public testing::Test {
 protected:
  ~ProfileModelTest() override { SetInterrupted(false); }

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

std::vector<std::string> LayerNames(const record::Profile& profile) {
  std::vector<std::string> names;
  for (const auto& cost : profile.costs) names.push_back(cost.layer);
  return names;
}

TEST_F(ProfileModelTest, MeasuresTheWholeAndEveryLayerInModelOrder) {
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(LayerNames(*profile), (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kPrecise);
  EXPECT_DOUBLE_EQ(profile->costs[1].cost.latency.samples.front().count(), 0.002);
  EXPECT_DOUBLE_EQ(profile->whole.value().latency.samples.front().count(), 0.006);
  EXPECT_TRUE(profile->readings.Get(MetricId::kPeakMemory).IsAvailable());
  ASSERT_EQ(profile->trace.size(), 1U);
  EXPECT_EQ(profile->trace[0].layer, "B");
  EXPECT_EQ(machine.workers, 1);
  EXPECT_EQ(sink.last.done, 3U);
}

TEST_F(ProfileModelTest, TellsTheModelsMemoryFromTheLibrarys) {
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->readings.Get<Bytes>(MetricId::kPeakMemory).value(), Bytes(3e6));
  EXPECT_EQ(profile->readings.Get<Bytes>(MetricId::kLibraryMemory).value(), Bytes(1e6));
  EXPECT_EQ(record::ReadingsOf(*profile).Get<Bytes>(MetricId::kModelMemory).value(), Bytes(2e6));
  EXPECT_EQ(profile->readings.size(), 2U);  // what is derived or passing is not kept
}

TEST_F(ProfileModelTest, TakesTheWholeInEnoughBatchesToSeeThemDiffer) {
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  const record::Latency& latency = profile->whole->latency;
  EXPECT_EQ(latency.stop, record::Stop::kPrecise);
  EXPECT_GT(latency.batches.size(), 10U);
  EXPECT_LT(latency.batches.back(), latency.samples.size());
}

TEST_F(ProfileModelTest, SamplesOnWhileOthersAreWaitedFor) {
  const std::size_t alone = Profile()->whole->latency.samples.size();
  sink.wanted = 3;
  const std::size_t together = Profile()->whole->latency.samples.size();
  EXPECT_GT(together, alone);
}

TEST_F(ProfileModelTest, SamplesOnWithinTheBudgetOnly) {
  profiling.budget = Seconds(1);
  profiling.max_samples = 1'000'000;
  sink.wanted = 1'000'000;
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  Seconds spent{0};
  for (const Seconds sample : profile->whole->latency.samples) spent += sample;
  EXPECT_LT(spent, Seconds(0.5));
}

TEST_F(ProfileModelTest, ReconcilesLayersWithTheWhole) {
  const auto reconciled = record::Reconcile(Profile().value());
  EXPECT_NEAR(reconciled.layers.value().count(), 0.006, 1e-12);
  EXPECT_NEAR(reconciled.residue.value().count(), 0, 1e-12);
}

TEST_F(ProfileModelTest, StopsAtTheBudgetAndSaysSo) {
  profiling.budget = Seconds(0.01);
  profiling.precision = 0.0001;
  machine.noise = 0.3;
  const auto profile = Profile();
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile->costs.size(), 3U);
  for (const auto& cost : profile->costs) EXPECT_EQ(cost.cost.latency.stop, record::Stop::kBudget);
}

TEST_F(ProfileModelTest, StopsWhereTheNoiseIsStableButHigh) {
  profiling.precision = 0.0001;
  machine.noise = 0.3;
  const auto profile = Profile();
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile->costs.size(), 3U);
  for (const auto& cost : profile->costs) EXPECT_EQ(cost.cost.latency.stop, record::Stop::kNoisy);
}

TEST_F(ProfileModelTest, RecordsALayerThatKillsItsWorkerAndGoesOn) {
  machine.dies_running = {"b"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  ASSERT_EQ(profile->costs.size(), 3U);
  EXPECT_EQ(profile->costs[1].cost.failure, "killed by signal 9");
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kFailed);
  EXPECT_TRUE(profile->costs[1].cost.latency.samples.empty());
  EXPECT_EQ(profile->costs[2].cost.latency.stop, record::Stop::kPrecise);
  EXPECT_FALSE(record::Reconcile(*profile).residue.IsAvailable());
}

TEST_F(ProfileModelTest, RecordsALayerThatKillsItsWorkerBackToBack) {
  profiling.order = "back-to-back";
  machine.dies_running = {"a"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->costs[0].cost.failure, "killed by signal 9");
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kPrecise);
}

TEST_F(ProfileModelTest, GoesOnWithoutALayerThatCannotBeOpened) {
  machine.cannot_open = {"a"};
  machine.dies_opening = {"c"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->costs[0].cost.failure, "no kernel for it");
  EXPECT_EQ(profile->costs[1].cost.latency.stop, record::Stop::kPrecise);
  EXPECT_EQ(profile->costs[2].cost.failure, "killed by signal 11");
}

TEST_F(ProfileModelTest, GoesOnAfterTheWholeModelFailed) {
  machine.dies_running = {"whole"};
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->whole.value().failure, "killed by signal 9");
  EXPECT_EQ(profile->costs[2].cost.latency.stop, record::Stop::kPrecise);
}

TEST_F(ProfileModelTest, TriesAgainWhenNoLayerIsToBlame) {
  machine.deaths_out_of_the_blue = 1;
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  ASSERT_EQ(profile->costs.size(), 3U);
  for (const auto& cost : profile->costs) {
    EXPECT_EQ(cost.cost.failure, "");
    EXPECT_FALSE(cost.cost.latency.samples.empty());
  }
}

TEST_F(ProfileModelTest, GivesUpWhenWorkersKeepDying) {
  machine.deaths_out_of_the_blue = 1000;
  const auto profile = Profile();
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_NE(profile->costs[0].cost.failure.find("keeps dying"), std::string::npos);
}

TEST_F(ProfileModelTest, KeepsWhatWasMeasuredWhenInterruptedAndResumes) {
  const auto uninterrupted = Profile();
  profiling.order = "back-to-back";
  sink.saved.clear();
  sink.interrupt_after = 2;
  const auto interrupted = Profile();
  ASSERT_FALSE(interrupted);
  EXPECT_EQ(interrupted.error().code, ErrorCode::kInterrupted);
  const record::Profile partial = sink.saved.back();
  EXPECT_EQ(partial.costs.size(), 2U);
  SetInterrupted(false);
  sink.interrupt_after = 0;
  machine.runs.clear();
  const auto resumed = Profile(&partial);
  ASSERT_TRUE(resumed) << resumed.error().message;
  EXPECT_EQ(machine.runs["a"], 0);
  EXPECT_GT(machine.runs["c"], 0);
  ASSERT_EQ(LayerNames(*resumed), LayerNames(*uninterrupted));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(resumed->costs[i].cost.latency.samples.front(), uninterrupted->costs[i].cost.latency.samples.front());
    EXPECT_EQ(resumed->costs[i].cost.latency.stop, uninterrupted->costs[i].cost.latency.stop);
  }
}

TEST_F(ProfileModelTest, TellsThatAnExtentHasEndedHoweverItDid) {
  const std::vector<Extent> both{Extent::kWhole, Extent::kLayers};
  const auto profile = Profile();
  EXPECT_EQ(sink.ended, both) << "precise";
  sink.ended.clear();
  ASSERT_TRUE(Profile(&*profile));
  EXPECT_EQ(sink.ended, both) << "resumed";
  sink.ended.clear();
  machine.dies_running = {"whole"};
  ASSERT_TRUE(Profile());
  EXPECT_EQ(sink.ended, both) << "failed";
}

TEST_F(ProfileModelTest, RefusesToResumeAnotherSetting) {
  record::Profile earlier = Profile().value();
  earlier.setting.threads = 4;
  const auto resumed = Profile(&earlier);
  ASSERT_FALSE(resumed);
  EXPECT_EQ(resumed.error().code, ErrorCode::kBadInput);
  EXPECT_NE(resumed.error().message.find("threads (4 then, 1 now)"), std::string::npos) << resumed.error().message;
}

TEST_F(ProfileModelTest, TakesEnergyFromDeclaredPower) {
  EXPECT_NE(EnergyOf(Profile().value().costs.at(0).cost).reason().find("(meter: no meter)"), std::string::npos);
  power.idle = metric::Quantity<Watts>::Of(Watts(1), metric::Source::kDeclared);
  power.active = metric::Quantity<Watts>::Of(Watts(4), metric::Source::kDeclared);
  const auto profile = Profile().value();
  const auto energy = EnergyOf(profile.costs.at(1).cost);
  EXPECT_NEAR(energy.value().value(), 0.006, 1e-12);
  EXPECT_EQ(energy.source(), metric::Source::kModelled);
  EXPECT_EQ(profile.energy_method, "declared power: E = T * (P_active - P_idle)");
}

TEST_F(ProfileModelTest, SharesMeteredEnergyByTimeAndTakesIdlingOff) {
  machine.metered_watts = 5;
  EXPECT_NEAR(EnergyOf(Profile().value().costs.at(1).cost).value().value(), 0.010, 1e-9);
  power.idle = metric::Quantity<Watts>::Of(Watts(1), metric::Source::kDeclared);
  const auto profile = Profile().value();
  const auto energy = EnergyOf(profile.costs.at(1).cost);
  EXPECT_NEAR(energy.value().value(), 0.008, 1e-9);
  EXPECT_EQ(energy.source(), metric::Source::kMeasured);
  EXPECT_EQ(profile.energy_method,
            "metered by the machine (RAPL), declared idle power taken off; layers share a round's energy by their time");
}

TEST_F(ProfileModelTest, RefusesAMeterThatCountedLessThanIdling) {
  machine.metered_watts = 5;
  power.idle = metric::Quantity<Watts>::Of(Watts(6), metric::Source::kDeclared);
  EXPECT_EQ(EnergyOf(Profile().value().costs.at(1).cost).reason(),
            "the meter counted less than the declared idle power; check power.idle");
}

TEST_F(ProfileModelTest, ADevicesStandInHasNoMeterOfTheDevice) {
  machine.metered_watts = 5;
  slowdown = 6;
  EXPECT_FALSE(EnergyOf(Profile().value().costs.at(1).cost).IsAvailable());
}

// Of a round's time, which only the warm-up tells: without it no time would be left however many samples are to come.
TEST_F(ProfileModelTest, BenchReportsTheTimeToGo) {
  profiling.precision = 0.0001;
  machine.noise = 0.3;
  ASSERT_TRUE(BenchModel(MakeTask(), sink));
  ASSERT_FALSE(sink.remaining.empty());
  const Seconds longest = *std::ranges::max_element(sink.remaining);
  EXPECT_GT(longest, Seconds(0));
  EXPECT_LE(longest, profiling.budget);
}

TEST_F(ProfileModelTest, BenchMeasuresTheWholeOnly) {
  const auto bench = BenchModel(MakeTask(), sink);
  ASSERT_TRUE(bench);
  EXPECT_TRUE(bench->profile.costs.empty());
  EXPECT_TRUE(bench->load_time.IsAvailable());
  EXPECT_EQ(bench->profile.whole.value().latency.stop, record::Stop::kPrecise);
}

}  // namespace
}  // namespace dnntune::profiler
