// SPDX-License-Identifier: Apache-2.0
// The protobuf side of an ONNX model: what the steps of reading and slicing share. Include in .cpp files of this folder only.
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "format/format.h"
#include "format/skeleton/weights.h"
#include "graph/graph.h"
#include "graph/quantization.h"

namespace dnntune::format::onnx {

using ::onnx::AttributeProto;
using ::onnx::GraphProto;
using ::onnx::ModelProto;
using ::onnx::NodeProto;
using ::onnx::TensorProto;
using ::onnx::TensorShapeProto;
using ::onnx::TypeProto;
using ::onnx::ValueInfoProto;

struct TensorFacts {
  std::optional<graph::DType> dtype;
  std::optional<std::vector<std::int64_t>> shape;
  // Where `shape` is not known, what is: -1 for an extent that is open. Engines ask for the rank of a slice's inputs.
  std::optional<std::vector<std::int64_t>> open_shape{};
  bool is_dense = true;  // false: a sequence, an optional, a map or a sparse tensor
};
using Facts = std::unordered_map<std::string, TensorFacts>;

// parse.cpp: bytes to a model that has a graph. kBadInput names the file and the defect.
[[nodiscard]] Result<ModelProto> ParseFile(const std::string& bytes, const std::filesystem::path& path);

// "Conv" of the standard, "com.microsoft.FusedConv" of another domain.
[[nodiscard]] std::string OperatorType(const NodeProto& node);
[[nodiscard]] bool IsStandardDomain(const std::string& domain);

// Tensors that a node reads: its inputs and what its subgraphs (If, Loop, Scan) capture from outside. Empty names left out.
[[nodiscard]] std::vector<std::string> ReadsOf(const NodeProto& node);

// held_tensors.cpp: every tensor that a model holds: weights, attributes, those of graphs inside (If, Loop, Scan) and of functions.
[[nodiscard]] std::vector<TensorProto*> HeldTensors(ModelProto& model);

// external_data.cpp: the files that hold values, each once, existing, inside the model's folder and long enough.
[[nodiscard]] Result<std::vector<std::filesystem::path>> ExternalFiles(ModelProto& model, const std::filesystem::path& path);
// Puts external weights into the tensor itself.
[[nodiscard]] Result<void> Inline(TensorProto& tensor, const std::filesystem::path& model_path);

// shapes.cpp: names of the graph's inputs that are not initializers too, in the file's order.
[[nodiscard]] std::vector<std::string> TrueInputs(const GraphProto& graph);
// Types and shapes as far as they can be told: what is not in there, or has no type, is not known.
struct Inferred {
  Facts facts;
  std::string failure;  // why libonnx told nothing of what the file leaves open; empty: it did what it could
};
// kBadInput where options.input_shapes contradict the file.
[[nodiscard]] Result<Inferred> InferFacts(const ModelProto& model, const ReadOptions& options);

// dtype.cpp
[[nodiscard]] std::optional<graph::DType> ToDType(int type);
[[nodiscard]] int FromDType(graph::DType type);

// constants.cpp: names of initializers and of tensors that depend on nothing else.
using Constants = std::unordered_map<std::string, skeleton::Weights>;
// `inputs` are never constant.
[[nodiscard]] Constants FindConstants(const GraphProto& graph, const std::vector<std::string>& inputs);

// quantizations.cpp: what the integers stand for that QuantizeLinear makes or DequantizeLinear reads, where scale and zero point
// are one constant each. They need not fit the tensor's type.
using Quantizations = std::unordered_map<std::string, graph::Quantization>;
[[nodiscard]] Quantizations FindQuantizations(const GraphProto& graph);

// input_ranges.cpp: the numbers that graph inputs may hold, by name, where nodes pick by them.
using InputRanges = std::unordered_map<std::string, graph::ValueRange>;
[[nodiscard]] InputRanges FindInputRanges(const GraphProto& graph, const Facts& facts);

// macs.cpp: multiply-accumulates of a node; nothing where a shape or the operator is not known.
[[nodiscard]] std::optional<std::uint64_t> CountMacs(const NodeProto& node, const Facts& facts);

}  // namespace dnntune::format::onnx
