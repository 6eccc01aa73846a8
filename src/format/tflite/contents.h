// SPDX-License-Identifier: Apache-2.0
// The FlatBuffers side of a .tflite file: what the steps of reading, slicing and writing share. Include in .cpp files of this
// folder only.
#pragma once

#include <tflite_schema_generated.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/format.h"
#include "format/skeleton/weights.h"
#include "graph/dtype.h"
#include "graph/quantization.h"

namespace dnntune::format::tflite {

namespace schema = ::tflite;  // what flatc makes of the schema

// Tensors and operators are known by their index in the subgraph that is the model: the file's first, or a signature's.
inline constexpr std::uint32_t kSchemaVersion = 3;
// Metadata that this program writes: the operators' names, one a line. The schema has names for tensors only.
inline constexpr const char* kOperatorNames = "dnntune.operator_names";

struct TensorFacts {
  std::optional<graph::DType> dtype;
  std::optional<std::vector<std::int64_t>> shape;
  std::optional<graph::Quantization> quantization;  // where the file gives one scale for the whole tensor
};
using Facts = std::vector<TensorFacts>;  // by tensor

// parse.cpp: the model in `bytes`, in which every index has been checked. kBadInput names the file and the defect.
[[nodiscard]] Result<const schema::Model*> ParseFile(std::string_view bytes, const std::filesystem::path& path);
// The list as numbers; none where there is no list.
[[nodiscard]] std::vector<int> Indices(const flatbuffers::Vector<std::int32_t>* list);
// The tensors in which one that is quantised in blocks has its scales and zero points.
[[nodiscard]] std::vector<int> TensorsOfScale(const schema::Tensor& tensor);
[[nodiscard]] schema::BuiltinOperator CodeOf(const schema::Model& model, const schema::Operator& op);
// "CONV_2D" of the schema, "custom.Convolution2DTransposeBias" of somebody else.
[[nodiscard]] std::string TypeOf(const schema::Model& model, const schema::Operator& op);

// kinds.cpp: whether the operator is one of kControlFlow, kStateful or kReadsVariables.
[[nodiscard]] bool IsControlFlow(schema::BuiltinOperator code);
[[nodiscard]] bool IsStateful(schema::BuiltinOperator code);
[[nodiscard]] bool ReadsVariables(schema::BuiltinOperator code);

// names.cpp: each tensor's name, made the only one of its kind where the file gives one twice or none.
[[nodiscard]] std::vector<std::string> TensorNames(const schema::SubGraph& graph);
// Each operator's name: from kOperatorNames where the file has it, else the first output's up to ';', by which the converter joins
// the names of what it fused, or all of it where that is taken.
[[nodiscard]] std::vector<std::string> OperatorNames(const schema::Model& model, const schema::SubGraph& graph,
                                                     const std::vector<std::string>& tensors);

// shapes.cpp: types, quantizations and shapes as far as the file and `options` tell. kBadInput where options.input_shapes
// contradict the file.
[[nodiscard]] Result<Facts> InferFacts(const schema::SubGraph& graph, const std::vector<std::string>& names,
                                       const ReadOptions& options);
// Dimensions that the file leaves open.
[[nodiscard]] std::vector<int> FreeDimensions(const schema::Tensor& tensor);

// dtype.cpp
[[nodiscard]] std::optional<graph::DType> ToDType(schema::TensorType type);

// constants.cpp: for each tensor what it holds, where it depends on nothing but the file: variables that nothing changes too.
// `inputs` are never constant.
using Constants = std::vector<std::optional<skeleton::Weights>>;
[[nodiscard]] Constants FindConstants(const schema::Model& model, const schema::SubGraph& graph, const std::vector<int>& inputs);

// macs.cpp: multiply-accumulates of an operator; nothing where a shape or the operator is not known.
[[nodiscard]] std::optional<std::uint64_t> CountMacs(const schema::Model& model, const schema::Operator& op, const Facts& facts);

}  // namespace dnntune::format::tflite
