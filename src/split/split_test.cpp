// SPDX-License-Identifier: Apache-2.0
#include "split/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/interrupt.h"
#include "engine/plain_worker_test.h"

namespace dnntune::split {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// in -> a -> x -> b -> out, each a layer.
graph::Graph Chain() {
  graph::GraphBuilder builder;
  builder.AddInput("in");
  for (const char* name : {"in", "x", "out"}) builder.AddTensor(name, graph::DType::kFloat32, std::vector<std::int64_t>{2});
  builder.AddOperator({.name = "a", .type = "a", .inputs = {"in"}, .outputs = {"x"}, .layer = "a"});
  builder.AddOperator({.name = "b", .type = "b", .inputs = {"x"}, .outputs = {"out"}, .layer = "b"});
  builder.AddOutput("out");
  return std::move(builder).Build().value();
}

// A machine on which every tensor holds `value` and every run takes a millisecond.
struct Machine {
  float value = 1;
  std::string name;
  std::string* turns = nullptr;  // who measured, in order
  std::set<std::string> dies_making{};
  bool dies_measuring = false;
};

class FakeWorker final : public engine::PlainWorker {
 public:
  explicit FakeWorker(Machine& machine) : machine_(machine) {}
  Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override {
    outputs_.push_back(request.outputs.empty() ? std::vector<std::string>{"out"} : request.outputs);
    engine::SessionInfo info;
    info.id = static_cast<engine::SessionId>(outputs_.size() - 1);
    return info;
  }
  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override {
    tensors_.insert_or_assign(name, std::move(tensor));
    return {};
  }
  Result<engine::Tensor> GetTensor(const std::string& name) override {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) return Fail(ErrorCode::kBadInput, "there is no tensor '" + name + "'");
    return engine::CopyOf(found->second);
  }
  Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override {
    for (const std::string& name : outputs_.at(session)) {
      if (machine_.dies_making.contains(name)) return Fail(ErrorCode::kMeasurement, "killed by signal 9");
      engine::Tensor made(graph::DType::kFloat32, {2});
      for (std::size_t i = 0; i < 2; ++i) reinterpret_cast<float*>(made.data())[i] = machine_.value;
      tensors_.insert_or_assign(name, std::move(made));
    }
    return std::vector<engine::TensorInfo>{};
  }
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    if (machine_.dies_measuring) return Fail(ErrorCode::kMeasurement, "killed by signal 9");
    if (machine_.turns != nullptr) *machine_.turns += machine_.name;
    engine::BatchResult result;
    for (std::size_t i = 0; i < batch.sessions.size(); ++i) {
      result.samples.emplace_back(batch.rounds, Nanoseconds(1'000'000));
      result.preempted.emplace_back(batch.rounds, false);
      result.window.end += Nanoseconds(1'000'000) * batch.rounds;
    }
    return result;
  }

 private:
  Machine& machine_;
  std::vector<std::vector<std::string>> outputs_;
  std::map<std::string, engine::Tensor> tensors_;
};

using FakeWorkers = engine::WorkersOf<FakeWorker, Machine>;

class Phases final : public Progress {
 public:
  void At(const Step& step) override { seen.insert(step.phase); }
  std::set<std::string> seen;
};

class TwoMachines : public ::testing::Test {
 protected:
  Result<std::vector<PartTimes>> Measure(const std::vector<std::vector<std::string>>& heads) {
    const Stage stage{{graph_, "m", {}, device_workers_}, {graph_, "m", {}, cloud_workers_}, profiling_, phases_};
    return MeasureSplits(stage, heads);
  }

  graph::Graph graph_ = Chain();
  Machine device_{.name = "d"};
  Machine cloud_{.name = "c"};
  FakeWorkers device_workers_{device_};
  FakeWorkers cloud_workers_{cloud_};
  spec::Profiling profiling_;
  Phases phases_;
};

TEST_F(TwoMachines, TakeTheTimesOfBothPartsAndFindTheOutputsEqual) {
  const auto times = Measure({{"a"}});
  ASSERT_TRUE(times) << times.error().message;
  ASSERT_THAT(*times, SizeIs(1));
  const PartTimes& one = times->front();
  EXPECT_EQ(one.failure, "");
  EXPECT_DOUBLE_EQ(one.device.value().count(), 0.001);
  EXPECT_DOUBLE_EQ(one.cloud.value().count(), 0.001);
  ASSERT_TRUE(one.difference);
  EXPECT_EQ(one.difference->largest, 0);
  EXPECT_FALSE(one.from_device) << "both run one file";
}

TEST_F(TwoMachines, HaveNothingToRunWhereAllIsOnOne) {
  const auto times = Measure({{}, {"a", "b"}}).value();
  EXPECT_EQ(times[0].device.reason(), "nothing runs on the device");
  EXPECT_TRUE(times[0].cloud.IsAvailable());
  EXPECT_TRUE(times[1].device.IsAvailable());
  EXPECT_EQ(times[1].cloud.reason(), "nothing runs in the cloud");
}

TEST_F(TwoMachines, MeasureByTurns) {
  std::string turns;
  device_.turns = cloud_.turns = &turns;
  ASSERT_TRUE(Measure({{"a"}}));
  ASSERT_GE(turns.size(), 4U);
  for (std::size_t i = 0; i < turns.size(); ++i) EXPECT_EQ(turns[i], i % 2 == 0 ? 'd' : 'c') << turns;
}

TEST_F(TwoMachines, SayHowFarADeploymentsOutputsAreFromTheWholeModels) {
  device_.value = 3;  // what the device makes is another number than the cloud's
  const auto times = Measure({{"a", "b"}}).value();
  ASSERT_TRUE(times[0].difference);
  EXPECT_DOUBLE_EQ(times[0].difference->largest, 2);
}

TEST_F(TwoMachines, NameWhyOneDeploymentCannotBeRunAndGoOnWithTheOthers) {
  device_.dies_making = {"x"};
  const auto times = Measure({{"a"}, {}}).value();
  EXPECT_EQ(times[0].failure, "killed by signal 9");
  EXPECT_EQ(times[0].device.reason(), "killed by signal 9");
  EXPECT_EQ(times[1].failure, "");
}

TEST_F(TwoMachines, FailAllWhereAWorkerDiesWhileTheyAreTimed) {
  cloud_.dies_measuring = true;
  const auto times = Measure({{"a"}, {}}).value();
  for (const PartTimes& one : times) EXPECT_EQ(one.failure, "killed by signal 9");
}

TEST_F(TwoMachines, AreInterrupted) {
  SetInterrupted(true);
  const auto times = Measure({{"a"}});
  SetInterrupted(false);
  ASSERT_FALSE(times);
  EXPECT_EQ(times.error().code, ErrorCode::kInterrupted);
}

TEST_F(TwoMachines, RefuseALayerThatTheModelHasNot) {
  const auto times = Measure({{"none"}});
  ASSERT_FALSE(times);
  EXPECT_THAT(times.error().message, HasSubstr("no layer 'none'"));
}

TEST_F(TwoMachines, TellHowTheyGoOn) {
  ASSERT_TRUE(Measure({{"a"}}));
  EXPECT_TRUE(phases_.seen.contains("comparing with the whole model"));
  EXPECT_TRUE(phases_.seen.contains("warming up"));
  EXPECT_TRUE(phases_.seen.contains("timing heads and tails by turns"));
}

TEST(Carriers, KeepTheBytes) {
  for (const CarrierRow& row : Carriers()) {
    const auto carrier = row.make();
    engine::Tensor tensor(graph::DType::kFloat32, {2, 3});
    engine::FillWithNoise(tensor, 7);
    const engine::Tensor copy = engine::CopyOf(tensor);
    const auto arrived = carrier->Carry(std::move(tensor));
    ASSERT_TRUE(arrived) << row.name;
    EXPECT_EQ(arrived->bytes(), copy.bytes()) << row.name;
    EXPECT_EQ(arrived->shape(), copy.shape()) << row.name;
  }
}

record::Conversions OneConversion(graph::DType to) {
  record::TensorConversion one{.tensor = "x", .how = {}, .arrival = {}, .back = {}};
  one.how = graph::Conversion{{graph::DType::kFloat32, {1, 6}}, {1, 6}, {0, 1}, {to, {6}}};
  record::TensorConversion barred{.tensor = "y", .how = {}, .arrival = {}, .back = {}};
  barred.barred = "has other values";
  return {{}, {one, barred}};
}

TEST(Adapter, NamesATensorAnewOnlyWhereItIsComputed) {
  const record::Conversions same = OneConversion(graph::DType::kFloat32);
  const Adapter reshapes(&same);
  EXPECT_EQ(reshapes.NameOfDevice("x"), "x");
  EXPECT_EQ(reshapes.Reshaped("x", engine::Tensor(graph::DType::kFloat32, {1, 6})).shape(), (std::vector<std::int64_t>{6}));
  EXPECT_EQ(reshapes.ReshapedBack("x", engine::Tensor(graph::DType::kFloat32, {6})).shape(), (std::vector<std::int64_t>{1, 6}));
  EXPECT_THAT(reshapes.OnArrival({"x"}), SizeIs(0));
  const record::Conversions other = OneConversion(graph::DType::kFloat16);
  const Adapter computes(&other);
  EXPECT_NE(computes.NameOfDevice("x"), "x");
  ASSERT_THAT(computes.OnArrival({"x", "z"}), SizeIs(1));
  EXPECT_EQ(computes.OnArrival({"x"})[0].to, "x");
  EXPECT_EQ(computes.OnReturn({"x"})[0].from, "x");
}

TEST(Adapter, BarsWhatCannotBeConvertedAndNothingWhereBothRunOneFile) {
  const record::Conversions conversions = OneConversion(graph::DType::kFloat32);
  EXPECT_TRUE(Adapter(&conversions).Bars("y"));
  EXPECT_FALSE(Adapter(&conversions).Bars("x"));
  EXPECT_FALSE(Adapter(nullptr).Bars("y"));
  EXPECT_EQ(Adapter(nullptr).NameOfDevice("x"), "x");
}

}  // namespace
}  // namespace dnntune::split
