// SPDX-License-Identifier: Apache-2.0
// Writing a float32 model in numbers of fewer bits: float16, or int8 with the ranges of a calibration run.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "graph/graph.h"

namespace dnntune::format {

// What the values of a tensor spanned while the model ran on the calibration inputs.
struct Range {
  float low = 0;
  float high = 0;
};

// By tensor name, in any layout: a range has none.
using Ranges = std::map<std::string, Range, std::less<>>;

// An operator that still computes in float32, and why.
struct Kept {
  std::string name;
  std::string reason;
};

// A model in numbers of fewer bits. Inputs and outputs keep their names, shapes and element type float32.
struct Quantized {
  std::string bytes;  // one self-contained file of the same format
  int quantized = 0;  // operators of the file that compute in them
  std::vector<Kept> kept;
};

// What a format offers; a row of it is part of the format's (format.h). `file` is a float32 model and `graph` what was read from
// it. Errors: kIo, kBadInput (a model that is not float32, or is quantised already), naming the file. Stateless, thread-safe.
struct Quantizer {
  // The float32 tensors whose ranges `to_int8` needs, in model order.
  Result<std::vector<std::string>> (*calibrated)(const std::filesystem::path& file, const graph::Graph& graph);
  // int8 activations (one scale per tensor, from `ranges`) and int8 weights (symmetric, a scale per output channel).
  Result<Quantized> (*to_int8)(const std::filesystem::path& file, const graph::Graph& graph, const Ranges& ranges);
  // float16 weights; the engine decides in which precision it computes.
  Result<Quantized> (*to_float16)(const std::filesystem::path& file, const graph::Graph& graph);
};

}  // namespace dnntune::format
