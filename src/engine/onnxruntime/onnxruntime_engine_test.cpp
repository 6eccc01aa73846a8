// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_engine.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "engine/local_worker.h"
#include "engine/onnxruntime/trace_file.h"

namespace dnntune::engine {
namespace {

constexpr const char* kClassifier =
    DNNTUNE_PACKAGE_RAPIDOCR_ONNXRUNTIME "/rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

LocalWorker MakeWorker() {
  return LocalWorker(MakeOnnxRuntimeEngine().value());
}

Tensor Halves(std::vector<std::int64_t> shape) {
  Tensor tensor(graph::DType::kFloat32, std::move(shape));
  const float half = 0.5F;
  for (std::size_t offset = 0; offset < tensor.size_bytes(); offset += 4) std::memcpy(tensor.data() + offset, &half, 4);
  return tensor;
}

TEST(OnnxRuntime, GivesTheKnownAnswerOfATrainedClassifier) {
  LocalWorker worker = MakeWorker();
  ASSERT_TRUE(worker.SetTensor("x", Halves({1, 3, 48, 192})));
  const SessionInfo session = worker.Open({kClassifier, {}, {}, {}}).value();
  ASSERT_TRUE(worker.Prime(session.id));
  const Tensor output = worker.GetTensor(session.outputs[0].name).value();
  float values[2];
  ASSERT_EQ(output.size_bytes(), sizeof values);
  std::memcpy(values, output.data(), sizeof values);
  EXPECT_NEAR(std::max(values[0], values[1]), 0.503059, 1e-4);
}

TEST(OnnxRuntime, TracesEveryOperatorOfEveryRun) {
  LocalWorker worker = MakeWorker();
  ASSERT_TRUE(worker.SetTensor("x", Halves({1, 3, 48, 192})));
  const SessionId session = worker.Open({kClassifier, {}, {}, {}}).value().id;
  ASSERT_TRUE(worker.Prime(session));
  const auto trace = worker.Trace(session, 3).value();
  EXPECT_GT(trace.size(), 50U);
  for (const TraceEvent& event : trace) EXPECT_EQ(event.samples.size(), 3U) << event.name;
}

// As a session that is told nothing takes them, of which one is the caller's.
TEST(OnnxRuntime, TellsHowManyThreadsItTakesByItself) {
  const int own = MakeWorker().OwnThreads({}).value();
  EXPECT_GE(own, 1);
  EXPECT_LE(own, ::sysconf(_SC_NPROCESSORS_CONF));
}

// The level that the vendor ships rewrites layouts, which `extended` does not.
TEST(OnnxRuntime, RunsAtItsOwnLevelUnlessToldOtherwise) {
  const auto operators = [](const char* level) {
    LocalWorker worker = MakeWorker();
    EXPECT_TRUE(worker.SetTensor("x", Halves({1, 3, 48, 192})));
    setting::Setting setting;
    if (level != nullptr) setting.knobs["graph_optimization"] = level;
    const SessionId session = worker.Open({kClassifier, {}, {}, setting}).value().id;
    EXPECT_TRUE(worker.Prime(session));
    std::multiset<std::string> types;
    const auto trace = worker.Trace(session, 1).value();
    for (const TraceEvent& event : trace) types.insert(event.type);
    return types;
  };
  EXPECT_EQ(operators(nullptr), operators("all"));
  EXPECT_NE(operators(nullptr), operators("extended"));
}

TEST(OnnxRuntimeTrace, NamesNodesOfABlockedLayoutByTheTensorThatTheyMake) {
  const auto trace = ParseOnnxRuntimeTrace(R"([
    {"name": "conv/relu_nchwc_kernel_time", "dur": 7, "args": {"op_name": "Conv"}},
    {"name": "pool_nchwc_token_12_kernel_time", "dur": 5, "args": {"op_name": "MaxPool"}},
    {"name": "to_nchwc_or_not_kernel_time", "dur": 1, "args": {"op_name": "Add"}},
    {"name": "ReorderOutput_token_3_kernel_time", "dur": 2, "args": {"op_name": "ReorderOutput"}},
    {"name": "conv/relu_nchwc_kernel_time", "dur": 9, "args": {"op_name": "Conv"}}])")
                         .value();
  std::vector<std::string> names;
  for (const TraceEvent& event : trace) names.push_back(event.name);
  EXPECT_EQ(names, (std::vector<std::string>{"conv/relu", "pool", "to_nchwc_or_not", "ReorderOutput_token_3"}));
  EXPECT_EQ(trace[0].samples, (std::vector<Nanoseconds>{Nanoseconds(7000), Nanoseconds(9000)}));
}

TEST(OnnxRuntimeTrace, RefusesWhatIsNoTrace) {
  EXPECT_FALSE(ParseOnnxRuntimeTrace("{"));
}

}  // namespace
}  // namespace dnntune::engine
