// SPDX-License-Identifier: Apache-2.0
// A neural network as every part of dnntune above `format` sees it: an immutable directed acyclic graph of operators and tensors.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "graph/dtype.h"
#include "graph/quantization.h"

namespace dnntune::graph {

using TensorId = std::uint32_t;    // index into Graph::tensors()
using OperatorId = std::uint32_t;  // index into Graph::operators(), which is a topological order
using LayerId = std::uint32_t;     // index into Graph::layers()

// Numbers that a model input may hold, both ends included.
struct ValueRange {
  double low;
  double high;
  std::string because;  // "'embed' (Gather) picks from 30522 of 'table' by it"
};

// An activation: what one operator hands to others, a model input or a model output. Weights are not tensors here.
struct Tensor {
  std::string name;
  std::optional<DType> dtype;
  std::optional<std::vector<std::int64_t>> shape;  // all dimensions known and >= 0, or nothing
  std::optional<Bytes> bytes;                      // dense size; given by a hand-written profile or computed from dtype and shape
  std::optional<Quantization> quantization;        // of integers that stand for real numbers
  std::optional<ValueRange> range;                 // of a model input, where the graph itself tells
  std::optional<OperatorId> producer;              // none for a model input
  std::vector<OperatorId> consumers;               // ascending, each once
  bool is_input = false;
  bool is_output = false;
  bool is_confined = false;  // no dense tensor of numbers, as a sequence or a string: cannot leave the layer that makes it
};

struct Operator {
  std::string name;              // unique
  std::string type;              // as the format calls it: "Conv"
  std::vector<TensorId> inputs;  // activations only
  std::vector<TensorId> outputs;
  std::optional<std::uint64_t> macs;  // multiply-accumulates of one inference; FLOPs = 2 x MACs; nothing: not known
  std::uint64_t parameters = 0;       // weights that this operator is the first to read, in elements: each counts once
  Bytes parameter_bytes;
  LayerId layer = 0;
};

// A named group of operators, the unit of measuring and cutting. The graph of layers is acyclic too, and layers() is a topological
// order.
struct Layer {
  std::string name;                   // unique
  std::vector<OperatorId> operators;  // ascending, never empty
};

// Thread-safe once built: all members are const. Made by GraphBuilder only.
class Graph {
 public:
  [[nodiscard]] std::span<const Operator> operators() const { return operators_; }
  [[nodiscard]] std::span<const Tensor> tensors() const { return tensors_; }
  [[nodiscard]] std::span<const Layer> layers() const { return layers_; }
  [[nodiscard]] std::span<const TensorId> inputs() const { return inputs_; }    // in the file's order
  [[nodiscard]] std::span<const TensorId> outputs() const { return outputs_; }  // in the file's order

  [[nodiscard]] std::optional<TensorId> FindTensor(std::string_view name) const;
  [[nodiscard]] std::optional<LayerId> FindLayer(std::string_view name) const;

  // Tensors that a layer reads from outside itself / that others or the caller read from it; ascending.
  [[nodiscard]] std::vector<TensorId> LayerInputs(LayerId layer) const;
  [[nodiscard]] std::vector<TensorId> LayerOutputs(LayerId layer) const;

 private:
  friend class GraphBuilder;
  Graph() = default;
  std::vector<Operator> operators_;
  std::vector<Tensor> tensors_;
  std::vector<Layer> layers_;
  std::vector<TensorId> inputs_;
  std::vector<TensorId> outputs_;
  std::vector<TensorId> tensors_by_name_;  // all, sorted by name
  std::vector<LayerId> layers_by_name_;
};

// What a GraphBuilder is told of an operator; tensors by name.
struct OperatorSpec {
  std::string name{};  // empty or taken: a unique one is made from type and position
  std::string type{};
  std::vector<std::string> inputs{};
  std::vector<std::string> outputs{};
  std::optional<std::uint64_t> macs{};
  std::uint64_t parameters = 0;
  Bytes parameter_bytes{};
  std::string layer{};  // empty: grouped by LayerNaming
};

// Collects operators in any order and makes the Graph.
class GraphBuilder {
 public:
  // Declares what is known of a tensor; a tensor that is only mentioned by operators needs no declaration.
  void AddTensor(std::string name, std::optional<DType> dtype, std::optional<std::vector<std::int64_t>> shape,
                 std::optional<Bytes> bytes = std::nullopt);
  // Says what the integers of a declared tensor stand for.
  void AddQuantization(const std::string& tensor, Quantization quantization);
  void AddRange(const std::string& tensor, ValueRange range);
  // Says of a tensor that nobody can hand it from one layer to another: a sequence, an optional, a map, a resource. Strings are
  // known by their type.
  void Confine(std::string tensor);
  void AddOperator(OperatorSpec spec);
  void AddInput(std::string name);
  void AddOutput(std::string name);

  // kBadInput, naming the object, for: two producers of a tensor, a consumed tensor that nothing produces and no input declares, a
  // cycle of operators or of layers, an output that does not exist, negative dimensions, a
  // quantization that does not fit the type, no operator at all. Operators come out in
  // a stable topological order (given order where possible). Layers: where specs name them, those; else blocks by name scope where
  // scopes exist and stay acyclic, else the blocks between tensors that every path crosses (see graph/layers.h). No confined tensor
  // goes from one of the latter two to another.
  [[nodiscard]] Result<Graph> Build() &&;

 private:
  struct TensorSpec {
    std::string name;
    std::optional<DType> dtype;
    std::optional<std::vector<std::int64_t>> shape;
    std::optional<Bytes> bytes;
  };
  std::vector<TensorSpec> tensors_;
  std::vector<std::pair<std::string, Quantization>> quantizations_;
  std::vector<std::pair<std::string, ValueRange>> ranges_;
  std::vector<std::string> confined_;
  std::vector<OperatorSpec> operators_;
  std::vector<std::string> inputs_;
  std::vector<std::string> outputs_;
};

}  // namespace dnntune::graph
