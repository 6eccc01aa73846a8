// SPDX-License-Identifier: Apache-2.0
#include "format/tensorflow/file_writer.h"

#include <array>
#include <limits>

#include "format/length_delimited.h"
#include "format/tensorflow/serialize.h"

namespace dnntune::format::tensorflow {
namespace {

constexpr int kProducer = 987;  // of TensorFlow 2.9, which knows every attribute that is used here

// There for a scalar, too, as TensorFlow writes it: OpenVINO takes a content without a shape for zeros.
void SetShape(TensorShape& target, const Shape& shape) {
  for (const std::int64_t extent : shape) target.add_dim()->set_size(extent);
}

// Everything of a constant up to its content, which is to be the last field of the innermost message.
std::string OpeningOf(const std::string& name, const Shape& shape, std::uint64_t size) {
  NodeDef node;
  node.set_name(name);
  node.set_op("Const");
  SetType(node, "dtype", DT_FLOAT);
  Tensor tensor;
  tensor.set_dtype(DT_FLOAT);
  SetShape(*tensor.mutable_tensor_shape(), shape);
  constexpr int kKey = 1, kValue = 2;  // of an entry of a map
  const std::string key = "value", before = node.SerializeAsString(), within = tensor.SerializeAsString();
  const std::string entry = Opening({}, kKey, key.size()) + key;
  const std::array around = {Wrapping{GraphDef::kNodeFieldNumber, before}, Wrapping{NodeDef::kAttrFieldNumber, entry},
                             Wrapping{kValue, ""}, Wrapping{AttrValue::kTensorFieldNumber, within}};
  return Opening(around, Tensor::kTensorContentFieldNumber, size);
}

}  // namespace

void SetType(NodeDef& node, const char* name, DataType type) {
  (*node.mutable_attr())[name].set_type(type);
}

void SetText(NodeDef& node, const char* name, std::string_view text) {
  (*node.mutable_attr())[name].set_s(std::string(text));
}

void SetInts(NodeDef& node, const char* name, const Shape& values) {
  auto& list = *(*node.mutable_attr())[name].mutable_list();
  for (const std::int64_t value : values) list.add_i(value);
}

void SetInt(NodeDef& node, const char* name, std::int64_t value) {
  (*node.mutable_attr())[name].set_i(value);
}

void SetBool(NodeDef& node, const char* name, bool value) {
  (*node.mutable_attr())[name].set_b(value);
}

NodeDef& FileWriter::Add(const char* op, const std::string& name, const std::vector<std::string>& inputs) {
  NodeDef& node = *pieces_.back().nodes.add_node();
  node.set_name(name);
  node.set_op(op);
  for (const std::string& input : inputs) node.add_input(input);
  return node;
}

std::string FileWriter::AddIntegers(const std::string& name, const Shape& shape, const std::vector<std::int32_t>& values) {
  NodeDef& node = Add("Const", name, {});
  SetType(node, "dtype", DT_INT32);
  auto& tensor = *(*node.mutable_attr())["value"].mutable_tensor();
  tensor.set_dtype(DT_INT32);
  SetShape(*tensor.mutable_tensor_shape(), shape);
  tensor.set_tensor_content(values.data(), values.size() * sizeof(std::int32_t));
  return name;
}

std::string FileWriter::AddFloats(const std::string& name, const Shape& shape, ByteSource values) {
  std::uint64_t size = sizeof(float);
  for (const std::int64_t extent : shape) size *= static_cast<std::uint64_t>(extent);
  Piece& piece = pieces_.back();
  piece.opening = OpeningOf(name, shape, size);
  piece.size = size;
  piece.content = std::move(values);
  pieces_.emplace_back();
  return name;
}

std::uint64_t FileWriter::Size() const {
  std::uint64_t size = 0;
  for (const Piece& piece : pieces_) size += piece.nodes.ByteSizeLong() + piece.opening.size() + piece.size;
  return size;
}

Result<void> FileWriter::Write(const ByteSink& sink) const {
  if (Size() > std::numeric_limits<std::int32_t>::max()) {
    return Fail(ErrorCode::kUnavailable, "it is larger than the 2 GiB that one GraphDef can hold");
  }
  for (const Piece& piece : pieces_) {
    ASSIGN_OR_RETURN(const std::string nodes, Serialize(piece.nodes));
    TRY(sink(nodes));
    TRY(sink(piece.opening));
    if (piece.content) TRY(piece.content(sink));
  }
  GraphDef end;
  end.mutable_versions()->set_producer(kProducer);
  end.mutable_versions()->set_min_consumer(12);
  return sink(end.SerializeAsString());
}

}  // namespace dnntune::format::tensorflow
