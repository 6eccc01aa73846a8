// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/openvino/openvino_file.h"
#include "engine/tensor.h"

namespace dnntune::engine {

using Shapes = std::vector<std::vector<std::int64_t>>;

struct ModelEdges {
  std::vector<TensorInfo> inputs;
  std::vector<TensorInfo> outputs;
  std::shared_ptr<ov::Model> closed_model;  // null where a dimension of an input is open
};

// Reads a file, or a slice, into OpenVINO's form. Members throw as OpenVINO does.
class OpenVinoReader {
 public:
  explicit OpenVinoReader(OpenVinoFile file) : file_(std::move(file)), lacks_rank_(LacksRank()) {}

  [[nodiscard]] const OpenVinoFile& file() const { return file_; }
  [[nodiscard]] Result<ModelEdges> Describe() const;
  // With the inputs' shapes fixed to these; none: as in the file.
  [[nodiscard]] std::shared_ptr<ov::Model> Read(const Shapes& shapes) const;

 private:
  [[nodiscard]] bool LacksRank() const;
  [[nodiscard]] Result<ModelEdges> DescribeUnconverted() const;

  OpenVinoFile file_;
  bool lacks_rank_;
};

}  // namespace dnntune::engine
