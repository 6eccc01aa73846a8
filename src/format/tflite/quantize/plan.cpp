// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "format/tflite/edit.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using schema::ActivationFunctionType;
using schema::TensorType;
using Reason = std::optional<std::string>;

constexpr ActivationFunctionType kClamps[] = {ActivationFunctionType::NONE, ActivationFunctionType::RELU,
                                              ActivationFunctionType::RELU6, ActivationFunctionType::RELU_N1_TO_1};

class Judge {
 public:
  explicit Judge(const schema::Model& model)
      : model_(model),
        graph_(*model.subgraphs()->Get(0)),
        names_(TensorNames(graph_)),
        constants_(FindConstants(model, graph_, Indices(graph_.inputs()))) {}

  [[nodiscard]] PlannedOperator Of(const schema::Operator& op) const {
    const std::vector<int> inputs = Indices(op.inputs()), outputs = Indices(op.outputs());
    const auto is_float = [&](int tensor) { return tensor >= 0 && At(tensor).type() == TensorType::FLOAT32; };
    if (std::none_of(inputs.begin(), inputs.end(), is_float) && std::none_of(outputs.begin(), outputs.end(), is_float)) return {};
    const Code code = CodeOf(model_, op);
    // Measured on a landmark model: 12.6 ms with it in int8, 1.1 ms without.
    if (code == Code::PRELU)
      return {.reason = "TensorFlow Lite's int8 kernel for it is many times slower than XNNPACK's float32 one"};
    const Rule* rule = FindRule(code);
    if (rule == nullptr) return {.reason = "TensorFlow Lite has no kernel for it in int8 that is known here"};
    if (rule->scales != Scales::kReads && (outputs.empty() || !std::all_of(outputs.begin(), outputs.end(), is_float))) {
      return {.reason = "its outputs are not of float32"};
    }
    if (rule->scales == Scales::kFixed && IsLast(outputs.front())) {
      return {.reason = fmt::format("its output leaves the model in float32, and in int8 it has steps of {}", rule->fixed.scale)};
    }
    if (Reason reason = Obstacle(op, *rule)) return {.reason = *std::move(reason)};
    return {.rule = rule};
  }

 private:
  [[nodiscard]] bool IsLast(int tensor) const {
    const auto holds = [&](const std::vector<int>& list) { return std::find(list.begin(), list.end(), tensor) != list.end(); };
    return holds(Indices(graph_.outputs())) &&
           std::none_of(graph_.operators()->begin(), graph_.operators()->end(),
                        [&](const schema::Operator* op) { return holds(Indices(op->inputs())); });
  }
  [[nodiscard]] const schema::Tensor& At(int tensor) const { return *graph_.tensors()->Get(static_cast<std::uint32_t>(tensor)); }
  [[nodiscard]] const std::string& NameOf(int tensor) const { return names_[static_cast<std::size_t>(tensor)]; }
  [[nodiscard]] bool IsStored(int tensor) const { return HoldsFloats(model_, At(tensor)); }

  [[nodiscard]] Reason Obstacle(const schema::Operator& op, const Rule& rule) const {
    const std::vector<int> operands = Operands(graph_, op, rule);
    if (operands.empty()) return "it has no float32 input";
    if (rule.centred >= static_cast<int>(operands.size())) return "it has an input too few";
    for (const int tensor : operands) {
      const bool is_held = constants_[static_cast<std::size_t>(tensor)].has_value() || At(tensor).is_variable();
      if (is_held && !IsStored(tensor)) return fmt::format("its input '{}' is no tensor with a range", NameOf(tensor));
    }
    const ActivationFunctionType activation = FusedActivation(op);
    if (std::find(std::begin(kClamps), std::end(kClamps), activation) == std::end(kClamps)) {
      return fmt::format("it applies {}, which has no form in int8", schema::EnumNameActivationFunctionType(activation));
    }
    const auto* connected = op.builtin_options_as_FullyConnectedOptions();
    if (connected != nullptr && connected->weights_format() != schema::FullyConnectedOptionsWeightsFormat::DEFAULT) {
      return "its weights are in an order of their own";
    }
    if (rule.scales == Scales::kWeighted) return ObstacleOfWeights(Indices(op.inputs()), rule);
    return std::nullopt;
  }

  [[nodiscard]] Reason ObstacleOfWeights(const std::vector<int>& inputs, const Rule& rule) const {
    const auto at = [&](int place) {
      return place < static_cast<int>(inputs.size()) ? inputs[static_cast<std::size_t>(place)] : -1;
    };
    const int weight = at(rule.weight), bias = at(rule.bias);
    if (weight < 0 || !IsStored(weight)) return "its weights are no float32 constants of the file";
    if (static_cast<int>(Indices(At(weight).shape()).size()) <= rule.channels) return "its weights have too few dimensions";
    if (bias >= 0 && !IsStored(bias)) return "its bias is no float32 constant of the file";
    const auto channels = static_cast<std::size_t>(Indices(At(weight).shape())[static_cast<std::size_t>(rule.channels)]);
    if (bias >= 0 && FloatsOf(model_, At(bias)).size() != channels) return "its bias is not one number a channel";
    return std::nullopt;
  }

  const schema::Model& model_;
  const schema::SubGraph& graph_;
  std::vector<std::string> names_;
  Constants constants_;
};

}  // namespace

std::vector<PlannedOperator> JudgeOperators(const schema::Model& model) {
  const Judge judge(model);
  std::vector<PlannedOperator> judged;
  for (const schema::Operator* op : *model.subgraphs()->Get(0)->operators()) {
    judged.push_back(judge.Of(*op));
    judged.back().outputs = Indices(op->outputs());
  }
  return judged;
}

std::vector<PlannedOperator> PlanInt8(const schema::Model& model) {
  std::vector<PlannedOperator> operators = JudgeOperators(model);
  FuseRectifiers(model, operators);
  return operators;
}

std::vector<int> Operands(const schema::SubGraph& graph, const schema::Operator& op, const Rule& rule) {
  std::vector<int> operands;
  const std::vector<int> inputs = Indices(op.inputs());
  for (int place = 0; place < static_cast<int>(inputs.size()); ++place) {
    const int tensor = inputs[static_cast<std::size_t>(place)];
    if (tensor < 0 || graph.tensors()->Get(static_cast<std::uint32_t>(tensor))->type() != TensorType::FLOAT32) continue;
    if (rule.scales == Scales::kWeighted && place != rule.activation) continue;
    operands.push_back(tensor);
  }
  return operands;
}

}  // namespace dnntune::format::tflite
