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

// What the reader needs beyond the file.
struct ReadOptions {
  // Shapes by input name; fixes free dimensions. The key "" stands for the only input.
  std::map<std::string, std::vector<std::int64_t>> input_shapes;
  // Names of inputs and outputs to use instead of the file's own; empty: the file's.
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  // Shapes found by running the model, by tensor name; fill what static inference left open. See target/complete_shapes.h.
  std::map<std::string, std::vector<std::int64_t>> known_shapes;
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

  // A sub-model of the same format that reads `inputs` and yields `outputs` (tensor names), as the bytes of one self-contained
  // file; same operators, same arithmetic. Empty lists mean the model's own. kBadInput for an unknown tensor (names the nearest) or
  // where `outputs` need a model input that is not in `inputs`.
  [[nodiscard]] virtual Result<std::string> Slice(std::span<const std::string> inputs,
                                                  std::span<const std::string> outputs) const = 0;
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
