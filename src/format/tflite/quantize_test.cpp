// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/quantize.h"

#include <gmock/gmock.h>

#include <cstring>
#include <limits>
#include <set>

#include "base/file.h"
#include "format/tflite/draft.h"
#include "format/tflite/quantize/groups.h"

namespace dnntune::format::tflite {
namespace {

using testing::ElementsAre;
using testing::FloatEq;
using testing::HasSubstr;
using testing::IsEmpty;
using Code = schema::BuiltinOperator;
using schema::TensorType;
using Names = std::vector<std::string>;

void SetFloats(Draft& draft, const std::string& name, const std::vector<int>& shape, const std::vector<float>& values) {
  draft.Constant(name, shape, values.size() * sizeof(float));
  std::memcpy(draft.model.buffers[draft.At(name).buffer]->data.data(), values.data(), values.size() * sizeof(float));
}

// A draft as a file, and what the quantizer makes of it.
class File {
 public:
  explicit File(const Draft& draft) : model_(draft.Read().value()) { EXPECT_TRUE(WriteFile(path_, draft.Bytes())); }

  [[nodiscard]] Names Calibrated() const { return kQuantizer.calibrated(path_, model_->graph()).value(); }
  [[nodiscard]] Result<Quantized> ToInt8(const Ranges& ranges) const { return kQuantizer.to_int8(path_, model_->graph(), ranges); }
  [[nodiscard]] Result<Quantized> ToFloat16() const { return kQuantizer.to_float16(path_, model_->graph()); }

 private:
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
  std::filesystem::path path_ = folder_.path() / "draft.tflite";
  std::unique_ptr<Model> model_;
};

// The quantised file as its tables say it.
struct Tables {
  explicit Tables(const Quantized& quantized)
      : model(schema::UnPackModel(quantized.bytes.data())), main(*model->subgraphs.front()) {}

  [[nodiscard]] const schema::TensorT& At(int tensor) const { return *main.tensors[static_cast<std::size_t>(tensor)]; }
  [[nodiscard]] const schema::TensorT& At(const std::string& name) const {
    for (const auto& tensor : main.tensors) {
      if (tensor->name == name) return *tensor;
    }
    ADD_FAILURE() << "no tensor " << name;
    return *main.tensors.front();
  }
  template <typename T>
  [[nodiscard]] std::vector<T> Numbers(const std::string& name) const {
    const auto& data = model->buffers[At(name).buffer]->data;
    std::vector<T> numbers(data.size() / sizeof(T));
    std::memcpy(numbers.data(), data.data(), data.size());
    return numbers;
  }
  [[nodiscard]] std::vector<float> Scales(const std::string& name) const { return At(name).quantization->scale; }
  [[nodiscard]] std::vector<Code> Kinds() const {
    std::vector<Code> kinds;
    for (const auto& op : main.operators) kinds.push_back(model->operator_codes[op->opcode_index]->builtin_code);
    return kinds;
  }

  std::unique_ptr<schema::ModelT> model;
  schema::SubGraphT& main;
};

template <typename Options>
void Convolve(Draft& draft, Code code, const Names& inputs, const std::string& output) {
  Options options;
  options.padding = schema::Padding::VALID;
  options.stride_w = options.stride_h = 1;
  draft.Operator(code, inputs, {output}).builtin_options.Set(std::move(options));
}

// x -> convolution by w and bias -> RELU -> y.
Draft Rectified() {
  Draft draft;
  draft.Input("x", {1, 1, 1, 2}).Shape("sum", {1, 1, 1, 2}).Shape("y", {1, 1, 1, 2}).Output("y");
  SetFloats(draft, "w", {2, 1, 1, 2}, {0.5F, -1.27F, 2.54F, 0.02F});
  SetFloats(draft, "bias", {2}, {1, -0.5F});
  Convolve<schema::Conv2DOptionsT>(draft, Code::CONV_2D, {"x", "w", "bias"}, "sum");
  draft.Operator(Code::RELU, {"sum"}, {"y"});
  return draft;
}
const Ranges kRectifiedRanges = {{"x", {0, 2.55F}}, {"y", {0, 5.1F}}};

TEST(TfliteQuantize, LeavesInputsAndOutputsInFloat32UnderTheirNames) {
  const Tables tables(File(Rectified()).ToInt8(kRectifiedRanges).value());
  EXPECT_THAT(tables.Kinds(), ElementsAre(Code::QUANTIZE, Code::CONV_2D, Code::DEQUANTIZE));
  for (const int tensor : {tables.main.inputs.at(0), tables.main.outputs.at(0)}) {
    EXPECT_EQ(tables.At(tensor).type, TensorType::FLOAT32);
    EXPECT_EQ(tables.At(tensor).quantization, nullptr);
  }
  EXPECT_EQ(tables.At(tables.main.inputs.at(0)).name, "x");
  EXPECT_EQ(tables.At(tables.main.outputs.at(0)).name, "y");
  EXPECT_EQ(tables.At("y.INT8").type, TensorType::INT8);
}

TEST(TfliteQuantize, GivesEachOutputChannelOfAConvolutionAScale) {
  const Tables tables(File(Rectified()).ToInt8(kRectifiedRanges).value());
  EXPECT_THAT(tables.Scales("w"), ElementsAre(FloatEq(0.01F), FloatEq(0.02F)));
  EXPECT_EQ(tables.At("w").quantization->quantized_dimension, 0);
  EXPECT_THAT(tables.At("w").quantization->zero_point, ElementsAre(0, 0));
  EXPECT_THAT(tables.Numbers<std::int8_t>("w"), ElementsAre(50, -127, 127, 1));
}

TEST(TfliteQuantize, GivesABiasTheScaleOfInputTimesWeight) {
  const Tables tables(File(Rectified()).ToInt8(kRectifiedRanges).value());
  EXPECT_EQ(tables.At("bias").type, TensorType::INT32);
  EXPECT_THAT(tables.Scales("bias"), ElementsAre(FloatEq(0.0001F), FloatEq(0.0002F)));
  EXPECT_THAT(tables.Numbers<std::int32_t>("bias"), ElementsAre(10000, -2500));
}

TEST(TfliteQuantize, GivesEachChannelOfADepthwiseConvolutionAScale) {
  Draft draft;
  draft.Input("x", {1, 2, 1, 2}).Shape("y", {1, 1, 1, 2}).Output("y");
  SetFloats(draft, "w", {1, 2, 1, 2}, {1.27F, 0.1F, -0.5F, -12.7F});
  Convolve<schema::DepthwiseConv2DOptionsT>(draft, Code::DEPTHWISE_CONV_2D, {"x", "w", ""}, "y");
  const Tables tables(File(draft).ToInt8({{"x", {0, 1}}, {"y", {0, 1}}}).value());
  EXPECT_EQ(tables.At("w").quantization->quantized_dimension, 3);
  EXPECT_THAT(tables.Numbers<std::int8_t>("w"), ElementsAre(127, 1, -50, -127));
}

TEST(TfliteQuantize, LetsTheOperatorBeforeARectifierApplyIt) {
  const File file(Rectified());
  EXPECT_THAT(file.Calibrated(), ElementsAre("x", "y"));
  const Quantized quantized = file.ToInt8(kRectifiedRanges).value();
  EXPECT_EQ(quantized.quantized, 2);
  EXPECT_THAT(quantized.kept, IsEmpty());
  const Tables tables(quantized);
  const auto* options = tables.main.operators.at(1)->builtin_options.AsConv2DOptions();
  EXPECT_EQ(options->fused_activation_function, schema::ActivationFunctionType::RELU);
}

TEST(TfliteQuantize, LeavesARectifierAloneWhoseInputIsReadElsewhere) {
  Draft draft = Rectified();
  draft.Output("sum");
  const Tables tables(File(draft).ToInt8({{"x", {0, 1}}, {"sum", {-1, 1}}, {"y", {0, 1}}}).value());
  EXPECT_THAT(tables.Kinds(), ElementsAre(Code::QUANTIZE, Code::CONV_2D, Code::DEQUANTIZE, Code::RELU, Code::DEQUANTIZE));
}

// x, and what a multiplication makes of it, next to each other.
Draft Joined(Code second) {
  Draft draft;
  draft.Input("x", {1, 2}).Shape("a", {1, 2}).Shape("b", {1, 2}).Shape("y", {1, 4}).Output("y");
  SetFloats(draft, "factors", {2}, {1, 3});
  draft.Operator(Code::MUL, {"x", "factors"}, {"a"}).builtin_options.Set(schema::MulOptionsT{});
  draft.Operator(second, {"a"}, {"b"});
  draft.Operator(Code::CONCATENATION, {"x", "b"}, {"y"}).builtin_options.Set(schema::ConcatenationOptionsT{});
  return draft;
}

TEST(TfliteQuantize, GivesWhatIsOnlyMovedOneScale) {
  const File file(Joined(Code::RESHAPE));
  EXPECT_THAT(file.Calibrated(), ElementsAre("x", "a", "y"));
  const Tables tables(file.ToInt8({{"x", {-1, 0}}, {"a", {0, 4.1F}}, {"y", {0, 2}}}).value());
  for (const char* name : {"x.INT8", "a", "b", "y.INT8"}) EXPECT_THAT(tables.Scales(name), ElementsAre(FloatEq(0.02F))) << name;
}

TEST(TfliteQuantize, ConvertsWhatHasAFixedScaleWhereAnotherIsAskedFor) {
  const Tables tables(File(Joined(Code::LOGISTIC)).ToInt8({{"x", {0, 51}}, {"a", {0, 1}}, {"y", {0, 51}}}).value());
  EXPECT_THAT(tables.Kinds(),
              ElementsAre(Code::QUANTIZE, Code::MUL, Code::LOGISTIC, Code::QUANTIZE, Code::CONCATENATION, Code::DEQUANTIZE));
  EXPECT_THAT(tables.Scales("b"), ElementsAre(1 / 256.0F));
  EXPECT_THAT(tables.At("b").quantization->zero_point, ElementsAre(-128));
  EXPECT_THAT(tables.Scales("b.INT8"), ElementsAre(FloatEq(0.2F)));
}

TEST(TfliteQuantize, KeepsAnOperatorInFloat32ThatHasNoKernelAndSaysWhy) {
  const File file(Joined(Code::COS));
  const Quantized quantized = file.ToInt8({{"x", {0, 1}}, {"a", {0, 1}}, {"b", {0, 1}}, {"y", {0, 1}}}).value();
  const Tables tables(quantized);
  EXPECT_THAT(tables.Kinds(), ElementsAre(Code::QUANTIZE, Code::MUL, Code::DEQUANTIZE, Code::COS, Code::QUANTIZE,
                                          Code::CONCATENATION, Code::DEQUANTIZE));
  EXPECT_EQ(tables.At("b").type, TensorType::FLOAT32);
  EXPECT_EQ(quantized.quantized, 2);
  ASSERT_EQ(quantized.kept.size(), 1U);
  EXPECT_EQ(quantized.kept[0].name, "b");
  EXPECT_THAT(quantized.kept[0].reason, HasSubstr("no kernel"));
}

TEST(TfliteQuantize, KeepsTheNamesOfOperatorsAndNamesAddedOnesForThem) {
  const auto bytes = File(Joined(Code::COS)).ToInt8({{"x", {0, 1}}, {"a", {0, 1}}, {"b", {0, 1}}, {"y", {0, 1}}})->bytes;
  EXPECT_THAT(FindRunFacts(bytes, "int8.tflite").value().operators,
              ElementsAre("a.QUANTIZE", "a", "b.DEQUANTIZE", "b", "y.QUANTIZE", "y", "y.DEQUANTIZE"));
}

TEST(TfliteQuantize, QuantisesASharedWeightOnce) {
  Draft draft;
  draft.Input("x", {1, 2}).Shape("a", {1, 2}).Shape("b", {1, 2}).Shape("y", {1, 2}).Output("y");
  SetFloats(draft, "w", {2, 2}, {1, 2, 3, 4});
  SetFloats(draft, "bias", {2}, {1, 2});
  for (const auto& [from, to] : {std::pair{"x", "a"}, std::pair{"a", "b"}, std::pair{"b", "y"}}) {
    draft.Operator(Code::FULLY_CONNECTED, {from, "w", "bias"}, {to}).builtin_options.Set(schema::FullyConnectedOptionsT{});
  }
  const Tables tables(File(draft).ToInt8({{"x", {0, 1}}, {"a", {0, 1}}, {"b", {0, 2}}, {"y", {0, 1}}}).value());
  std::set<int> weights, biases;
  for (const auto& op : tables.main.operators) {
    if (op->inputs.size() < 3) continue;
    weights.insert(op->inputs[1]);
    biases.insert(op->inputs[2]);
  }
  EXPECT_EQ(weights.size(), 1U);
  EXPECT_EQ(biases.size(), 2U);  // the scale is the input's, too
}

TEST(TfliteQuantize, MakesRoomForABiasThatIsLargeNextToItsWeights) {
  Draft draft = Rectified();
  SetFloats(draft, "w", {2, 1, 1, 2}, {1e-12F, 0, 0, 0});
  SetFloats(draft, "bias", {2}, {4, 0});
  const Tables tables(File(draft).ToInt8(kRectifiedRanges).value());
  EXPECT_THAT(tables.Numbers<std::int32_t>("bias"), ElementsAre(testing::AllOf(testing::Gt(1 << 29), testing::Le(1 << 30)), 0));
  EXPECT_NEAR(tables.Scales("bias").at(0) * static_cast<float>(tables.Numbers<std::int32_t>("bias").at(0)), 4, 1e-5);
}

TEST(TfliteQuantize, CentresTheSecondMatrixOfAProduct) {
  Draft draft;
  draft.Input("x", {1, 2, 2}).Input("z", {1, 2, 2}).Shape("a", {1, 2, 2}).Shape("y", {1, 2, 2}).Output("y");
  SetFloats(draft, "factors", {2}, {1, 3});
  draft.Operator(Code::MUL, {"z", "factors"}, {"a"}).builtin_options.Set(schema::MulOptionsT{});
  draft.Operator(Code::BATCH_MATMUL, {"x", "a"}, {"y"});
  const Tables tables(File(draft).ToInt8({{"x", {0, 1}}, {"z", {0, 1}}, {"a", {0, 12.7F}}, {"y", {0, 1}}}).value());
  EXPECT_THAT(tables.At("a").quantization->zero_point, ElementsAre(0));
  EXPECT_NEAR(tables.Scales("a").at(0), 0.1, 1e-6);
  EXPECT_THAT(tables.At("x.INT8").quantization->zero_point, ElementsAre(-128));
}

TEST(TfliteQuantize, NamesTheTensorWhoseRangeIsMissingOrNone) {
  const File file(Rectified());
  for (const Ranges& ranges : {Ranges{{"x", {0, 1}}}, Ranges{{"x", {0, 1}}, {"y", {0, std::numeric_limits<float>::infinity()}}}}) {
    const auto refused = file.ToInt8(ranges);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kBadInput);
    EXPECT_THAT(refused.error().message, testing::AllOf(HasSubstr("draft.tflite"), HasSubstr("tensor 'y'")));
  }
}

TEST(TfliteQuantize, NamesAWeightThatIsNoNumber) {
  Draft draft = Rectified();
  SetFloats(draft, "w", {2, 1, 1, 2}, {1, std::numeric_limits<float>::quiet_NaN(), 1, 1});
  const auto refused = File(draft).ToInt8(kRectifiedRanges);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("constant 'w'"));
}

TEST(TfliteQuantize, RefusesAModelThatIsNotOfFloat32Weights) {
  const auto refusal = [](const Draft& draft) {
    const File file(draft);
    const auto int8 = file.ToInt8(kRectifiedRanges), half = file.ToFloat16();
    EXPECT_FALSE(int8);
    EXPECT_EQ(int8.error().code, ErrorCode::kBadInput);
    EXPECT_FALSE(half);
    return int8.error().message;
  };
  Draft half = Rectified();
  half.Constant("half", {4}, 8, TensorType::FLOAT16).Operator(Code::DEQUANTIZE, {"half"}, {"float"});
  EXPECT_THAT(refusal(half), HasSubstr("tensor 'half' is FLOAT16"));
  Draft quantised = Rectified();
  quantised.At("sum").type = TensorType::INT8;
  quantised.At("sum").quantization = std::make_unique<schema::QuantizationParametersT>();
  quantised.At("sum").quantization->scale = {1};
  EXPECT_THAT(refusal(quantised), HasSubstr("tensor 'sum' is INT8"));
  Draft bare;
  bare.Input("x", {2}).Shape("y", {2}).Output("y").Operator(Code::RELU, {"x"}, {"y"});
  EXPECT_THAT(refusal(bare), HasSubstr("no float32 weights"));
}

TEST(TfliteQuantize, HoldsWeightsAsFloat16BehindADequantize) {
  Draft draft = Rectified();
  SetFloats(draft, "w", {2, 1, 1, 2}, {0.5F, -2, 1e6F, 0});
  const Quantized quantized = File(draft).ToFloat16().value();
  EXPECT_EQ(quantized.quantized, 1);
  const Tables tables(quantized);
  EXPECT_THAT(tables.Kinds(), ElementsAre(Code::DEQUANTIZE, Code::DEQUANTIZE, Code::CONV_2D, Code::RELU));
  EXPECT_EQ(tables.At("w").type, TensorType::FLOAT32);
  EXPECT_EQ(tables.At("w").buffer, 0U);
  EXPECT_EQ(tables.At("w.FLOAT16").type, TensorType::FLOAT16);
  EXPECT_THAT(tables.Numbers<std::uint16_t>("w.FLOAT16"), ElementsAre(0x3800, 0xc000, 0x7bff, 0));
}

TEST(TfliteQuantize, LeavesNothingOfTheWideWeightsBehind) {
  Draft draft = Rectified();
  SetFloats(draft, "w", {64, 1, 1, 2}, std::vector<float>(128, 1));
  SetFloats(draft, "bias", {64}, std::vector<float>(64, 1));
  const File file(draft);
  for (const Quantized& quantized : {*file.ToInt8(kRectifiedRanges), *file.ToFloat16()}) {
    const Tables tables(quantized);
    for (const auto& buffer : tables.model->buffers) EXPECT_LT(buffer->data.size(), 128 * sizeof(float));
  }
}

TEST(StepsFor, HoldZeroAndBothEnds) {
  for (const Range& range : {Range{-1, 3}, Range{0.5F, 2}, Range{-7, -3}, Range{0, 0}, Range{0, 1e-30F}}) {
    const Steps steps = StepsFor(range);
    EXPECT_GE(steps.zero_point, -128);
    EXPECT_LE(steps.zero_point, 127);
    EXPECT_GT(steps.scale, 0);
    EXPECT_LE(steps.scale * static_cast<float>(-128 - steps.zero_point), std::min(range.low, 0.0F) + steps.scale / 2);
    EXPECT_GE(steps.scale * static_cast<float>(127 - steps.zero_point), std::max(range.high, 0.0F) - steps.scale / 2);
  }
}

}  // namespace
}  // namespace dnntune::format::tflite
