// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "engine/local_worker.h"
#include "engine/onnxruntime/trace_file.h"
#include "format/format.h"
#include "graph/cut.h"
#include "zoo/zoo.h"

namespace dnntune::engine {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kClassifier =
    DNNTUNE_PACKAGES "/rapidocr-onnxruntime-1.4.4/rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

LocalWorker MakeWorker() {
  return LocalWorker(MakeOnnxRuntimeEngine().value());
}

Setting Level(const std::string& level) {
  Setting setting;
  setting.knobs["graph_optimization"] = level;
  return setting;
}

Tensor Halves(std::vector<std::int64_t> shape) {
  Tensor tensor(graph::DType::kFloat32, std::move(shape));
  const float half = 0.5F;
  for (std::size_t offset = 0; offset < tensor.size_bytes(); offset += 4) std::memcpy(tensor.data() + offset, &half, 4);
  return tensor;
}

void OpenAndRun(LocalWorker& worker, const OpenRequest& request) {
  const auto session = worker.Open(request);
  ASSERT_TRUE(session) << session.error().message;
  const auto primed = worker.Prime(session->id);
  ASSERT_TRUE(primed) << primed.error().message;
  ASSERT_TRUE(worker.Measure({.sessions = {session->id}, .rounds = 1}));
  ASSERT_TRUE(worker.Close(session->id));
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

// Head and tail of every cut, the tensors between them real, against the whole model.
void ExpectEveryCutEqualsTheWhole(const std::string& path, const format::ReadOptions& options, const std::string& level) {
  const auto model = format::Read(path, options).value();
  const graph::Graph& graph = model->graph();
  const auto name = [&](graph::TensorId id) { return graph.tensors()[id].name; };
  LocalWorker worker = MakeWorker();
  const graph::Tensor& input = graph.tensors()[graph.inputs()[0]];
  Tensor noise(input.dtype.value(), input.shape.value());
  FillWithNoise(noise, 1);
  ASSERT_TRUE(worker.SetTensor(input.name, std::move(noise)));
  OpenAndRun(worker, {path, {}, {}, Level(level)});
  const Names outputs = {name(graph.outputs()[0])};
  const std::string whole(worker.GetTensor(outputs[0]).value().bytes());
  for (const graph::Cut& cut : graph::PrefixCuts(graph)) {
    if (cut.head.empty() || cut.head.size() == graph.layers().size()) continue;
    Names crossing, made;
    for (const graph::TensorId id : cut.crossing) {
      crossing.push_back(name(id));
      if (graph.tensors()[id].producer) made.push_back(name(id));
    }
    OpenAndRun(worker, {path, {input.name}, made, Level(level)});
    OpenAndRun(worker, {path, crossing, outputs, Level(level)});
    EXPECT_EQ(worker.GetTensor(outputs[0]).value().bytes(), whole) << "cut after " << graph.layers()[cut.head.back()].name;
  }
}

TEST(OnnxRuntime, EveryCutOfTheZoosSqueezeNetEqualsTheWhole) {
  ExpectEveryCutEqualsTheWhole(zoo::Materialise("squeezenet-v1.1", "onnx").value().string(), {}, "extended");
}

TEST(OnnxRuntime, EveryCutOfATrainedClassifierEqualsTheWhole) {
  format::ReadOptions options;
  options.input_shapes[""] = {1, 3, 48, 192};
  ExpectEveryCutEqualsTheWhole(kClassifier, options, "basic");
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

TEST(OnnxRuntimeTrace, RefusesWhatIsNoTrace) {
  EXPECT_FALSE(ParseOnnxRuntimeTrace("{"));
}

}  // namespace
}  // namespace dnntune::engine
