// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

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

TEST(OnnxRuntimeTrace, RefusesWhatIsNoTrace) {
  EXPECT_FALSE(ParseOnnxRuntimeTrace("{"));
}

}  // namespace
}  // namespace dnntune::engine
