// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/dtype.h"
#include "metric/quantity.h"
#include "report/document.h"

namespace dnntune::report {

struct ZooTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  graph::DType dtype = graph::DType::kFloat32;
};

// A model of the zoo.
struct ZooModel {
  std::string name;
  std::string title;
  std::vector<ZooTensor> inputs;
  ZooTensor output;
  std::string source;
};

[[nodiscard]] Document ZooListDocument(std::span<const ZooModel> models);

// A file that was written of a model.
struct ZooFile {
  std::string path;
  std::string format;
  metric::Quantity<Bytes> size;
  // Of one that is not in float32:
  struct Quantized {
    std::size_t operators = 0;                 // in the file's precision
    std::size_t kept = 0;                      // in float32
    metric::Quantity<double> signal_to_noise;  // of an output, in dB
  };
  std::optional<Quantized> quantized{};
};

// What was asked for: `name` of a model or "all", in `precision`; "fp32" has no columns of what it costs.
[[nodiscard]] Document ZooExportDocument(const std::string& name, const std::string& precision, std::span<const ZooFile> files);

}  // namespace dnntune::report
