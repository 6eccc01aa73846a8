// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "format/tflite/edit.h"
#include "format/tflite/quantize/groups.h"
#include "format/tflite/quantize/weights.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using schema::TensorType;

// A form of a tensor: the scales, of one or of all channels in the dimension, and the zero.
using Form = std::tuple<int, std::vector<float>, int, int>;

class Writer {
 public:
  Writer(const schema::Model& model, std::vector<PlannedOperator> operators, std::map<int, Steps> steps)
      : model_(model),
        graph_(*model.subgraphs()->Get(0)),
        operators_(std::move(operators)),
        steps_(std::move(steps)),
        edit_(model) {
    for (std::size_t i = 0; i < operators_.size(); ++i) {
      if (operators_[i].rule != nullptr) continue;
      for (const int input : edit_.operators()[i]->inputs) read_as_float_.insert(input);
    }
    for (const int output : edit_.main().outputs) read_as_float_.insert(output);
  }

  Result<Quantized> Write() {
    Quantized quantized;
    for (std::size_t i = 0; i < operators_.size(); ++i) {
      name_ = edit_.NameOfOperator(i);
      auto op = std::move(edit_.operators()[i]);
      if (operators_[i].rule != nullptr) {
        if (!operators_[i].is_fused) TRY(AddInt8(std::move(op), operators_[i]));
        ++quantized.quantized;
        continue;
      }
      if (!operators_[i].reason.empty()) quantized.kept.push_back({name_, operators_[i].reason});
      for (int& input : op->inputs) input = AsFloat(input);
      edit_.Append(std::move(op), name_);
    }
    quantized.bytes = std::move(edit_).Bytes();
    return quantized;
  }

 private:
  [[nodiscard]] bool IsConstant(int tensor) const {
    return HoldsFloats(model_, *graph_.tensors()->Get(static_cast<std::uint32_t>(tensor)));
  }
  Result<std::vector<float>> ValuesOf(int tensor) const {
    std::vector<float> values = FloatsOf(model_, *graph_.tensors()->Get(static_cast<std::uint32_t>(tensor)));
    if (std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) return values;
    return Fail(ErrorCode::kBadInput, fmt::format("constant '{}' holds a number that is not finite, which int8 has no form for; "
                                                  "repair the model",
                                                  edit_.NameOf(tensor)));
  }

  void SetForm(int tensor, TensorType type, const Form& form) {
    auto quantization = std::make_unique<schema::QuantizationParametersT>();
    quantization->scale = std::get<1>(form);
    quantization->zero_point.assign(quantization->scale.size(), std::get<2>(form));
    quantization->quantized_dimension = std::get<3>(form);
    edit_.At(tensor).type = type;
    edit_.At(tensor).quantization = std::move(quantization);
  }

  // The constant in another form, made once: in place where nothing needs the numbers that it was.
  template <typename Make>
  int AddConstant(const Form& form, TensorType type, Make make) {
    const auto [entry, is_new] = forms_.try_emplace(form, std::get<0>(form));
    if (!is_new) return entry->second;
    const int tensor = std::get<0>(form);
    if (read_as_float_.contains(tensor) || !replaced_.insert(tensor).second) {
      entry->second = edit_.AddLike(edit_.NameOf(tensor) + "." + schema::EnumNameTensorType(type), tensor, type);
    }
    edit_.SetData(entry->second, make());
    SetForm(entry->second, type, form);
    return entry->second;
  }

  [[nodiscard]] std::string NameOfConversion(const char* type) {
    std::string name = name_ + "." + type;
    while (!conversions_.insert(name).second) name += "_";
    return name;
  }
  int AddForm(int from, const Form& form) {
    const int to = edit_.AddLike(edit_.NameOf(std::get<0>(form)) + ".INT8", from, TensorType::INT8);
    SetForm(to, TensorType::INT8, form);
    edit_.AppendConversion(Code::QUANTIZE, 1, {from, to}, NameOfConversion("QUANTIZE"));
    return to;
  }

  Result<int> AsInt8(int tensor, const Steps& steps) {
    const Form form{tensor, {steps.scale}, steps.zero_point, 0};
    if (IsConstant(tensor)) {
      ASSIGN_OR_RETURN(const std::vector<float> values, ValuesOf(tensor));
      return AddConstant(form, TensorType::INT8, [&] { return Quantise(values, steps); });
    }
    if (const auto known = forms_.find(form); known != forms_.end()) return known->second;
    const auto made = made_.find(tensor);
    return forms_[form] = AddForm(made == made_.end() ? tensor : made->second, form);
  }
  // The tensor's own.
  Result<Steps> StepsOf(int tensor) const {
    if (const auto known = steps_.find(tensor); known != steps_.end()) return known->second;
    ASSIGN_OR_RETURN(const std::vector<float> values, ValuesOf(tensor));
    return StepsFor(SpanOf(values));
  }
  int AsFloat(int tensor) {
    const auto made = made_.find(tensor);
    if (made == made_.end() || made->second != tensor) return tensor;
    const auto [entry, is_new] = floats_.try_emplace(tensor);
    if (!is_new) return entry->second;
    entry->second = edit_.AddLike(edit_.NameOf(tensor) + ".FLOAT32", tensor, TensorType::FLOAT32);
    edit_.AppendConversion(Code::DEQUANTIZE, 2, {tensor, entry->second}, NameOfConversion("DEQUANTIZE"));
    return entry->second;
  }

  // The tensor that the operator is to make in the place of this one.
  int Make(int tensor) {
    const auto& outputs = edit_.main().outputs;
    const bool is_output = std::find(outputs.begin(), outputs.end(), tensor) != outputs.end();
    const Steps& steps = steps_.at(tensor);
    const Form form{tensor, {steps.scale}, steps.zero_point, 0};
    const int made = is_output ? edit_.AddLike(edit_.NameOf(tensor) + ".INT8", tensor, TensorType::INT8) : tensor;
    SetForm(made, TensorType::INT8, form);
    forms_[form] = made;
    return made_[tensor] = made;
  }

  Result<void> AddInt8(Edit::Operator op, const PlannedOperator& planned) {
    const Rule& rule = *planned.rule;
    op->outputs = planned.outputs;
    if (planned.fused != schema::ActivationFunctionType::NONE) Fuse(*op, planned.fused);
    TRY(ConvertInputs(*op, rule));
    std::vector<std::pair<int, int>> delivered;
    if (rule.scales != Scales::kReads) {
      for (int& output : op->outputs) {
        const int tensor = output;
        output = Make(tensor);
        if (output != tensor) delivered.emplace_back(output, tensor);
      }
    }
    edit_.SetKind(*op, rule.code, rule.version);
    edit_.Append(std::move(op), name_);
    for (const auto& from_to : delivered) edit_.AppendConversion(Code::DEQUANTIZE, 2, from_to, NameOfConversion("DEQUANTIZE"));
    return {};
  }

  Result<void> ConvertInputs(schema::OperatorT& op, const Rule& rule) {
    const bool is_shared = rule.scales == Scales::kSame || rule.scales == Scales::kJoined;
    for (int place = 0; place < static_cast<int>(op.inputs.size()); ++place) {
      int& input = op.inputs[static_cast<std::size_t>(place)];
      if (input < 0 || graph_.tensors()->Get(static_cast<std::uint32_t>(input))->type() != TensorType::FLOAT32) continue;
      if (rule.scales == Scales::kWeighted && place != rule.activation) continue;
      ASSIGN_OR_RETURN(Steps steps, is_shared ? steps_.at(op.outputs.front()) : StepsOf(input));
      if (place == rule.centred) steps = Centred(steps);
      ASSIGN_OR_RETURN(input, AsInt8(input, steps));
    }
    return rule.scales == Scales::kWeighted ? ConvertWeights(op, rule) : Result<void>();
  }

  Result<void> ConvertWeights(schema::OperatorT& op, const Rule& rule) {
    // An operator may leave out its last inputs.
    op.inputs.resize(std::max(op.inputs.size(), static_cast<std::size_t>(rule.bias) + 1), -1);
    int& weight = op.inputs[static_cast<std::size_t>(rule.weight)];
    int& bias = op.inputs[static_cast<std::size_t>(rule.bias)];
    ASSIGN_OR_RETURN(const std::vector<float> values, ValuesOf(weight));
    ASSIGN_OR_RETURN(const std::vector<float> biases, bias < 0 ? std::vector<float>() : ValuesOf(bias));
    const Channels weights{values, edit_.At(weight).shape, rule.channels};
    const float input_scale = edit_.At(op.inputs[static_cast<std::size_t>(rule.activation)]).quantization->scale.front();
    std::vector<float> scales = ChannelScales(weights, biases, input_scale);
    weight = AddConstant({weight, scales, 0, rule.channels}, TensorType::INT8, [&] { return QuantiseChannels(weights, scales); });
    if (bias < 0) return {};
    for (float& scale : scales) scale *= input_scale;
    bias = AddConstant({bias, scales, 0, 0}, TensorType::INT32, [&] { return QuantiseBias(biases, scales); });
    return {};
  }

  const schema::Model& model_;
  const schema::SubGraph& graph_;
  std::vector<PlannedOperator> operators_;
  std::map<int, Steps> steps_;  // of tensors
  Edit edit_;
  std::set<int> read_as_float_;
  std::set<int> replaced_;             // constants that are now what they were made into
  std::map<Form, int> forms_;          // to tensor
  std::map<int, int> made_;            // tensor to what an operator makes in int8 in its place
  std::map<int, int> floats_;          // tensor to its float32 form
  std::set<std::string> conversions_;  // names of operators that were added
  std::string name_;                   // of the operator at work
};

}  // namespace

Result<Quantized> WriteInt8(const schema::Model& model, const Ranges& ranges) {
  std::vector<PlannedOperator> operators = PlanInt8(model);
  ASSIGN_OR_RETURN(auto steps, TensorGroups(model, operators).Decide(ranges, TensorNames(*model.subgraphs()->Get(0))));
  return Writer(model, std::move(operators), std::move(steps)).Write();
}

}  // namespace dnntune::format::tflite
