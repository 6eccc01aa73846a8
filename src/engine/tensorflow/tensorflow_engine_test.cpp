// SPDX-License-Identifier: Apache-2.0
#include "engine/tensorflow/tensorflow_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <cmath>
#include <cstring>

#include "base/file.h"
#include "engine/local_worker.h"
#include "engine/onnxruntime/onnxruntime_engine.h"
#include "engine/tensorflow/messages.pb.h"
#include "engine/tensorflow/step_stats.h"
#include "zoo/zoo.h"

namespace dnntune::engine {
namespace {

using testing::HasSubstr;

// The whole process of a test has one library: ctest runs each in a process of its own.
OpenRequest Request(const std::string& path, const std::string& library = "onednn", const std::string& optimization = "all") {
  OpenRequest request{path, {}, {}, {}};
  request.setting.library = library;
  request.setting.knobs["graph_optimization"] = optimization;
  return request;
}

std::vector<float> Floats(const Tensor& tensor) {
  std::vector<float> values(tensor.size_bytes() / sizeof(float));
  std::memcpy(values.data(), tensor.data(), tensor.size_bytes());
  return values;
}

// [1][height][width][channels] of [1][channels][height][width].
Tensor ChannelsLast(const Tensor& tensor) {
  const auto& shape = tensor.shape();
  const std::vector<float> from = Floats(tensor);
  std::vector<float> to(from.size());
  const auto channels = static_cast<std::size_t>(shape[1]), places = from.size() / channels;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    for (std::size_t place = 0; place < places; ++place) to[place * channels + channel] = from[channel * places + place];
  }
  Tensor turned(tensor.dtype(), {shape[0], shape[2], shape[3], shape[1]});
  std::memcpy(turned.data(), to.data(), turned.size_bytes());
  return turned;
}

std::vector<float> Predict(std::unique_ptr<Engine> engine, const OpenRequest& request, Tensor input) {
  LocalWorker worker(std::move(engine));
  EXPECT_TRUE(worker.SetTensor("input", std::move(input)));
  const auto session = worker.Open(request);
  EXPECT_TRUE(session) << session.error().message;
  const auto primed = worker.Prime(session->id);
  EXPECT_TRUE(primed) << primed.error().message;
  EXPECT_TRUE(worker.Measure({.sessions = {session->id}, .rounds = 1}));
  return Floats(worker.GetTensor("predictions").value());
}

struct Variant {
  const char* library;
  const char* optimization;
};
class SameNumbers : public testing::TestWithParam<Variant> {};

// Seeded noise for weights gives flat predictions of about 1e-3; 1e-5 of their largest is some units in the last place, added up.
TEST_P(SameNumbers, AsOnnxRuntime) {
  for (const char* name : {"mobilenet-v2", "shufflenet-v2-0.5x", "resnet-50", "rnn-ptb-small", "deepspeech"}) {
    SCOPED_TRACE(name);
    const format::Network network = zoo::Make({.name = name}).value();
    Tensor input(graph::DType::kFloat32, network.inputs.at(0).value.shape);
    FillWithNoise(input, 7);
    Tensor turned(input.dtype(), input.shape());
    FillWithNoise(turned, 7);
    if (input.shape().size() == 4) turned = ChannelsLast(input);
    const std::string onnx = zoo::Materialise(name, "onnx").value(), pb = zoo::Materialise(name, "tensorflow").value();
    const auto one = Predict(MakeOnnxRuntimeEngine().value(), {onnx, {}, {}, {}}, std::move(input));
    const auto other =
        Predict(MakeTensorFlowEngine().value(), Request(pb, GetParam().library, GetParam().optimization), std::move(turned));
    ASSERT_EQ(one.size(), other.size());
    const float largest = *std::max_element(one.begin(), one.end());
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_NEAR(one[i], other[i], 1e-5 * largest) << i;
  }
}

std::string NameOf(const testing::TestParamInfo<Variant>& info) {
  return std::string(info.param.library) + "_" + info.param.optimization;
}

INSTANTIATE_TEST_SUITE_P(TensorFlow, SameNumbers, testing::Values(Variant{"eigen", "all"}, Variant{"eigen", "none"}), NameOf);

TEST(TensorFlow, AsksForAFreshWorkerForAnotherLibraryOrThreads) {
  const std::string path = zoo::Materialise("squeezenet-v1.1", "tensorflow").value();
  LocalWorker worker(MakeTensorFlowEngine().value());
  ASSERT_TRUE(worker.Open(Request(path)));
  const auto other = worker.Open(Request(path, "eigen"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(other.error().message, HasSubstr("eigen needs a fresh worker"));
  OpenRequest threads = Request(path);
  threads.setting.threads = 3;
  EXPECT_THAT(worker.Open(threads).error().message, HasSubstr("3 threads need a fresh worker"));
  EXPECT_THAT(worker.Open(Request(path, "MLAS")).error().message, HasSubstr("no DNN library 'MLAS' here; use onednn, eigen"));
}

TEST(TensorFlow, TakesAThreadForEachCpuThatTheProcessMayUse) {
  cpu_set_t allowed;
  ASSERT_EQ(::sched_getaffinity(0, sizeof allowed, &allowed), 0);
  EXPECT_EQ(LocalWorker(MakeTensorFlowEngine().value()).OwnThreads({}).value(), CPU_COUNT(&allowed));
}

TEST(TensorFlow, NamesAnOperatorThatItHasNot) {
  const auto folder = TemporaryFolder::Make().value();
  std::string bytes = ReadFile(zoo::Materialise("squeezenet-v1.1", "tensorflow").value()).value();
  for (std::size_t at = bytes.find("MaxPool"); at != std::string::npos; at = bytes.find("MaxPool", at + 1))
    bytes.replace(at, 7, "MixPool");
  const auto path = folder.path() / "odd.pb";
  ASSERT_TRUE(WriteFile(path, bytes));
  LocalWorker worker(MakeTensorFlowEngine().value());
  const auto session = worker.Open(Request(path.string()));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(session.error().message, HasSubstr("odd.pb: TensorFlow says: Op type not registered 'MixPool'"));
}

TEST(TensorFlow, TracesTheFilesOperatorsWhereItDoesNotRewriteThem) {
  const std::string path = zoo::Materialise("squeezenet-v1.1", "tensorflow").value();
  LocalWorker worker(MakeTensorFlowEngine().value());
  const SessionInfo session = worker.Open(Request(path, "eigen", "none")).value();
  Tensor input(graph::DType::kFloat32, session.inputs[0].shape);
  ASSERT_TRUE(worker.SetTensor("input", std::move(input)));
  ASSERT_TRUE(worker.Prime(session.id));
  const auto trace = worker.Trace(session.id, 2).value();
  const auto has = [&](const char* name, const char* type) {
    return std::any_of(trace.begin(), trace.end(),
                       [&](const TraceEvent& event) { return event.name == name && event.type == type; });
  };
  EXPECT_TRUE(has("fire2/expand3x3", "BiasAdd"));
  EXPECT_TRUE(has("fire2/expand3x3.Conv2D", "Conv2D"));
  EXPECT_TRUE(has("prob/softmax", "Softmax"));
}

TEST(TensorFlowStepStats, AddsUpTheTurnsOfALoopAndLeavesOutWhatDoesNoWork) {
  tensorflow::RunMetadata metadata;
  const auto add = [&](const char* name, const char* label, std::int64_t nanoseconds) {
    auto& stats = metadata.mutable_step_stats()->dev_stats_size() == 0 ? *metadata.mutable_step_stats()->add_dev_stats()
                                                                       : *metadata.mutable_step_stats()->mutable_dev_stats(0);
    auto& node = *stats.add_node_stats();
    node.set_node_name(name);
    node.set_timeline_label(label);
    node.set_op_start_rel_nanos(100);
    node.set_op_end_rel_nanos(100 + nanoseconds);
  };
  add("while/Mul", "while/Mul = Mul(a, b)", 5);
  add("w", "w = Const()", 7);
  add("while/Mul", "while/Mul = Mul(a, b)", 6);
  StepStats stats;
  ASSERT_TRUE(stats.Add(metadata.SerializeAsString()));
  ASSERT_TRUE(stats.Add(metadata.SerializeAsString()));
  const auto events = std::move(stats).Take();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, "Mul");
  EXPECT_THAT(events[0].samples, testing::ElementsAre(Nanoseconds(11), Nanoseconds(11)));
  EXPECT_FALSE(StepStats().Add("\xff"));
}

}  // namespace
}  // namespace dnntune::engine
