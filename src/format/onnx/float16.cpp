// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/float16.h"

#include <fmt/format.h>
#include <onnx/defs/schema.h>

#include <algorithm>
#include <array>

#include "base/half.h"
#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

using Formal = ::onnx::OpSchema::FormalParameter;

// Squares and exponentials of ordinary activations are beyond 65504, the largest number of float16.
constexpr std::array<std::string_view, 12> kWideRange = {"Exp",
                                                         "Pow",
                                                         "ReduceL2",
                                                         "ReduceSumSquare",
                                                         "ReduceProd",
                                                         "ReduceLogSumExp",
                                                         "CumSum",
                                                         "LayerNormalization",
                                                         "LpNormalization",
                                                         "MeanVarianceNormalization",
                                                         "InstanceNormalization",
                                                         "Softplus"};
constexpr std::int64_t kNewestSchema = 26;  // of libonnx 1.23

std::vector<std::uint16_t> Halves(const TensorProto& tensor) {
  std::vector<std::uint16_t> halves;
  // What float16 cannot hold, such as the large negative numbers of attention masks, is held at its end.
  for (const float value : Floats(tensor)) halves.push_back(ToHalf(std::clamp<double>(value, -kMostHalf, kMostHalf)));
  return halves;
}

bool Holds(const Formal& formal, const char* type) {
  const auto& types = formal.GetTypes();
  return std::any_of(types.begin(), types.end(), [&](const auto& one) { return *one == type; });
}

// What the operator's definition says of the input or output at a place; the last one may stand for several.
const Formal* At(const std::vector<Formal>& formals, int place) {
  if (formals.empty()) return nullptr;
  return &formals[std::min(static_cast<std::size_t>(place), formals.size() - 1)];
}

class Halver {
 public:
  Halver(ModelProto& model, const graph::Graph& known, const Facts& facts)
      : graph_(*model.mutable_graph()), known_(known), facts_(facts), values_(graph_), readers_(graph_), neighbours_(graph_) {
    for (const auto& import : model.opset_import()) {
      if (import.domain().empty() || import.domain() == "ai.onnx")
        opset_ = static_cast<int>(std::min(import.version(), kNewestSchema));
    }
  }

  Quantized Run() {
    for (const auto& node : graph_.node()) Write(node);
    graph_.mutable_node()->Swap(made_.mutable_node());
    graph_.mutable_initializer()->MergeFrom(made_.initializer());
    auto& declared = *graph_.mutable_value_info();
    declared.erase(
        std::remove_if(declared.begin(), declared.end(), [&](const auto& value) { return halved_.contains(value.name()); }),
        declared.end());
    DropUnread(graph_);
    return std::move(quantized_);
  }

 private:
  [[nodiscard]] bool IsFloat(const std::string& name) const {
    if (const auto* constant = values_.Find(name)) return constant->data_type() == TensorProto::FLOAT;
    const auto found = facts_.find(name);
    return found != facts_.end() && found->second.dtype == graph::DType::kFloat32;
  }
  [[nodiscard]] bool ComputesFloats(const NodeProto& node) const {
    return std::any_of(node.output().begin(), node.output().end(), [&](const std::string& name) {
      return values_.Find(name) == nullptr && known_.FindTensor(name) && IsFloat(name);
    });
  }

  // Why the node stays in float32; empty: it does not.
  [[nodiscard]] std::string Refusal(const NodeProto& node) const {
    if (!IsStandardDomain(node.domain()) || node.domain() == "ai.onnx.ml")
      return OperatorType(node) + " is no operator of the standard";
    for (const auto& attribute : node.attribute()) {
      if (attribute.has_g() || attribute.graphs_size() > 0) return "it holds a graph of its own";
    }
    if (HasAttribute(node, "dtype") || node.op_type() == "ConstantOfShape") return "it makes its numbers from no others";
    const bool is_wide = std::find(kWideRange.begin(), kWideRange.end(), node.op_type()) != kWideRange.end();
    if (is_wide) return fmt::format("the numbers of {} go beyond what float16 holds", node.op_type());
    const auto* schema = ::onnx::OpSchemaRegistry::Schema(node.op_type(), opset_, "");
    if (schema == nullptr) return OperatorType(node) + " is younger than what is known of operators";
    const bool takes = std::any_of(node.input().begin(), node.input().end(), [&, place = 0](const std::string& name) mutable {
      const Formal* formal = At(schema->inputs(), place++);
      return !name.empty() && IsFloat(name) && formal != nullptr && Holds(*formal, "tensor(float16)");
    });
    const Formal* output = At(schema->outputs(), 0);
    const bool makes = output != nullptr && Holds(*output, "tensor(float16)");
    return takes && makes ? "" : fmt::format("{} is not defined for float16", node.op_type());
  }

  void Write(const NodeProto& original) {
    NodeProto node = original;
    const bool computes = ComputesFloats(node);
    const std::string refusal = computes ? Refusal(node) : "";
    const bool in_half = computes && refusal.empty();
    const auto* schema = in_half ? ::onnx::OpSchemaRegistry::Schema(node.op_type(), opset_, "") : nullptr;
    if (in_half) ++quantized_.quantized;
    if (!refusal.empty()) quantized_.kept.push_back({node.name(), refusal});
    for (int i = 0; i < node.input_size(); ++i) {
      const std::string name = node.input(i);
      if (name.empty() || !IsFloat(name)) continue;
      const bool as_half = in_half && Holds(*At(schema->inputs(), i), "tensor(float16)");
      node.set_input(i, as_half ? InFloat16(name, node.name()) : InFloat32(name, node.name()));
    }
    std::vector<std::string> seen;
    for (int i = 0; in_half && i < node.output_size(); ++i) {
      std::string& output = *node.mutable_output(i);
      if (output.empty() || !IsFloat(output)) continue;
      halved_.insert(output);
      if (!readers_.IsSeenOutside(output)) continue;
      seen.push_back(output);
      output += "/float16";
    }
    if (in_half && node.op_type() == "Cast") SetTarget(node);
    *made_.add_node() = node;
    // The model's own outputs, and what graphs inside read, stay float32.
    for (const std::string& output : seen) Cast({output + "/float16", output, TensorProto::FLOAT}, node.name());
  }
  static void SetTarget(NodeProto& node) {
    for (auto& attribute : *node.mutable_attribute()) {
      if (attribute.name() == "to") attribute.set_i(TensorProto::FLOAT16);
    }
  }

  // The tensor's name in float16, made where it is first wanted.
  std::string InFloat16(const std::string& name, const std::string& reader) {
    const bool is_seen = readers_.IsSeenOutside(name);
    if (halved_.contains(name)) return is_seen ? name + "/float16" : name;
    const std::string half = name + "/float16";
    if (!cast_.insert(half).second) return half;
    const TensorProto* constant = values_.Find(name);
    if (constant == nullptr) {
      Cast({name, half, TensorProto::FLOAT16}, reader);
      return half;
    }
    auto& tensor = *made_.add_initializer();
    tensor.set_name(half);
    tensor.set_data_type(TensorProto::FLOAT16);
    *tensor.mutable_dims() = constant->dims();
    const std::vector<std::uint16_t> halves = Halves(*constant);
    tensor.set_raw_data(halves.data(), halves.size() * sizeof(std::uint16_t));
    return half;
  }
  std::string InFloat32(const std::string& name, const std::string& reader) {
    if (!halved_.contains(name) || readers_.IsSeenOutside(name)) return name;
    std::string single = name + "/float32";
    if (cast_.insert(single).second) Cast({name, single, TensorProto::FLOAT}, reader);
    return single;
  }

  struct Wanted {
    std::string from;
    std::string to;
    TensorProto::DataType type;
  };
  void Cast(const Wanted& wanted, const std::string& beside) {
    auto& node = *made_.add_node();
    node.set_op_type("Cast");
    node.set_name(neighbours_.Name(beside, fmt::format("Cast{}", casts_++)));
    node.add_input(wanted.from);
    node.add_output(wanted.to);
    auto& attribute = *node.add_attribute();
    attribute.set_name("to");
    attribute.set_type(AttributeProto::INT);
    attribute.set_i(wanted.type);
  }

  GraphProto& graph_;
  const graph::Graph& known_;
  const Facts& facts_;
  const ConstantValues values_;
  const Readers readers_;
  const Neighbours neighbours_;
  int opset_ = 1;
  int casts_ = 0;
  GraphProto made_;
  std::unordered_set<std::string> halved_;  // tensors that are made in float16
  std::unordered_set<std::string> cast_;    // what was made from tensors beside them
  Quantized quantized_;
};

}  // namespace

Quantized WriteFloat16(ModelProto& model, const graph::Graph& known, const Facts& facts) {
  return Halver(model, known, facts).Run();
}

}  // namespace dnntune::format::onnx
