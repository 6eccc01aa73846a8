// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/quantize/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dnntune::format::onnx {
namespace {

class Planner {
 public:
  Planner(const GraphProto& graph, const graph::Graph& known, const Ranges* ranges)
      : graph_(graph), known_(known), ranges_(ranges), values_(graph), readers_(graph) {
    for (int i = 0; i < graph.node_size(); ++i) {
      for (const std::string& output : graph.node(i).output()) producers_.emplace(output, i);
    }
  }

  Result<Plan> Run() {
    plan_.operators.resize(static_cast<std::size_t>(graph_.node_size()));
    for (int i = 0; i < graph_.node_size(); ++i) Consider(i);
    for (int i = graph_.node_size() - 1; i >= 0; --i) LeaveForReaders(i);
    for (int i = 0; i < graph_.node_size(); ++i) Settle(i);
    TRY(ListCalibrated());
    return std::move(plan_);
  }

 private:
  Result<void> ListCalibrated() {
    std::unordered_set<std::string> seen;
    for (const auto& node : graph_.node()) {
      for (const auto* names : {&node.input(), &node.output()}) {
        for (const std::string& name : *names) {
          if (!plan_.tensors.contains(name) || derived_.contains(name) || !seen.insert(name).second) continue;
          plan_.calibrated.push_back(name);
          if (ranges_ == nullptr || ranges_->contains(name)) continue;
          return Fail(ErrorCode::kBadInput, fmt::format("the range of tensor '{}' is not known; calibrate the model", name));
        }
      }
    }
    return {};
  }

  [[nodiscard]] bool IsFloat(const std::string& name) const {
    if (const auto* constant = values_.Find(name)) return constant->data_type() == TensorProto::FLOAT;
    const auto tensor = known_.FindTensor(name);
    return tensor && known_.tensors()[*tensor].dtype == graph::DType::kFloat32;
  }
  // Whether it is handed from operator to operator when the model runs, in float32.
  [[nodiscard]] bool IsActivation(const std::string& name) const {
    return known_.FindTensor(name) && values_.Find(name) == nullptr && IsFloat(name);
  }
  [[nodiscard]] static std::vector<std::string> Operands(const NodeProto& node, const Rule& rule) {
    const int count = std::min(node.input_size(), rule.operands);
    return {node.input().begin(), node.input().begin() + count};
  }

  [[nodiscard]] PlannedOperator& OperatorAt(int node) { return plan_.operators[static_cast<std::size_t>(node)]; }
  [[nodiscard]] const Rule* RuleOf(int node) const { return plan_.operators[static_cast<std::size_t>(node)].rule; }

  // Whether the node can be in int8.
  void Consider(int index) {
    const auto& node = graph_.node(index);
    PlannedOperator& planned = OperatorAt(index);
    // What depends on constants alone is worked out before the first run; shapes and indices are whole numbers.
    const bool computes =
        std::any_of(node.output().begin(), node.output().end(), [&](const auto& one) { return IsActivation(one); });
    if (!computes) return;
    const Rule* rule = IsStandardDomain(node.domain()) ? FindRule(node.op_type()) : nullptr;
    planned.reason = rule == nullptr ? fmt::format("{} has no int8 form", OperatorType(node)) : Refusal(node, *rule);
    if (!planned.reason.empty()) return;
    planned.reason = Unbounded(node, *rule);
    if (!planned.reason.empty()) return;
    planned.rule = rule;
    if (const NodeProto* bound = BoundIn(node, *rule)) {
      within_.insert(node.output(0));
      bound_.insert(bound->output(0));
    }
  }

  // A node without weights gains nothing where somebody reads its result in float32, and the result loses: it stays, and by that
  // what it reads. Goes from the last node to the first.
  void LeaveForReaders(int index) {
    const auto& node = graph_.node(index);
    const Rule* rule = RuleOf(index);
    if (rule == nullptr || rule->scales == Scales::kWeighted || rule->yields_float32) return;
    const bool is_bound_in = rule->scales == Scales::kActivation && bound_.contains(node.output(0));
    for (const std::string& output : node.output()) {
      if (output.empty() || !IsReadInFloat32(output)) continue;
      if (is_bound_in && IsOfWeights(node.input(0))) continue;
      OperatorAt(index) = {nullptr, "its result is read in float32"};
      within_.erase(is_bound_in ? node.input(0) : output);
      bound_.erase(output);
      return;
    }
  }
  [[nodiscard]] bool IsReadInFloat32(const std::string& tensor) const {
    const auto readers = readers_.Of(tensor);
    return readers_.IsSeenOutside(tensor) ||
           std::any_of(readers.begin(), readers.end(), [&](int reader) { return RuleOf(reader) == nullptr; });
  }
  [[nodiscard]] bool IsReadInInt8(const std::string& tensor) const {
    const auto readers = readers_.Of(tensor);
    return std::any_of(readers.begin(), readers.end(), [&](int reader) { return RuleOf(reader) != nullptr; });
  }
  // A convolution has no form that yields float32, and a Gemm that a Relu follows is fused with it before it is made int8.
  [[nodiscard]] bool IsOfWeights(const std::string& tensor) const {
    const auto producer = producers_.find(tensor);
    return producer != producers_.end() && RuleOf(producer->second) != nullptr &&
           RuleOf(producer->second)->scales == Scales::kWeighted;
  }

  // Takes the node into the plan, unless what it reads is not int8 after all.
  void Settle(int index) {
    const auto& node = graph_.node(index);
    PlannedOperator& planned = OperatorAt(index);
    if (planned.rule == nullptr) return;
    const std::vector<std::string> operands = Operands(node, *planned.rule);
    const auto any = [&](const auto& is) { return std::any_of(operands.begin(), operands.end(), is); };
    const bool looks_up = node.op_type() == "Gather" && any([&](const auto& name) { return values_.Find(name) != nullptr; });
    const bool reads_int8 = any([&](const auto& name) { return plan_.made.contains(name); });
    if (planned.rule->scales != Scales::kWeighted && node.op_type() != "MatMul" && !looks_up && !reads_int8) {
      planned = {nullptr, "what it reads is float32"};
      return;
    }
    Take(node, *planned.rule);
  }

  // Why the node cannot be in int8, whatever its values; empty: it can.
  [[nodiscard]] std::string Refusal(const NodeProto& node, const Rule& rule) const {
    const std::vector<std::string> operands = Operands(node, rule);
    for (const std::string& name : operands) {
      if (!known_.FindTensor(name) && values_.Find(name) == nullptr) return "it reads a constant that is computed in the file";
      if (!IsFloat(name)) return "it reads a tensor that is not known to be float32";
    }
    for (int i = 1; i < node.output_size(); ++i) {
      if (node.op_type() != "Split" && !node.output(i).empty()) return "its second output has no int8 form";
    }
    return rule.scales == Scales::kWeighted ? WeightsRefusal(node) : "";
  }

  [[nodiscard]] std::string WeightsRefusal(const NodeProto& node) const {
    const TensorProto* weight = values_.Find(node.input(1));
    if (weight == nullptr || !values_.IsFloat32(node.input(1))) return "its weights are no float32 constants of the file";
    const bool has_bias = node.input_size() > 2 && !node.input(2).empty();
    const TensorProto* bias = has_bias ? values_.Find(node.input(2)) : nullptr;
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
  [[nodiscard]] std::string Unbounded(const NodeProto& node, const Rule& rule) const {
    if (ranges_ == nullptr) return {};
    std::vector<std::string> names = Operands(node, rule);
    const NodeProto* bound = BoundIn(node, rule);
    if (rule.scales != Scales::kSame) names.push_back(bound == nullptr ? node.output(0) : bound->output(0));
    for (const std::string& name : names) {
      const auto range = ranges_->find(name);
      if (range != ranges_->end() && !(std::isfinite(range->second.low) && std::isfinite(range->second.high)))
        return fmt::format("tensor '{}' has values that are not finite", name);
    }
    return {};
  }

  // The Relu or Clip that alone reads the node's output, and so becomes part of the node; null: none.
  [[nodiscard]] const NodeProto* BoundIn(const NodeProto& node, const Rule& form) const {
    if (form.scales == Scales::kSame || form.scales == Scales::kActivation) return nullptr;
    const std::string& output = node.output(0);
    const auto readers = readers_.Of(output);
    if (readers.size() != 1 || readers_.IsSeenOutside(output)) return nullptr;
    const auto& reader = graph_.node(readers[0]);
    const Rule* rule = IsStandardDomain(reader.domain()) ? FindRule(reader.op_type()) : nullptr;
    if (rule == nullptr || rule->scales != Scales::kActivation || reader.input(0) != output) return nullptr;
    return HoldsZero(reader) ? &reader : nullptr;
  }
  // An int8 scale always holds zero: only then do its own bounds do the work of the node's.
  [[nodiscard]] bool HoldsZero(const NodeProto& bound) const {
    if (bound.op_type() == "Relu") return true;
    for (int i = 1; i < bound.input_size(); ++i) {
      if (bound.input(i).empty()) continue;
      if (!values_.IsFloat32(bound.input(i))) return false;
      const std::vector<float> value = Floats(*values_.Find(bound.input(i)));
      if (value.size() != 1 || (i == 1 ? value[0] > 0 : value[0] < 0)) return false;
    }
    return true;
  }

  void Take(const NodeProto& node, const Rule& rule) {
    for (const std::string& name : Operands(node, rule)) {
      // What a bound takes in stays as the node before it makes it.
      if (IsActivation(name) && !within_.contains(name)) plan_.tensors.insert(name);
    }
    for (const std::string& output : node.output()) {
      if (output.empty() || (rule.yields_float32 && !IsReadInInt8(output))) continue;
      plan_.made.insert(output);
      if (rule.scales == Scales::kSame) derived_.insert(output);
      if (!within_.contains(output)) plan_.tensors.insert(output);
    }
  }

  const GraphProto& graph_;
  const graph::Graph& known_;
  const Ranges* ranges_;
  const ConstantValues values_;
  const Readers readers_;
  Plan plan_;
  std::unordered_map<std::string, int> producers_;
  std::unordered_set<std::string> derived_;  // have the scale of what they were made from
  std::unordered_set<std::string> within_;   // between a node and the bound that became part of it
  std::unordered_set<std::string> bound_;    // made by such a bound
};

}  // namespace

Result<Plan> PlanInt8(const GraphProto& graph, const graph::Graph& known, const Ranges* ranges) {
  return Planner(graph, known, ranges).Run();
}

}  // namespace dnntune::format::onnx
