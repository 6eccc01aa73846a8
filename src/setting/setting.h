// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dnntune::setting {

// How a model is run: everything that a person may vary and that changes a measurement. A value for every row of Dimensions(), and
// the cores that "big" or "0-3" stood for on the machine. Whoever needs all of them goes through the rows; an engine reads its own.
// What is left out is the engine's default; a setting that is measured with says every one (engine::WithDefaults).
struct Setting {
  std::string engine = "onnxruntime";
  std::string unit = "cpu";    // processing unit: cpu, gpu, npu
  std::optional<int> threads;  // of the engine's own pool, the caller included; >= 1; none: as many as the engine takes by itself
  std::string cores = "all";   // as asked for: "big", "little", "big+little", "0-3"
  std::vector<int> core_ids;   // the logical CPUs that these are on the machine; empty: all
  std::string precision = "fp32";  // of the arithmetic
  std::string file_precision;      // of the numbers in the model's file: fp32, fp16, int8; empty: of the file as it is given
  std::string library;             // DNN library inside the engine; empty: its default
  std::map<std::string, std::string> knobs;  // engine's own: {"graph_optimization", "all"}
  double slowdown = 1;  // >= 1; the worker takes this many times as long per run, to stand in for a slower device

  bool operator==(const Setting&) const = default;
};

}  // namespace dnntune::setting
