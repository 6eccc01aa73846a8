// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

constexpr float kStandardEpsilon = 1e-5F;

struct Pair {
  int convolution;
  int norm;
};

class Folder {
 public:
  // `round`: how often it was done before; what is made is named by it.
  Folder(GraphProto& graph, int round) : round_(round), graph_(graph), values_(graph), readers_(graph) {
    for (int i = 0; i < graph.node_size(); ++i) {
      for (const std::string& output : graph.node(i).output()) producers_.emplace(output, i);
    }
  }

  // The pairs first: folding adds initializers, which moves those that `values_` points to.
  int Run() {
    std::vector<Pair> pairs;
    for (int i = 0; i < graph_.node_size(); ++i) {
      if (const int convolution = ConvolutionOf(graph_.node(i)); convolution >= 0) pairs.push_back({convolution, i});
    }
    GraphProto made;
    for (const Pair& pair : pairs) Fold(graph_.node(pair.norm), *graph_.mutable_node(pair.convolution), made);
    graph_.mutable_initializer()->MergeFrom(made.initializer());
    Remove(pairs);
    return static_cast<int>(pairs.size());
  }

 private:
  // The node whose weights can take the normalization in; -1: none.
  [[nodiscard]] int ConvolutionOf(const NodeProto& norm) const {
    if (norm.op_type() == "Add") return ConvolutionBefore(norm);
    if (norm.op_type() != "BatchNormalization" || norm.output_size() != 1 || IntOf(norm, "training_mode", 0) != 0) return -1;
    for (int i = 1; i < norm.input_size(); ++i) {
      if (!values_.IsFloat32(norm.input(i))) return -1;
    }
    const int convolution = FoldableInto(norm.input(0));
    if (convolution < 0) return -1;
    const TensorProto& weight = *values_.Find(graph_.node(convolution).input(1));
    for (int i = 1; i < norm.input_size(); ++i) {
      const TensorProto& parameter = *values_.Find(norm.input(i));
      if (weight.dims_size() == 0 || parameter.dims_size() != 1 || parameter.dims(0) != weight.dims(0)) return -1;
    }
    return convolution;
  }
  // The convolution that makes the tensor, for one reader alone, if its weights can change; -1: none.
  [[nodiscard]] int FoldableInto(const std::string& tensor) const {
    const auto producer = producers_.find(tensor);
    if (producer == producers_.end() || readers_.IsSeenOutside(tensor) || readers_.Of(tensor).size() != 1) return -1;
    const auto& node = graph_.node(producer->second);
    if (node.op_type() != "Conv" || !values_.IsFloat32(node.input(1)) || values_.Find(node.input(1))->dims_size() < 2) return -1;
    const bool has_bias = node.input_size() > 2 && !node.input(2).empty();
    return has_bias && !values_.IsFloat32(node.input(2)) ? -1 : producer->second;
  }
  // The same of an Add of one constant per channel, which is a bias written apart; the constant is the second input.
  [[nodiscard]] int ConvolutionBefore(const NodeProto& add) const {
    if (add.input_size() != 2 || add.input(0) == add.input(1) || !values_.IsFloat32(add.input(1))) return -1;
    const int convolution = FoldableInto(add.input(0));
    if (convolution < 0) return -1;
    const TensorProto& weight = *values_.Find(graph_.node(convolution).input(1));
    const TensorProto& bias = *values_.Find(add.input(1));
    // Channels are the dimension before those of the window.
    const int axis = bias.dims_size() - (weight.dims_size() - 1);
    if (axis < 0 || axis > 1) return -1;
    for (int i = 0; i < bias.dims_size(); ++i) {
      if (bias.dims(i) != (i == axis ? weight.dims(0) : 1)) return -1;
    }
    return convolution;
  }

  // y = gamma (x - mean) / sqrt(variance + epsilon) + beta (Ioffe and Szegedy, ICML 2015).
  void Fold(const NodeProto& norm, NodeProto& node, GraphProto& made) const {
    std::array<std::vector<float>, 4> parameters;  // gamma, beta, mean, variance
    const bool is_add = norm.op_type() == "Add";
    for (int i = 0; i < 4 && !is_add; ++i) parameters[static_cast<std::size_t>(i)] = Floats(*values_.Find(norm.input(i + 1)));
    if (is_add) {
      const std::vector<float> added = Floats(*values_.Find(norm.input(1)));
      const std::vector<float> ones(added.size(), 1.0F);
      parameters = {ones, added, std::vector<float>(added.size(), 0.0F), ones};
    }
    const auto& [gamma, beta, mean, variance] = parameters;
    const TensorProto& weight = *values_.Find(node.input(1));
    std::vector<float> weights = Floats(weight);
    const std::size_t channels = gamma.size();
    std::vector<float> bias(channels, 0.0F);
    if (node.input_size() > 2 && !node.input(2).empty()) bias = Floats(*values_.Find(node.input(2)));
    const float epsilon = is_add ? 0.0F : FloatOf(norm, "epsilon", kStandardEpsilon);
    const std::size_t each = weights.size() / channels;
    for (std::size_t channel = 0; channel < channels; ++channel) {
      const float factor = gamma[channel] / std::sqrt(variance[channel] + epsilon);
      for (std::size_t i = 0; i < each; ++i) weights[channel * each + i] *= factor;
      bias[channel] = (bias[channel] - mean[channel]) * factor + beta[channel];
    }
    const std::string suffix = round_ == 0 ? "" : "." + std::to_string(round_);
    const std::string names[] = {node.name() + ".weight" + suffix, node.name() + ".bias" + suffix};
    const auto add = [&](const std::string& name, std::span<const float> values, const std::vector<std::int64_t>& shape) {
      auto& tensor = *made.add_initializer();
      tensor.set_name(name);
      SetFloats(tensor, values, shape);
    };
    add(names[0], weights, ShapeOf(weight));
    add(names[1], bias, {static_cast<std::int64_t>(channels)});
    node.set_input(1, names[0]);
    if (node.input_size() < 3) node.add_input();
    node.set_input(2, names[1]);
    node.set_output(0, norm.output(0));
  }

  void Remove(const std::vector<Pair>& pairs) {
    google::protobuf::RepeatedPtrField<NodeProto> rest;
    for (int i = 0; i < graph_.node_size(); ++i) {
      const bool is_gone = std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.norm == i; });
      if (!is_gone) *rest.Add() = std::move(*graph_.mutable_node(i));
    }
    graph_.mutable_node()->Swap(&rest);
  }

  int round_;
  GraphProto& graph_;
  const ConstantValues values_;
  const Readers readers_;
  std::unordered_map<std::string, int> producers_;
};

}  // namespace

int FoldBatchNorms(GraphProto& graph) {
  int all = 0;
  // A bias may stand between a convolution and its normalization.
  for (int round = 0, folded = 1; folded > 0; ++round) {
    folded = Folder(graph, round).Run();
    all += folded;
  }
  if (all > 0) DropUnread(graph);
  return all;
}

}  // namespace dnntune::format::onnx
