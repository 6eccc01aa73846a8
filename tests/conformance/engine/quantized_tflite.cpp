// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/quantized_models.h"
#include "format/tflite/draft.h"

namespace dnntune::conformance {
namespace {

using format::tflite::Draft;
using tflite::BuiltinOperator;
using tflite::TensorType;

const std::vector<int> kMap = {1, kQuantizedSize, kQuantizedSize, kQuantizedChannels};
const std::vector<int> kFilter = {kQuantizedChannels, 1, 1, kQuantizedChannels};

template <typename T>
void AddConstant(Draft& draft, const std::string& name, const std::vector<int>& shape, TensorType type,
                 const std::vector<T>& values) {
  draft.Constant(name, shape, values.size() * sizeof(T), type);
  auto& data = draft.model.buffers[draft.At(name).buffer]->data;
  data.assign(reinterpret_cast<const std::uint8_t*>(values.data()),
              reinterpret_cast<const std::uint8_t*>(values.data()) + values.size() * sizeof(T));
}

void SetStep(Draft& draft, const std::string& name, float step) {
  auto& quantization = draft.At(name).quantization;
  quantization = std::make_unique<tflite::QuantizationParametersT>();
  quantization->scale = {step};
  quantization->zero_point = {0};
}

Draft Start() {
  Draft draft;
  draft.Input("x", kMap).Shape("a", kMap).Shape("b", kMap).Shape("y", kMap).Output("y");
  return draft;
}

void Convolve(Draft& draft, const std::vector<std::string>& inputs, const std::string& output) {
  tflite::Conv2DOptionsT options;
  options.padding = tflite::Padding::VALID;
  options.stride_w = options.stride_h = 1;
  draft.Operator(BuiltinOperator::CONV_2D, inputs, {output}).builtin_options.Set(std::move(options));
}

// With weights "w" and "v", which are there.
void Connect(Draft& draft) {
  Convolve(draft, {"x", "w", "w_bias"}, "a");
  draft.Operator(BuiltinOperator::RELU, {"a"}, {"b"});
  Convolve(draft, {"b", "v", "v_bias"}, "y");
}

void AddFloatBiases(Draft& draft) {
  for (const char* name : {"w_bias", "v_bias"}) {
    AddConstant(draft, name, {kQuantizedChannels}, TensorType::FLOAT32, std::vector<float>(kQuantizedChannels));
  }
}

void AddInt8Weights(Draft& draft) {
  for (const int convolution : {0, 1}) {
    const char* name = convolution == 0 ? "w" : "v";
    AddConstant(draft, name, kFilter, TensorType::INT8, QuantizedWeights(convolution));
    SetStep(draft, name, kWeightStep);
  }
}

}  // namespace

std::string WriteTfliteInt8() {
  Draft draft = Start();
  AddInt8Weights(draft);
  const std::pair<const char*, float> steps[] = {{"x", kInputStep}, {"a", kMiddleStep}, {"b", kMiddleStep}, {"y", kOutputStep}};
  for (const auto& [name, step] : steps) {
    draft.At(name).type = TensorType::INT8;
    SetStep(draft, name, step);
  }
  const std::pair<const char*, float> biases[] = {{"w_bias", kInputStep}, {"v_bias", kMiddleStep}};
  for (const auto& [name, step] : biases) {
    AddConstant(draft, name, {kQuantizedChannels}, TensorType::INT32, std::vector<std::int32_t>(kQuantizedChannels));
    SetStep(draft, name, step * kWeightStep);
  }
  Connect(draft);
  return draft.Bytes();
}

std::string WriteTfliteHalf() {
  Draft draft = Start();
  AddFloatBiases(draft);
  for (const int convolution : {0, 1}) {
    const std::string name = convolution == 0 ? "w" : "v";
    AddConstant(draft, name + "_half", kFilter, TensorType::FLOAT16, QuantizedHalves(convolution));
    draft.Shape(name, kFilter);
    draft.Operator(BuiltinOperator::DEQUANTIZE, {name + "_half"}, {name});
  }
  Connect(draft);
  return draft.Bytes();
}

std::string WriteTfliteDynamic() {
  Draft draft = Start();
  AddFloatBiases(draft);
  AddInt8Weights(draft);
  Connect(draft);
  return draft.Bytes();
}

}  // namespace dnntune::conformance
