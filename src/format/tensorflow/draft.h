// SPDX-License-Identifier: Apache-2.0
// Small GraphDefs put together in tests, and looking into what comes out. Included by tests only.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "format/read_outcome.h"
#include "format/tensorflow/contents.h"
#include "format/tensorflow/read.h"

namespace dnntune::format::tensorflow {

// A graph put together line by line.
class Draft {
 public:
  NodeDef& Node(const std::string& op, const std::string& name, const std::vector<std::string>& inputs = {}) {
    NodeDef& node = *graph.add_node();
    node.set_op(op);
    node.set_name(name);
    for (const std::string& input : inputs) node.add_input(input);
    (*node.mutable_attr())["T"].set_type(DT_FLOAT);
    return node;
  }
  // Dimensions of -1 are free.
  Draft& Input(const std::string& name, const Shape& shape) {
    NodeDef& node = Node("Placeholder", name);
    (*node.mutable_attr())["dtype"].set_type(DT_FLOAT);
    TensorShape& declared = *(*node.mutable_attr())["shape"].mutable_shape();
    for (const std::int64_t extent : shape) declared.add_dim()->set_size(extent);
    return *this;
  }
  Draft& Weight(const std::string& name, const Shape& shape) {
    Tensor& tensor = Value(name, DT_FLOAT, shape);
    tensor.add_float_val(1);
    return *this;
  }
  Draft& Integers(const std::string& name, const std::vector<std::int32_t>& values) {
    Tensor& tensor = Value(name, DT_INT32, {static_cast<std::int64_t>(values.size())});
    for (const std::int32_t value : values) tensor.add_int_val(value);
    return *this;
  }
  [[nodiscard]] std::string Bytes() const { return graph.SerializeAsString(); }
  [[nodiscard]] Result<std::unique_ptr<Model>> Read(const ReadOptions& options = {}) const {
    return Parse(Bytes(), "draft.pb", options);
  }
  [[nodiscard]] std::string ReadError(const ReadOptions& options = {}) const { return RefusalOf(Read(options)); }
  GraphDef graph;

 private:
  Tensor& Value(const std::string& name, DataType type, const Shape& shape) {
    NodeDef& node = Node("Const", name);
    (*node.mutable_attr())["dtype"].set_type(type);
    Tensor& tensor = *(*node.mutable_attr())["value"].mutable_tensor();
    tensor.set_dtype(type);
    for (const std::int64_t extent : shape) tensor.mutable_tensor_shape()->add_dim()->set_size(extent);
    return tensor;
  }
};

inline void SetInts(NodeDef& node, const char* name, const std::vector<std::int64_t>& values) {
  for (const std::int64_t value : values) (*node.mutable_attr())[name].mutable_list()->add_i(value);
}

inline NodeDef& Window(NodeDef& node, std::int64_t stride, const char* padding) {
  SetInts(node, "strides", {1, stride, stride, 1});
  (*node.mutable_attr())["padding"].set_s(padding);
  return node;
}

// x -> Relu a -> Conv2D b, its weight behind an Identity -> Sigmoid y
inline Draft Chain() {
  Draft draft;
  draft.Input("x", {1, 8, 8, 4}).Weight("w", {3, 3, 4, 6});
  draft.Node("Identity", "w/read", {"w"});
  draft.Node("Relu", "a", {"x:0"});
  Window(draft.Node("Conv2D", "b", {"a", "w/read"}), 1, "VALID");
  draft.Node("Sigmoid", "y", {"b"});
  return draft;
}

// x -> while (i < 3): x = x * 2 -> y, as TensorFlow 1 writes it.
inline Draft Loop() {
  Draft draft;
  draft.Input("x", {4}).Weight("factor", {4});
  draft.Node("Relu", "before", {"x"});
  (*draft.Node("Enter", "while/Enter", {"before"}).mutable_attr())["frame_name"].set_s("while/frame");
  (*draft.Node("Enter", "while/factor", {"factor"}).mutable_attr())["frame_name"].set_s("while/frame");
  draft.Node("Merge", "while/Merge", {"while/Enter", "while/NextIteration"});
  draft.Node("Less", "while/Less", {"while/Merge", "while/factor"});
  draft.Node("LoopCond", "while/LoopCond", {"while/Less"});
  draft.Node("Switch", "while/Switch", {"while/Merge", "while/LoopCond"});
  draft.Node("Mul", "while/Mul", {"while/Switch:1", "while/factor"});
  draft.Node("NextIteration", "while/NextIteration", {"while/Mul"});
  draft.Node("Exit", "while/Exit", {"while/Switch"});
  draft.Node("Relu", "y", {"while/Exit"});
  return draft;
}

inline GraphDef ProtoOf(const Result<std::string>& bytes) {
  GraphDef graph;
  EXPECT_TRUE(bytes) << (bytes ? "" : bytes.error().message);
  EXPECT_TRUE(graph.ParseFromString(bytes.value_or("damaged")));
  return graph;
}

inline std::vector<std::string> NodeNames(const GraphDef& graph) {
  std::vector<std::string> names;
  for (const auto& node : graph.node()) names.push_back(node.name());
  return names;
}

inline std::vector<std::string> OperatorNames(const graph::Graph& graph) {
  std::vector<std::string> names;
  for (const auto& op : graph.operators()) names.push_back(op.name);
  return names;
}

}  // namespace dnntune::format::tensorflow
