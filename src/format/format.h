// SPDX-License-Identifier: Apache-2.0
// Model files. A format reads a file into the neutral graph and writes runnable parts of it. Its library's types stay inside its
// folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/network.h"
#include "format/quantize.h"
#include "graph/graph.h"

namespace dnntune::format {

// Of a tensor, as seen when the model was opened or run.
struct KnownTensor {
  graph::DType dtype;
  std::vector<std::int64_t> shape;
};
using KnownTensors = std::map<std::string, KnownTensor>;  // by name

// What the reader needs beyond the file.
struct ReadOptions {
  // Shapes by input name; fixes free dimensions. The key "" stands for the only input.
  std::map<std::string, std::vector<std::int64_t>> input_shapes;
  // Names of inputs and outputs to use instead of the file's own; empty: the file's.
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  // What running the model has told; wins over what the file lets one infer. See target/complete_tensors.h.
  KnownTensors known_tensors;
  // Reads a model whose inputs leave dimensions free, with no shapes for what depends on them: enough to slice it.
  bool allow_free_dimensions = false;
};

// A model file in memory. Immutable and thread-safe.
class Model {
 public:
  virtual ~Model() = default;
  [[nodiscard]] virtual const graph::Graph& graph() const = 0;
  [[nodiscard]] virtual std::string_view format() const = 0;  // "onnx", "tflite"
  // Every file that makes up the model; the first is the one that was named, the others hold external weights.
  [[nodiscard]] virtual std::span<const std::filesystem::path> files() const = 0;

  // Why the reader could tell less of types and shapes than it should have; empty: it could not have told more.
  [[nodiscard]] virtual std::string_view inference_failure() const { return {}; }

  // A sub-model of the same format that reads `inputs` and yields `outputs` (tensor names), as the bytes of one self-contained
  // file; same operators, same arithmetic. Empty lists mean the model's own. `known`: types and ranks of tensors, of which formats
  // that must declare them and cannot infer them take those. kBadInput for an unknown tensor (names the nearest) or where `outputs`
  // need a model input that is not in `inputs`.
  [[nodiscard]] Result<std::string> Slice(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                          const KnownTensors& known = {}) const {
    return CutOut(inputs, outputs, known);
  }

 protected:
  [[nodiscard]] virtual Result<std::string> CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                                   const KnownTensors& known) const = 0;
};

// A row of the table of formats: all that anybody needs to know to use one.
struct Format {
  std::string_view name;                         // "onnx"
  std::span<const std::string_view> extensions;  // ".onnx"; files are written with the first
  Result<std::unique_ptr<Model>> (*read)(const std::filesystem::path& path, const ReadOptions& options);
  NetworkWriter write_network;
  // Types of operators: those that run parts of the graph again or not at all, and those that keep values between runs.
  std::span<const std::string_view> control_flow{};
  std::span<const std::string_view> stateful{};
  const Quantizer* quantizer = nullptr;  // null: files of the format cannot be quantised
};

[[nodiscard]] std::span<const Format> Formats();

// The format of that name. Null where there is none.
[[nodiscard]] const Format* FormatNamed(std::string_view name);

// The format that the file's extension stands for. kBadInput where there is none.
[[nodiscard]] Result<const Format*> FormatOf(const std::filesystem::path& path);

// Picks the format by extension and reads. Errors name the file, what is wrong and what to do (kIo, kBadInput).
[[nodiscard]] Result<std::unique_ptr<Model>> Read(const std::filesystem::path& path, const ReadOptions& options);

}  // namespace dnntune::format
