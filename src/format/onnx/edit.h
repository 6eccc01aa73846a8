// SPDX-License-Identifier: Apache-2.0
// What the steps of writing an ONNX model in int8 or float16 share. Include in .cpp files of this folder only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "format/onnx/contents.h"
#include "format/quantize.h"

namespace dnntune::format::onnx {

// float_model.cpp: the file with its external weights put into it. kBadInput where it is quantised already or not of float32.
[[nodiscard]] Result<ModelProto> ReadFloat32(const std::filesystem::path& path);

// raise_opset.cpp: rewrites a model of an older opset than 13, the first in which a weight may have a scale per channel, with
// libonnx, which asks for the shapes that `known` has. kBadInput, with libonnx's reason, where it cannot.
[[nodiscard]] Result<void> RaiseOpset(ModelProto& model, const graph::Graph& known, const std::filesystem::path& path);

// drop_no_ops.cpp: leaves out Identity, Dropout and Cast of float32 to float32; what read their outputs reads their inputs.
void DropNoOps(GraphProto& graph, const graph::Graph& known);

// drop_no_ops.cpp: makes constants of what only reshapes a constant, such as a bias that is given dimensions.
void WriteOutConstants(GraphProto& graph, const Facts& facts);

// fold_batch_norm.cpp: puts BatchNormalization, and a bias that is added apart, into the weights of the convolution that alone
// feeds it; the convolution then makes its output. Returns how many nodes went.
int FoldBatchNorms(GraphProto& graph);

// constant_values.cpp: the tensors whose values stand in the file: initializers and what Constant nodes hold. Points into the
// graph, which must not change.
class ConstantValues {
 public:
  explicit ConstantValues(const GraphProto& graph);
  // Null for a tensor that is computed.
  [[nodiscard]] const TensorProto* Find(const std::string& name) const;
  [[nodiscard]] bool IsFloat32(const std::string& name) const;

 private:
  std::unordered_map<std::string, const TensorProto*> tensors_;
};
[[nodiscard]] std::vector<float> Floats(const TensorProto& tensor);
void SetFloats(TensorProto& tensor, std::span<const float> values, const std::vector<std::int64_t>& shape);
[[nodiscard]] std::vector<std::int64_t> ShapeOf(const TensorProto& tensor);

// Attributes of a node.
[[nodiscard]] std::int64_t IntOf(const NodeProto& node, std::string_view name, std::int64_t standard);
[[nodiscard]] float FloatOf(const NodeProto& node, std::string_view name, float standard);
[[nodiscard]] bool HasAttribute(const NodeProto& node, std::string_view name);

// Who reads what in a graph.
class Readers {
 public:
  explicit Readers(const GraphProto& graph);
  // The nodes that read the tensor directly, ascending.
  [[nodiscard]] std::span<const int> Of(const std::string& tensor) const;
  // Whether it is an output of the model, or something inside an If, Loop or Scan reads it: its name must keep its meaning.
  [[nodiscard]] bool IsSeenOutside(const std::string& tensor) const { return seen_.contains(tensor); }

 private:
  std::unordered_map<std::string, std::vector<int>> nodes_;
  std::unordered_set<std::string> seen_;
};

// Gives every node the name that the neutral graph knows it by, so that layers keep their names.
void NameNodes(GraphProto& graph, const graph::Graph& known);

// Names of nodes that are put beside a node: in its scope, so that they fall into its layer.
class Neighbours {
 public:
  explicit Neighbours(const GraphProto& graph);
  [[nodiscard]] std::string Name(const std::string& node, std::string_view what) const;

 private:
  bool has_scopes_;
};

// Leaves out initializers and Constant nodes that nothing reads any more, and the inputs that old files list them as.
void DropUnread(GraphProto& graph);

// The model as a file. kUnavailable beyond the 2 GiB that one can hold.
[[nodiscard]] Result<std::string> Serialize(const ModelProto& model, const std::filesystem::path& path);

}  // namespace dnntune::format::onnx
