// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize.h"

#include "base/file.h"
#include "format/tflite/edit.h"
#include "format/tflite/float16.h"
#include "format/tflite/quantize/groups.h"
#include "format/tflite/quantize/write.h"

namespace dnntune::format::tflite {
namespace {

Result<const schema::Model*> Check(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const schema::Model* model, ParseFile(bytes, path));
  TRY(CheckIsFloat32({*model, path}));
  return model;
}

Result<std::vector<std::string>> FileCalibrated(const std::filesystem::path& file, const graph::Graph& /*graph*/) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return Calibrated(bytes, file);
}

Result<Quantized> FileToInt8(const std::filesystem::path& file, const graph::Graph& /*graph*/, const Ranges& ranges) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return ToInt8(bytes, file, ranges);
}

Result<Quantized> FileToFloat16(const std::filesystem::path& file, const graph::Graph& /*graph*/) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return ToFloat16(bytes, file);
}

}  // namespace

const Quantizer kQuantizer{&FileCalibrated, &FileToInt8, &FileToFloat16};

Result<std::vector<std::string>> Calibrated(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const schema::Model* model, Check(bytes, path));
  const std::vector<std::string> names = TensorNames(*model->subgraphs()->Get(0));
  std::vector<std::string> measured;
  for (const int tensor : TensorGroups(*model, PlanInt8(*model)).Measured()) {
    measured.push_back(names[static_cast<std::size_t>(tensor)]);
  }
  return measured;
}

Result<Quantized> ToInt8(std::string_view bytes, const std::filesystem::path& path, const Ranges& ranges) {
  ASSIGN_OR_RETURN(const schema::Model* model, Check(bytes, path));
  return WriteInt8(*model, ranges).map_error([&](Error error) { return std::move(error).Context("model " + path.string()); });
}

Result<Quantized> ToFloat16(std::string_view bytes, const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const schema::Model* model, Check(bytes, path));
  return WriteFloat16(*model);
}

}  // namespace dnntune::format::tflite
