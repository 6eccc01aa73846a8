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
  float drift = 0;     // what every run adds to the value
  float of_parts = 0;  // what is added where only a part is run
  graph::DType dtype = graph::DType::kFloat32;
};

class FakeWorker final : public engine::PlainWorker {
 public:
  explicit FakeWorker(Machine& machine) : machine_(machine) {}
  Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override {
    if (is_dead_) return Fail(ErrorCode::kMeasurement, "is dead");
    is_part_.push_back(!request.outputs.empty());
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
      is_dead_ = is_dead_ || machine_.dies_making.contains(name);
      if (is_dead_) return Fail(ErrorCode::kMeasurement, "killed by signal 9");
      engine::Tensor made(machine_.dtype, {2});
      const float value = machine_.value + (is_part_.at(session) ? machine_.of_parts : 0);
      for (std::size_t i = 0; i < 2; ++i) Put(value, i, made);
      tensors_.insert_or_assign(name, std::move(made));
    }
    machine_.value += machine_.drift;
    return std::vector<engine::TensorInfo>{};
  }
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    if (is_dead_ || machine_.dies_measuring) return Fail(ErrorCode::kMeasurement, "killed by signal 9");
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
  static void Put(float value, std::size_t index, engine::Tensor& tensor) {
    if (tensor.dtype() == graph::DType::kFloat32) reinterpret_cast<float*>(tensor.data())[index] = value;
    if (tensor.dtype() == graph::DType::kInt32) reinterpret_cast<std::int32_t*>(tensor.data())[index] = static_cast<int>(value);
  }

  Machine& machine_;
  bool is_dead_ = false;
  std::vector<std::vector<std::string>> outputs_;  // by session
  std::vector<bool> is_part_;
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
  Result<SplitTimes> MeasureAll(const std::vector<std::vector<std::string>>& heads) {
    const Stage stage{.device = {graph_, "m", {}, device_workers_},
                      .cloud = {graph_, "m", {}, cloud_workers_},
                      .profiling = profiling_,
                      .progress = phases_,
                      .tolerances = tolerances_};
    return MeasureSplits(stage, heads);
  }
  Result<std::vector<PartTimes>> Measure(const std::vector<std::vector<std::string>>& heads) {
    ASSIGN_OR_RETURN(SplitTimes times, MeasureAll(heads));
    return std::move(times.deployments);
  }

  graph::Graph graph_ = Chain();
  Machine device_{.name = "d"};
  Machine cloud_{.name = "c"};
  FakeWorkers device_workers_{device_};
  FakeWorkers cloud_workers_{cloud_};
  spec::Profiling profiling_;
  Tolerances tolerances_;
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

TEST_F(TwoMachines, HoldOutputsToWhatTheKernelsThatRanThemAllow) {
  cloud_.value = 100;
  device_.value = 101;
  tolerances_ = {.between = {.relative = 0.02}};
  auto times = Measure({{"a", "b"}, {}}).value();
  ASSERT_TRUE(times[0].difference && times[1].difference);
  EXPECT_TRUE(record::IsWithin(*times[0].difference));
  EXPECT_EQ(times[0].difference->held_to->relative, 0.02);
  EXPECT_EQ(times[1].difference->held_to->relative, 0) << "the cloud alone yields what it yields";
  device_.value = 103;
  times = Measure({{"a", "b"}}).value();
  EXPECT_FALSE(record::IsWithin(*times[0].difference));
}

TEST_F(TwoMachines, CompareWholeNumbersExactly) {
  cloud_.dtype = device_.dtype = graph::DType::kInt32;
  cloud_.value = 1000;
  device_.value = 1001;
  tolerances_ = {.between = {.relative = 0.02}};
  const auto times = Measure({{"a", "b"}}).value();
  EXPECT_FALSE(record::IsWithin(times[0].difference.value()));
}

TEST_F(TwoMachines, TellPartsThatYieldOtherValuesFromAModelThatNeverYieldsTheSame) {
  cloud_.of_parts = 1;
  auto times = MeasureAll({{"a"}}).value();
  EXPECT_EQ(times.repeat.value().largest, 0);
  EXPECT_FALSE(record::IsWithin(times.deployments[0].difference.value()));
  cloud_.of_parts = 0;
  cloud_.drift = 1;
  times = MeasureAll({{"a"}}).value();
  EXPECT_EQ(times.repeat.value().largest, 1);
  EXPECT_FALSE(record::IsWithin(*times.repeat));
  EXPECT_FALSE(times.deployments[0].difference.value().held_to) << "the cut is not to blame";
}

TEST_F(TwoMachines, TakeAModelForRepeatableThatIsAsNearToItselfAsItsEngineAllows) {
  cloud_.value = 1000;
  cloud_.drift = 0.5;
  tolerances_ = {.in_cloud = {.relative = 1e-2}, .between = {.relative = 1e-2}};
  const auto times = MeasureAll({{"a"}}).value();
  EXPECT_TRUE(record::IsWithin(times.repeat.value()));
  EXPECT_TRUE(times.deployments[0].difference.value().held_to);
}

TEST_F(TwoMachines, LetADeploymentThatTakesItsWorkerDownFailAlone) {
  device_.dies_making = {"x"};
  const auto times = Measure({{"a", "b"}, {"a"}, {}}).value();
  EXPECT_EQ(times[0].failure, "");
  EXPECT_TRUE(times[0].device.IsAvailable());
  EXPECT_EQ(times[1].failure, "killed by signal 9");
  EXPECT_EQ(times[1].device.reason(), "killed by signal 9");
  EXPECT_EQ(times[2].failure, "");
}

TEST_F(TwoMachines, FailAllWhereTheWholeModelDoesNotRun) {
  cloud_.dies_making = {"out"};
  const auto times = Measure({{"a"}, {"a", "b"}}).value();
  for (const PartTimes& one : times) {
    EXPECT_EQ(one.failure, "the whole model did not run to compare with: killed by signal 9");
    EXPECT_FALSE(one.device.IsAvailable());
  }
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
