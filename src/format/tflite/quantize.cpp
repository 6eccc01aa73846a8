// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize.h"

#include "base/file.h"
#include "format/tflite/edit.h"
#include "format/tflite/half.h"
#include "format/tflite/quantize_plan.h"
#include "format/tflite/quantize_write.h"

namespace dnntune::format {
namespace {

Result<const tflite::Model*> Check(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const tflite::Model* model, CheckTflite(bytes, path));
  TRY(CheckIsFloat32({*model, path}));
  return model;
}

Result<std::vector<std::string>> Calibrated(const std::filesystem::path& file, const graph::Graph& /*graph*/) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return TfliteCalibrated(bytes, file);
}

Result<Narrowed> ToInt8(const std::filesystem::path& file, const graph::Graph& /*graph*/, const Ranges& ranges) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return TfliteToInt8(bytes, file, ranges);
}

Result<Narrowed> ToFloat16(const std::filesystem::path& file, const graph::Graph& /*graph*/) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return TfliteToFloat16(bytes, file);
}

}  // namespace

const Quantizer kTfliteQuantizer{&Calibrated, &ToInt8, &ToFloat16};

Result<std::vector<std::string>> TfliteCalibrated(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const tflite::Model* model, Check(bytes, path));
  const std::vector<std::string> names = TensorNames(*model->subgraphs()->Get(0));
  std::vector<std::string> measured;
  for (const int tensor : TensorGroups(*model, PlanOperators(*model)).Measured()) {
    measured.push_back(names[static_cast<std::size_t>(tensor)]);
  }
  return measured;
}

Result<Narrowed> TfliteToInt8(std::string_view bytes, const std::filesystem::path& path, const Ranges& ranges) {
  ASSIGN_OR_RETURN(const tflite::Model* model, Check(bytes, path));
  return WithInt8(*model, ranges).map_error([&](Error error) { return std::move(error).Context("model " + path.string()); });
}

Result<Narrowed> TfliteToFloat16(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const tflite::Model* model, Check(bytes, path));
  return WithHalfWeights(*model);
}

}  // namespace dnntune::format
