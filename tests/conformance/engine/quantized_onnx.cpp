// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/quantized_models.h"
#include "format/onnx/draft.h"

namespace dnntune::conformance {
namespace {

using onnx::TensorProto;

template <typename T>
void AddConstant(format::onnx::Draft& draft, const std::string& name, int type, const std::vector<T>& values,
                 bool is_filter = false) {
  TensorProto& tensor = *draft.model.mutable_graph()->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(type);
  if (is_filter) {
    for (const int extent : {kQuantizedChannels, kQuantizedChannels, 1, 1}) tensor.add_dims(extent);
  }
  tensor.set_raw_data(std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)));
}

format::onnx::Draft Start() {
  format::onnx::Draft draft;
  draft.Input("x", {1, kQuantizedChannels, kQuantizedSize, kQuantizedSize}).Output("y");
  return draft;
}

void AddStep(format::onnx::Draft& draft, const std::string& name, float step) {
  AddConstant(draft, name, TensorProto::FLOAT, std::vector<float>{step});
}

// Rounds to 8 bits and back.
void Round(format::onnx::Draft& draft, const std::string& from, const std::string& to, float step) {
  AddStep(draft, to + "_step", step);
  draft.Node("QuantizeLinear", {from, to + "_step", "zero"}, to + "_q");
  draft.Node("DequantizeLinear", {to + "_q", to + "_step", "zero"}, to);
}

void AddWeights(format::onnx::Draft& draft, int convolution, const std::string& name) {
  AddConstant(draft, name + "_q", TensorProto::INT8, QuantizedWeights(convolution), true);
  draft.Node("DequantizeLinear", {name + "_q", "weight_step", "zero"}, name);
}

std::vector<float> Floats(int convolution) {
  std::vector<float> weights;
  for (const std::int8_t weight : QuantizedWeights(convolution)) weights.push_back(static_cast<float>(weight) * kWeightStep);
  return weights;
}

}  // namespace

// Nodes are named as operators of a .tflite file are, by their outputs.
std::string WriteOnnxFloat() {
  format::onnx::Draft draft = Start();
  AddConstant(draft, "w", TensorProto::FLOAT, Floats(0), true);
  AddConstant(draft, "v", TensorProto::FLOAT, Floats(1), true);
  draft.Node("Conv", {"x", "w"}, "a").set_name("a");
  draft.Node("Relu", {"a"}, "b").set_name("b");
  draft.Node("Conv", {"b", "v"}, "y").set_name("y");
  return draft.Bytes();
}

std::string WriteOnnxInt8() {
  format::onnx::Draft draft = Start();
  AddConstant(draft, "zero", TensorProto::INT8, std::vector<std::int8_t>{0});
  AddStep(draft, "weight_step", kWeightStep);
  AddWeights(draft, 0, "w");
  AddWeights(draft, 1, "v");
  Round(draft, "x", "x8", kInputStep);
  draft.Node("Conv", {"x8", "w"}, "a");
  draft.Node("Relu", {"a"}, "b");
  Round(draft, "b", "b8", kMiddleStep);
  draft.Node("Conv", {"b8", "v"}, "c");
  Round(draft, "c", "y", kOutputStep);
  return draft.Bytes();
}

std::string WriteOnnxHalf() {
  format::onnx::Draft draft = Start();
  for (auto* value : {draft.model.mutable_graph()->mutable_input(0), draft.model.mutable_graph()->mutable_output(0)}) {
    value->mutable_type()->mutable_tensor_type()->set_elem_type(TensorProto::FLOAT16);
  }
  AddConstant(draft, "w", TensorProto::FLOAT16, QuantizedHalves(0), true);
  AddConstant(draft, "v", TensorProto::FLOAT16, QuantizedHalves(1), true);
  draft.Node("Conv", {"x", "w"}, "a");
  draft.Node("Relu", {"a"}, "b");
  draft.Node("Conv", {"b", "v"}, "y");
  return draft.Bytes();
}

}  // namespace dnntune::conformance
