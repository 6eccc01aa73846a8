// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/frontend/frontend.hpp>
#include <openvino/runtime/core.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/source/model_source.h"
#include "engine/tensor.h"

namespace dnntune::engine {

using Shapes = std::vector<std::vector<std::int64_t>>;

struct ModelEdges {
  std::vector<TensorInfo> inputs;
  std::vector<TensorInfo> outputs;
  std::shared_ptr<ov::Model> closed_model;  // null where a dimension of an input is open
};

// Reads a file, or the bytes of a slice, into OpenVINO's form. Members throw as OpenVINO does.
class OpenVinoReader {
 public:
  // Both outlive the reader; `onnx` is the front end that slices are read by.
  OpenVinoReader(ov::Core& core, ov::frontend::FrontEnd& onnx, ModelSource source)
      : core_(core), onnx_(onnx), source_(std::move(source)) {}

  [[nodiscard]] const std::string& file() const { return source_.file; }
  [[nodiscard]] Result<ModelEdges> Describe() const;
  // With the inputs' shapes fixed to these; none: as in the file.
  [[nodiscard]] std::shared_ptr<ov::Model> Read(const Shapes& shapes) const;

 private:
  [[nodiscard]] ov::frontend::InputModel::Ptr Unconverted() const;
  [[nodiscard]] bool LacksRank() const;
  [[nodiscard]] Result<ModelEdges> DescribeUnconverted() const;

  ov::Core& core_;
  ov::frontend::FrontEnd& onnx_;
  ModelSource source_;
};

}  // namespace dnntune::engine
