// SPDX-License-Identifier: Apache-2.0
// Small ONNX models put together in tests, and looking into what comes out. Included by tests only.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "format/onnx/contents.h"
#include "format/onnx/read.h"
#include "format/read_outcome.h"

namespace dnntune::format::onnx {

// A model put together line by line.
class Draft {
 public:
  explicit Draft(int opset = 13) {
    model.set_ir_version(8);
    model.add_opset_import()->set_version(opset);
    model.mutable_graph()->set_name("draft");
  }
  // Negative dimensions are free and called "N".
  Draft& Input(const std::string& name, const std::vector<std::int64_t>& shape) {
    Declare(*model.mutable_graph()->add_input(), name, &shape);
    return *this;
  }
  Draft& Output(const std::string& name) {
    Declare(*model.mutable_graph()->add_output(), name, nullptr);
    return *this;
  }
  Draft& Weight(const std::string& name, const std::vector<std::int64_t>& shape) {
    auto& tensor = *model.mutable_graph()->add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(TensorProto::FLOAT);
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
      tensor.add_dims(extent);
      count *= extent;
    }
    tensor.set_raw_data(std::string(static_cast<std::size_t>(count) * 4, '\0'));
    return *this;
  }
  NodeProto& Node(const std::string& type, const std::vector<std::string>& inputs, const std::string& output) {
    auto& node = *model.mutable_graph()->add_node();
    node.set_op_type(type);
    node.set_name(output + "_op");
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(output);
    return node;
  }
  [[nodiscard]] std::string Bytes() const { return model.SerializeAsString(); }
  [[nodiscard]] Result<std::unique_ptr<Model>> Read(const ReadOptions& options = {}) const {
    return Parse(Bytes(), "draft.onnx", options);
  }
  [[nodiscard]] std::string ReadError(const ReadOptions& options = {}) const { return RefusalOf(Read(options)); }
  ModelProto model;

 private:
  static void Declare(ValueInfoProto& value, const std::string& name, const std::vector<std::int64_t>* shape) {
    value.set_name(name);
    auto& type = *value.mutable_type()->mutable_tensor_type();
    type.set_elem_type(TensorProto::FLOAT);
    if (shape == nullptr) return;
    type.mutable_shape();
    for (const std::int64_t extent : *shape) {
      auto& dim = *type.mutable_shape()->add_dim();
      if (extent < 0) {
        dim.set_dim_param("N");
      } else {
        dim.set_dim_value(extent);
      }
    }
  }
};

inline AttributeProto& Attribute(NodeProto& node, const char* name, AttributeProto::AttributeType type) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

// x -> relu -> a -> conv -> b -> sigmoid -> y
inline Draft Chain() {
  Draft draft;
  draft.Input("x", {1, 4, 8, 8}).Output("y").Weight("w", {6, 4, 3, 3});
  draft.Node("Relu", {"x"}, "a");
  draft.Node("Conv", {"a", "w"}, "b");
  draft.Node("Sigmoid", {"b"}, "y");
  return draft;
}

inline ModelProto ProtoOf(const Result<std::string>& bytes) {
  ModelProto model;
  EXPECT_TRUE(bytes) << (bytes ? "" : bytes.error().message);
  EXPECT_TRUE(model.ParseFromString(bytes.value_or("damaged")));
  return model;
}

inline std::vector<std::string> Names(const google::protobuf::RepeatedPtrField<ValueInfoProto>& values) {
  std::vector<std::string> names;
  for (const auto& value : values) names.push_back(value.name());
  return names;
}

inline std::vector<std::string> NodeNames(const ModelProto& model) {
  std::vector<std::string> names;
  for (const auto& node : model.graph().node()) names.push_back(node.name());
  return names;
}

}  // namespace dnntune::format::onnx
