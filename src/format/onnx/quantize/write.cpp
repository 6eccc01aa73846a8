// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/quantize/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "format/onnx/quantize/weights.h"

namespace dnntune::format::onnx {
namespace {

constexpr const char* kPack = "QuantizeLinear";
constexpr const char* kUnpack = "DequantizeLinear";

// The two forms of a tensor.
struct Forms {
  std::string float32;
  std::string quantized;
  Steps steps;
  // Made int8 where it is made; else where it is first read in int8, and float32 readers keep the exact numbers.
  bool at_producer = false;
};

class Writer {
 public:
  Writer(GraphProto& graph, const Plan& plan, const Ranges& ranges)
      : graph_(graph), plan_(plan), ranges_(ranges), values_(graph), readers_(graph), neighbours_(graph) {
    for (int i = 0; i < graph.node_size(); ++i) {
      names_.insert(graph.node(i).name());
      for (const std::string& output : graph.node(i).output()) producers_.emplace(output, i);
    }
  }

  void Run() {
    for (int i = 0; i < graph_.node_size(); ++i) Write(i);
    graph_.mutable_node()->Swap(made_.mutable_node());
    graph_.mutable_initializer()->MergeFrom(made_.initializer());
    auto& declared = *graph_.mutable_value_info();
    declared.erase(
        std::remove_if(declared.begin(), declared.end(), [&](const auto& value) { return plan_.tensors.contains(value.name()); }),
        declared.end());
    DropUnread(graph_);
  }

 private:
  [[nodiscard]] const Rule* RuleOf(int node) const { return plan_.operators[static_cast<std::size_t>(node)].rule; }

  [[nodiscard]] bool YieldsInt8(int node) const { return RuleOf(node) != nullptr && !RuleOf(node)->yields_float32; }

  Forms& FormsOf(const std::string& tensor) {
    const auto [entry, is_new] = forms_.try_emplace(tensor);
    Forms& forms = entry->second;
    if (!is_new) return forms;
    const auto producer = producers_.find(tensor);
    const auto readers = readers_.Of(tensor);
    const bool is_seen = readers_.IsSeenOutside(tensor);
    forms.at_producer =
        producer != producers_.end() &&
        (YieldsInt8(producer->second) ||
         (!is_seen && std::all_of(readers.begin(), readers.end(), [&](int node) { return RuleOf(node) != nullptr; })));
    forms.float32 = forms.at_producer ? tensor + "/float32" : tensor;
    forms.quantized = forms.at_producer && !is_seen ? tensor : tensor + "/quantized";
    forms.steps = StepsOf(tensor, producer == producers_.end() ? -1 : producer->second);
    return forms;
  }
  Steps StepsOf(const std::string& tensor, int producer) {
    const Rule* rule = producer < 0 ? nullptr : RuleOf(producer);
    if (rule == nullptr || rule->scales != Scales::kSame) return StepsFor(ranges_.at(tensor));
    const std::string& from = graph_.node(producer).input(0);
    const auto* constant = values_.Find(from);
    return constant == nullptr ? FormsOf(from).steps : StepsFor(SpanOf(Floats(*constant)));
  }

  void Write(int index) {
    NodeProto node = graph_.node(index);
    const Rule* rule = RuleOf(index);
    for (int i = 0; i < node.input_size(); ++i) {
      const bool is_operand = rule != nullptr && i < rule->operands;
      if (plan_.tensors.contains(node.input(i))) {
        ReadActivation(node, i, is_operand);
      } else if (is_operand && values_.Find(node.input(i)) != nullptr) {
        ReadConstant(node, i);
      }
    }
    if (rule != nullptr && rule->scales == Scales::kWeighted) ReadWeights(node, graph_.node(index));
    std::vector<std::string> outputs;
    for (std::string& output : *node.mutable_output()) {
      if (!plan_.tensors.contains(output)) continue;
      const Forms& forms = FormsOf(output);
      if (!forms.at_producer) continue;
      outputs.push_back(output);
      output = forms.float32;
    }
    *made_.add_node() = node;
    for (const std::string& output : outputs) HandOn(node.name(), output);
  }

  // A DequantizeLinear of its own for every reader: engines fuse it with that reader, and it falls into its layer.
  void ReadActivation(NodeProto& node, int input, bool in_int8) {
    const std::string tensor = node.input(input);
    const Forms& forms = FormsOf(tensor);
    if (!in_int8 && !forms.at_producer) return;
    if (!forms.at_producer && packed_.insert(tensor).second) {
      Add({kPack, Beside(node.name(), kPack), tensor, forms.quantized}, tensor, forms.steps);
    }
    const std::string name = Beside(node.name(), kUnpack);
    Add({kUnpack, name, forms.quantized, name}, tensor, forms.steps);
    node.set_input(input, name);
  }
  void HandOn(const std::string& node, const std::string& tensor) {
    const Forms& forms = FormsOf(tensor);
    Add({kPack, Beside(node, kPack), forms.float32, forms.quantized}, tensor, forms.steps);
    if (forms.quantized == tensor) return;
    // The model's own output, or what a graph inside reads: float32, as before.
    Add({kUnpack, Beside(node, kUnpack), forms.quantized, tensor}, tensor, forms.steps);
  }
  // A name that no node has, in the node's layer.
  std::string Beside(const std::string& node, const std::string& what) {
    std::string name = neighbours_.Name(node, what);
    for (int i = 1; !names_.insert(name).second; ++i) name = neighbours_.Name(node, fmt::format("{}.{}", what, i));
    return name;
  }

  void ReadConstant(NodeProto& node, int input) {
    const TensorProto& constant = *values_.Find(node.input(input));
    const auto shape = ShapeOf(constant);
    const bool is_matrix = node.op_type() == "MatMul" && input == 1 && shape.size() == 2;
    if (is_matrix) return ReadChannels(node, input, 1, ChannelScales({Floats(constant), shape, 1}));
    const std::string key = node.input(input) + "/quantized";
    if (unpacked_names_.emplace(key, key + "/float32").second) {
      const std::vector<float> values = Floats(constant);
      const Steps steps = StepsFor(SpanOf(values));
      Constant(key, TensorProto::UINT8, shape) = Quantise(values, steps);
      Add({kUnpack, Beside(node.name(), kUnpack), key, key + "/float32"}, key, steps);
    }
    node.set_input(input, unpacked_names_.at(key));
  }

  // The weights and the bias of a Conv or Gemm. `original` has the names of before.
  void ReadWeights(NodeProto& node, const NodeProto& original) {
    const TensorProto& weight = *values_.Find(original.input(1));
    const bool is_gemm = original.op_type() == "Gemm";
    const int axis = is_gemm && IntOf(original, "transB", 0) == 0 ? 1 : 0;
    const std::vector<float> values = Floats(weight);
    std::vector<float> scales = ChannelScales({values, ShapeOf(weight), axis});
    const bool has_bias = original.input_size() > 2 && !original.input(2).empty();
    if (has_bias) {
      const float input = FormsOf(original.input(0)).steps.scale;
      const std::vector<float> bias = Floats(*values_.Find(original.input(2)));
      MakeRoomForBias(bias, input, scales);
      ReadBias(node, bias, scales, input);
    }
    ReadChannels(node, 1, axis, scales);
  }
  void ReadBias(NodeProto& node, std::span<const float> bias, std::vector<float> scales, float input) {
    for (float& scale : scales) scale *= input;
    // Its scale is the node's own, even where several nodes share the bias.
    const std::string name = Beside(node.name(), "bias.quantized");
    const auto channels = static_cast<std::int64_t>(bias.size());
    Constant(name, TensorProto::INT32, {channels}) = QuantiseBias(bias, scales);
    SetFloats(Initializer(name + "/scale"), scales, {channels});
    auto& unpack = AddNode({kUnpack, Beside(node.name(), "bias." + std::string(kUnpack)), name, name + "/float32"});
    unpack.add_input(name + "/scale");
    SetAxis(unpack, 0);
    node.set_input(2, name + "/float32");
  }
  void ReadChannels(NodeProto& node, int input, int axis, const std::vector<float>& scales) {
    const std::string original = node.input(input);
    auto& made = weights_[{original, axis}];
    auto found = std::find_if(made.begin(), made.end(), [&](const auto& one) { return one.first == scales; });
    if (found == made.end()) {
      const TensorProto& weight = *values_.Find(original);
      const std::string name =
          fmt::format("{}/quantized.axis{}{}", original, axis, made.empty() ? "" : fmt::format(".{}", made.size()));
      const std::vector<float> values = Floats(weight);
      const auto channels = static_cast<std::int64_t>(scales.size());
      Constant(name, TensorProto::INT8, ShapeOf(weight)) = QuantiseChannels({values, ShapeOf(weight), axis}, scales);
      SetFloats(Initializer(name + "/scale"), scales, {channels});
      Constant(name + "/zero_point", TensorProto::INT8, {channels}) = std::string(scales.size(), '\0');
      auto& unpack = AddNode({kUnpack, Beside(node.name(), "weight." + std::string(kUnpack)), name, name + "/float32"});
      unpack.add_input(name + "/scale");
      unpack.add_input(name + "/zero_point");
      SetAxis(unpack, axis);
      made.emplace_back(scales, name + "/float32");
      found = std::prev(made.end());
    }
    node.set_input(input, found->second);
  }

  struct Wanted {
    const char* type;
    std::string name;
    std::string input;
    std::string output;
  };
  NodeProto& AddNode(const Wanted& wanted) {
    auto& node = *made_.add_node();
    node.set_op_type(wanted.type);
    node.set_name(wanted.name);
    node.add_input(wanted.input);
    node.add_output(wanted.output);
    return node;
  }
  // With the scale and zero point of `tensor`, which are written once.
  void Add(const Wanted& wanted, const std::string& tensor, const Steps& steps) {
    auto& node = AddNode(wanted);
    node.add_input(tensor + "/scale");
    node.add_input(tensor + "/zero_point");
    if (!written_.insert(tensor).second) return;
    SetFloats(Initializer(tensor + "/scale"), std::span(&steps.scale, 1), {});
    Constant(tensor + "/zero_point", TensorProto::UINT8, {}) = std::string(1, static_cast<char>(steps.zero_point));
  }
  static void SetAxis(NodeProto& node, int axis) {
    auto& attribute = *node.add_attribute();
    attribute.set_name("axis");
    attribute.set_type(AttributeProto::INT);
    attribute.set_i(axis);
  }
  TensorProto& Initializer(const std::string& name) {
    auto& tensor = *made_.add_initializer();
    tensor.set_name(name);
    return tensor;
  }
  // The bytes of a new constant, to be set.
  std::string& Constant(const std::string& name, TensorProto::DataType type, const std::vector<std::int64_t>& shape) {
    auto& tensor = Initializer(name);
    tensor.set_data_type(type);
    for (const std::int64_t extent : shape) tensor.add_dims(extent);
    return *tensor.mutable_raw_data();
  }

  GraphProto& graph_;
  const Plan& plan_;
  const Ranges& ranges_;
  const ConstantValues values_;
  const Readers readers_;
  const Neighbours neighbours_;
  GraphProto made_;
  std::unordered_map<std::string, int> producers_;
  std::map<std::string, Forms> forms_;  // node-based: a Forms stays where it is
  std::unordered_set<std::string> packed_;
  std::unordered_set<std::string> written_;
  std::unordered_map<std::string, std::string> unpacked_names_;
  std::unordered_set<std::string> names_;  // of nodes
  // By tensor and axis: one for every set of scales that nodes need.
  std::map<std::pair<std::string, int>, std::vector<std::pair<std::vector<float>, std::string>>> weights_;
};

}  // namespace

void WriteInt8(GraphProto& graph, const Plan& plan, const Ranges& ranges) {
  Writer(graph, plan, ranges).Run();
}

}  // namespace dnntune::format::onnx
