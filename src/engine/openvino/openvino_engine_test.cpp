// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_engine.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <stdexcept>

#include "engine/local_worker.h"
#include "format/format.h"
#include "zoo/zoo.h"

namespace dnntune::engine {
namespace {

constexpr const char* kClassifier =
    DNNTUNE_PACKAGE_RAPIDOCR_ONNXRUNTIME "/rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

// Of the answer, a probability: what fusing on one side of a cut only does to single precision.
constexpr float kFusing = 1e-6F;

LocalWorker MakeWorker() {
  return LocalWorker(MakeOpenVinoEngine().value());
}

std::vector<float> Floats(const Tensor& tensor) {
  std::vector<float> values(tensor.size_bytes() / sizeof(float));
  std::memcpy(values.data(), tensor.data(), tensor.size_bytes());
  return values;
}

Tensor Halves() {
  Tensor tensor(graph::DType::kFloat32, {1, 3, 48, 192});
  const float half = 0.5F;
  for (std::size_t offset = 0; offset < tensor.size_bytes(); offset += 4) std::memcpy(tensor.data() + offset, &half, 4);
  return tensor;
}

SessionInfo OpenAndPrime(LocalWorker& worker, const OpenRequest& request) {
  auto session = worker.Open(request);
  if (!session) throw std::runtime_error(session.error().message);
  auto outputs = worker.Prime(session->id);
  if (!outputs) throw std::runtime_error(outputs.error().message);
  session->outputs = *std::move(outputs);
  return *std::move(session);
}

// The classifier's answer to an input of halves.
std::vector<float> Classify(const setting::Setting& setting) {
  LocalWorker worker = MakeWorker();
  EXPECT_TRUE(worker.SetTensor("x", Halves()));
  const SessionInfo session = OpenAndPrime(worker, {kClassifier, {}, {}, setting});
  return Floats(worker.GetTensor(session.outputs[0].name).value());
}

bool Has(const std::string& kind, const std::string& name) {
  const EngineInfo info = MakeOpenVinoEngine().value()->Describe();
  return std::any_of(info.capabilities.begin(), info.capabilities.end(),
                     [&](const Capability& one) { return one.kind == kind && one.name == name && one.available; });
}

// The value is also that of ONNX Runtime, in its test.
TEST(OpenVino, GivesTheKnownAnswerOfATrainedClassifier) {
  const std::vector<float> values = Classify({});
  ASSERT_EQ(values.size(), 2U);
  EXPECT_NEAR(std::max(values[0], values[1]), 0.503059, 1e-4);
}

TEST(OpenVino, ComputesInBf16OnlyWhereAskedTo) {
  setting::Setting setting;
  setting.precision = "bf16";
  if (!Has("precision", "bf16")) GTEST_SKIP() << "this CPU has no bf16";
  const float exact = Classify({})[0], coarse = Classify(setting)[0];
  EXPECT_NE(exact, coarse);
  EXPECT_NEAR(exact, coarse, 0.02);
}

TEST(OpenVino, GivesTheSameAnswerForThroughput) {
  setting::Setting setting;
  setting.threads = 2;
  setting.knobs["performance_hint"] = "throughput";
  EXPECT_NEAR(Classify(setting)[0], Classify({})[0], kFusing);
}

TEST(OpenVino, TellsHowManyThreadsItTakesByItself) {
  const int own = MakeWorker().OwnThreads({}).value();
  EXPECT_GE(own, 1);
  EXPECT_LE(own, ::sysconf(_SC_NPROCESSORS_CONF));
}

// Else a measurement in fp32 would not say that an app that asks for nothing gets bf16.
TEST(OpenVino, SaysWhereItTakesBf16ByItself) {
  EXPECT_EQ(Has("own choice", "precision"), Has("precision", "bf16"));
}

TEST(OpenVino, SaysThatItHasNoMoreThreadsThanThereAreCores) {
  LocalWorker worker = MakeWorker();
  setting::Setting setting;
  setting.threads = 1000;
  const auto path = zoo::Materialise("squeezenet-v1.1", "onnx").value().string();
  const auto session = worker.Open({path, {}, {}, setting});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(session.error().message.find("1000"), std::string::npos) << session.error().message;
}

TEST(OpenVino, RefusesAnotherLibrarysKernels) {
  LocalWorker worker = MakeWorker();
  setting::Setting setting;
  setting.library = "MLAS";
  const auto session = worker.Open({kClassifier, {}, {}, setting});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
}

// The first `positive` of 32 values are ones, the others minus one.
Tensor Positive(std::size_t positive) {
  Tensor tensor(graph::DType::kFloat32, {4, 8});
  for (std::size_t i = 0; i < 32; ++i) {
    const float value = i < positive ? 1.0F : -1.0F;
    std::memcpy(tensor.data() + i * sizeof(float), &value, sizeof(float));
  }
  return tensor;
}

// "scores" has a value for each positive one, "sum" is their sum.
TEST(OpenVino, YieldsOutputsWhoseShapeDependsOnValues) {
  LocalWorker worker = MakeWorker();
  const std::string model = DNNTUNE_SOURCE_DIR "/tests/cases/shape_depends_on_values.onnx";
  ASSERT_TRUE(worker.SetTensor("x", Positive(5)));
  const SessionInfo session = OpenAndPrime(worker, {model, {}, {}, {}});
  ASSERT_EQ(session.outputs[0].shape, (std::vector<std::int64_t>{5}));
  EXPECT_EQ(Floats(worker.GetTensor("sum").value()), std::vector<float>{5});
  ASSERT_TRUE(worker.Measure({{session.id}, 3}));
  for (const float score : Floats(worker.GetTensor("scores").value())) EXPECT_NEAR(score, 0.731059, kFusing);
  ASSERT_TRUE(worker.SetTensor("x", Positive(20)));
  const auto measured = worker.Measure({{session.id}, 1});
  ASSERT_FALSE(measured);
  EXPECT_NE(measured.error().message.find("'scores' has another shape"), std::string::npos) << measured.error().message;
  EXPECT_EQ(worker.Prime(session.id).value()[0].shape, (std::vector<std::int64_t>{20}));
  EXPECT_EQ(Floats(worker.GetTensor("sum").value()), std::vector<float>{20});
}

struct Traced {
  std::string path;
  std::string input;
  std::vector<std::int64_t> shape;
};

// Of what is fused, one operator gives its name to all.
void ExpectNamesOfTheFile(const Traced& traced) {
  SCOPED_TRACE(traced.path);
  format::ReadOptions options;
  options.input_shapes[""] = traced.shape;
  const auto model = format::Read(traced.path, options).value();
  std::set<std::string> file;
  for (const graph::Operator& op : model->graph().operators()) file.insert(op.name);
  LocalWorker worker = MakeWorker();
  Tensor noise(graph::DType::kFloat32, traced.shape);
  FillWithNoise(noise, 1);
  ASSERT_TRUE(worker.SetTensor(traced.input, std::move(noise)));
  const auto trace = worker.Trace(OpenAndPrime(worker, {traced.path, {}, {}, {}}).id, 3).value();
  EXPECT_GT(trace.size(), 20U);
  const auto named = std::count_if(trace.begin(), trace.end(), [&](const TraceEvent& event) { return file.contains(event.name); });
  EXPECT_GT(static_cast<std::size_t>(named), trace.size() / 2);
  for (const TraceEvent& event : trace) EXPECT_EQ(event.samples.size(), 3U) << event.name;
}

TEST(OpenVino, TracesMostNodesUnderNamesOfTheFile) {
  const auto zoo = [](const char* format) { return zoo::Materialise("squeezenet-v1.1", format).value().string(); };
  ExpectNamesOfTheFile({kClassifier, "x", {1, 3, 48, 192}});
  ExpectNamesOfTheFile({zoo("tensorflow"), "input", {1, 227, 227, 3}});
  ExpectNamesOfTheFile({zoo("tflite"), "input", {1, 227, 227, 3}});
}

}  // namespace
}  // namespace dnntune::engine
