// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/int8_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dnntune::format {
namespace {

class Planner {
 public:
  Planner(const onnx::GraphProto& graph, const graph::Graph& known, const Ranges* ranges)
      : graph_(graph), known_(known), ranges_(ranges), values_(graph), readers_(graph) {}

  Result<Int8Plan> Run() {
    plan_.steps.resize(static_cast<std::size_t>(graph_.node_size()));
    for (int i = 0; i < graph_.node_size(); ++i) TRY(Decide(i));
    std::unordered_set<std::string> seen;
    for (const auto& node : graph_.node()) {
      for (const auto* names : {&node.input(), &node.output()}) {
        for (const std::string& name : *names) {
          if (plan_.tensors.contains(name) && !derived_.contains(name) && seen.insert(name).second)
            plan_.calibrated.push_back(name);
        }
      }
    }
    return std::move(plan_);
  }

 private:
  [[nodiscard]] bool IsFloat(const std::string& name) const {
    if (const auto* constant = values_.Find(name)) return constant->data_type() == onnx::TensorProto::FLOAT;
    const auto tensor = known_.FindTensor(name);
    return tensor && known_.tensors()[*tensor].dtype == graph::DType::kFloat32;
  }
  // Whether it is handed from operator to operator when the model runs, in float32.
  [[nodiscard]] bool IsActivation(const std::string& name) const {
    return known_.FindTensor(name) && values_.Find(name) == nullptr && IsFloat(name);
  }
  [[nodiscard]] static std::vector<std::string> Operands(const onnx::NodeProto& node, const Int8Rule& rule) {
    const int count = std::min(node.input_size(), rule.operands);
    return {node.input().begin(), node.input().begin() + count};
  }

  Result<void> Decide(int index) {
    const auto& node = graph_.node(index);
    Int8Step& step = plan_.steps[static_cast<std::size_t>(index)];
    // What depends on constants alone is worked out before the first run; shapes and indices are whole numbers.
    const bool computes =
        std::any_of(node.output().begin(), node.output().end(), [&](const auto& one) { return IsActivation(one); });
    if (!computes) return {};
    const Int8Rule* rule = IsStandardDomain(node.domain()) ? FindInt8Rule(node.op_type()) : nullptr;
    if (rule == nullptr) {
      step.kept = fmt::format("{} has no int8 form", OperatorType(node));
      return {};
    }
    step.kept = Refusal(node, *rule);
    if (!step.kept.empty()) return {};
    ASSIGN_OR_RETURN(step.kept, Unbounded(node, *rule));
    if (!step.kept.empty()) return {};
    step.rule = rule;
    Take(node, *rule);
    return {};
  }

  // Why the node cannot be in int8, whatever its values; empty: it can.
  [[nodiscard]] std::string Refusal(const onnx::NodeProto& node, const Int8Rule& rule) const {
    const std::vector<std::string> operands = Operands(node, rule);
    for (const std::string& name : operands) {
      if (!IsFloat(name)) return fmt::format("it reads '{}', which is not a float32 tensor of known type", name);
      if (values_.Find(name) == nullptr && !IsActivation(name))
        return fmt::format("its constant '{}' is computed in the file", name);
    }
    for (int i = 1; i < node.output_size(); ++i) {
      if (node.op_type() != "Split" && !node.output(i).empty()) return "its second output has no int8 form";
    }
    if (rule.form == Int8Form::kWeighted) return WeightsRefusal(node);
    const bool weighs = std::any_of(operands.begin(), operands.end(), [&](const std::string& name) { return values_.Find(name); });
    const bool multiplies = node.op_type() == "MatMul";
    const bool reads_int8 =
        std::any_of(operands.begin(), operands.end(), [&](const std::string& name) { return plan_.made.contains(name); });
    const bool looks_up = node.op_type() == "Gather" && weighs;
    if (!multiplies && !reads_int8 && !looks_up) return "what it reads is float32: converting would cost more than it saves";
    return {};
  }

  [[nodiscard]] std::string WeightsRefusal(const onnx::NodeProto& node) const {
    const onnx::TensorProto* weight = values_.Find(node.input(1));
    if (weight == nullptr || !values_.IsFloat32(node.input(1))) return "its weights are no float32 constants of the file";
    const bool has_bias = node.input_size() > 2 && !node.input(2).empty();
    const onnx::TensorProto* bias = has_bias ? values_.Find(node.input(2)) : nullptr;
    if (has_bias && (bias == nullptr || !values_.IsFloat32(node.input(2)))) return "its bias is no float32 constant of the file";
    if (weight->dims_size() < 2) return "its weights have no channels";
    if (node.op_type() != "Gemm") return {};
    const std::int64_t channels = weight->dims(IntOf(node, "transB", 0) != 0 ? 0 : 1);
    if (FloatOf(node, "alpha", 1) != 1 || (has_bias && FloatOf(node, "beta", 1) != 1)) return "its alpha or beta is not 1";
    if (bias != nullptr && (bias->dims_size() == 0 || bias->dims(bias->dims_size() - 1) != channels ||
                            Floats(*bias).size() != static_cast<std::size_t>(channels))) {
      return "its bias is not one number per channel";
    }
    return {};
  }

  // Why the values that were seen bar int8; empty: they do not.
  [[nodiscard]] Result<std::string> Unbounded(const onnx::NodeProto& node, const Int8Rule& rule) const {
    if (ranges_ == nullptr) return std::string();
    std::vector<std::string> names = Operands(node, rule);
    const onnx::NodeProto* bound = BoundIn(node, rule);
    if (rule.form != Int8Form::kSameScale) names.push_back(bound == nullptr ? node.output(0) : bound->output(0));
    for (const std::string& name : names) {
      if (!IsActivation(name) || derived_.contains(name) || within_.contains(name)) continue;
      const auto range = ranges_->find(name);
      if (range == ranges_->end())
        return Fail(ErrorCode::kBadInput, fmt::format("the range of tensor '{}' is not known; calibrate the model", name));
      if (!std::isfinite(range->second.low) || !std::isfinite(range->second.high))
        return fmt::format("tensor '{}' has values that are not finite", name);
    }
    return std::string();
  }

  // The Relu or Clip that alone reads the node's output, and so becomes part of the node; null: none.
  [[nodiscard]] const onnx::NodeProto* BoundIn(const onnx::NodeProto& node, const Int8Rule& form) const {
    if (form.form == Int8Form::kSameScale || form.form == Int8Form::kActivation) return nullptr;
    const std::string& output = node.output(0);
    const auto readers = readers_.Of(output);
    if (readers.size() != 1 || readers_.IsSeenOutside(output)) return nullptr;
    const auto& reader = graph_.node(readers[0]);
    const Int8Rule* rule = IsStandardDomain(reader.domain()) ? FindInt8Rule(reader.op_type()) : nullptr;
    if (rule == nullptr || rule->form != Int8Form::kActivation || reader.input(0) != output) return nullptr;
    return HoldsZero(reader) ? &reader : nullptr;
  }
  // An int8 scale always holds zero: only then do its own bounds do the work of the node's.
  [[nodiscard]] bool HoldsZero(const onnx::NodeProto& bound) const {
    if (bound.op_type() == "Relu") return true;
    for (int i = 1; i < bound.input_size(); ++i) {
      if (bound.input(i).empty()) continue;
      if (!values_.IsFloat32(bound.input(i))) return false;
      const std::vector<float> value = Floats(*values_.Find(bound.input(i)));
      if (value.size() != 1 || (i == 1 ? value[0] > 0 : value[0] < 0)) return false;
    }
    return true;
  }

  void Take(const onnx::NodeProto& node, const Int8Rule& rule) {
    for (const std::string& name : Operands(node, rule)) {
      // What a bound takes in stays as the node before it makes it.
      if (IsActivation(name) && !within_.contains(name)) plan_.tensors.insert(name);
    }
    const bool is_bound_in = BoundIn(node, rule) != nullptr;
    for (const std::string& output : node.output()) {
      if (output.empty()) continue;
      plan_.made.insert(output);
      if (is_bound_in) within_.insert(output);
      if (!is_bound_in) plan_.tensors.insert(output);
      if (rule.form == Int8Form::kSameScale) derived_.insert(output);
    }
  }

  const onnx::GraphProto& graph_;
  const graph::Graph& known_;
  const Ranges* ranges_;
  const ConstantValues values_;
  const Readers readers_;
  Int8Plan plan_;
  std::unordered_set<std::string> derived_;  // have the scale of what they were made from
  std::unordered_set<std::string> within_;   // between a node and the bound that became part of it
};

}  // namespace

Result<Int8Plan> PlanInt8(const onnx::GraphProto& graph, const graph::Graph& known, const Ranges* ranges) {
  return Planner(graph, known, ranges).Run();
}

}  // namespace dnntune::format
