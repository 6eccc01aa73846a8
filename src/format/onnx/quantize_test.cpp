// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/quantize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "base/file.h"
#include "base/half.h"
#include "format/onnx/draft.h"
#include "format/onnx/quantize/weights.h"

namespace dnntune::format::onnx {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

// A draft as a file, read and quantized.
class OnnxQuantize : public testing::Test {
 protected:
  void Save(const Draft& draft, const ReadOptions& options = {}) {
    path_ = folder_.path() / "draft.onnx";
    ASSERT_TRUE(WriteFile(path_, draft.Bytes()));
    auto model = format::Read(path_, options);
    ASSERT_TRUE(model) << model.error().message;
    model_ = *std::move(model);
  }
  // -1 to 1 for every tensor that is asked for.
  Ranges Unit() {
    Ranges ranges;
    const auto tensors = onnx::Calibrated(path_, model_->graph());
    EXPECT_TRUE(tensors) << (tensors ? "" : tensors.error().message);
    if (!tensors) return ranges;
    for (const std::string& name : *tensors) ranges[name] = {-1, 1};
    return ranges;
  }
  Quantized ToInt8(const Ranges& ranges) {
    auto quantized = onnx::ToInt8(path_, model_->graph(), ranges);
    EXPECT_TRUE(quantized) << (quantized ? "" : quantized.error().message);
    return quantized ? *std::move(quantized) : Quantized{};
  }

  TemporaryFolder folder_ = TemporaryFolder::Make().value();
  std::filesystem::path path_;
  std::unique_ptr<Model> model_;
};

void SetValues(Draft& draft, const std::string& name, const std::vector<float>& values) {
  for (auto& tensor : *draft.model.mutable_graph()->mutable_initializer()) {
    if (tensor.name() == name) tensor.set_raw_data(values.data(), values.size() * sizeof(float));
  }
}

const TensorProto& Constant(const ModelProto& model, const std::string& name) {
  for (const auto& tensor : model.graph().initializer()) {
    if (tensor.name() == name) return tensor;
  }
  ADD_FAILURE() << "no initializer " << name;
  return model.graph().initializer(0);
}

const NodeProto& NodeOf(const ModelProto& model, const std::string& name) {
  for (const auto& node : model.graph().node()) {
    if (node.name() == name) return node;
  }
  ADD_FAILURE() << "no node " << name;
  return model.graph().node(0);
}

std::vector<std::string> Types(const ModelProto& model) {
  std::vector<std::string> types;
  for (const auto& node : model.graph().node()) types.push_back(node.op_type());
  return types;
}

// x -> conv -> c -> relu -> a -> conv -> y, two channels each.
Draft TwoConvolutions(int opset = 13) {
  Draft draft(opset);
  draft.Input("x", {1, 2, 4, 4}).Output("y").Weight("v", {2, 2, 1, 1}).Weight("w", {2, 2, 1, 1}).Weight("b", {2});
  draft.Node("Conv", {"x", "v", "b"}, "c");
  draft.Node("Relu", {"c"}, "a");
  draft.Node("Conv", {"a", "w"}, "y");
  SetValues(draft, "v", {0.5F, -1.27F, 0.0127F, 0});
  SetValues(draft, "w", {1, 2, 3, 4});
  SetValues(draft, "b", {0.25F, -0.5F});
  return draft;
}

TEST_F(OnnxQuantize, HandsEightBitsOnUnderTheOldNamesBetweenFloat32Edges) {
  Save(TwoConvolutions());
  const Quantized quantized = ToInt8(Unit());
  EXPECT_EQ(quantized.quantized, 3);
  EXPECT_THAT(quantized.kept, SizeIs(0));
  const auto model = Parse(quantized.bytes, "int8.onnx", {});
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  for (const auto& [name, dtype] :
       {std::pair{"x", graph::DType::kFloat32}, {"a", graph::DType::kUInt8}, {"y", graph::DType::kFloat32}}) {
    const auto tensor = graph.FindTensor(name);
    ASSERT_TRUE(tensor) << name;
    EXPECT_EQ(graph.tensors()[*tensor].dtype, dtype) << name;
  }
  // A part of it that begins there is in 8 bits from its first operator on.
  const ModelProto tail = ProtoOf((*model)->Slice(std::vector<std::string>{"a"}, {}));
  EXPECT_THAT(Types(tail), ElementsAre("DequantizeLinear", "DequantizeLinear", "Conv", "QuantizeLinear", "DequantizeLinear"));
}

TEST_F(OnnxQuantize, LeavesNoScaleBetweenAConvolutionAndItsRelu) {
  Save(TwoConvolutions());
  const auto tensors = onnx::Calibrated(path_, model_->graph());
  ASSERT_TRUE(tensors) << tensors.error().message;
  EXPECT_THAT(*tensors, ElementsAre("x", "a", "y"));
}

TEST_F(OnnxQuantize, GivesEveryChannelItsScaleAndTheBiasTheirProduct) {
  Save(TwoConvolutions());
  const ModelProto model = ProtoOf(Result<std::string>(ToInt8(Unit()).bytes));
  const auto scales = Floats(Constant(model, "v/quantized.axis0/scale"));
  ASSERT_THAT(scales, SizeIs(2));
  EXPECT_FLOAT_EQ(scales[0], 0.01F);
  EXPECT_FLOAT_EQ(scales[1], 0.0001F);
  EXPECT_EQ(Constant(model, "v/quantized.axis0").raw_data(), std::string("\x32\x81\x7f\x00", 4));
  const float input = Floats(Constant(model, "x/scale"))[0];
  std::int32_t bias[2] = {};
  const std::string& bytes = Constant(model, "c_op.bias.quantized").raw_data();
  ASSERT_EQ(bytes.size(), sizeof bias);
  std::memcpy(bias, bytes.data(), sizeof bias);
  EXPECT_EQ(bias[0], std::lround(0.25 / (static_cast<double>(input) * 0.01)));
  EXPECT_EQ(bias[1], std::lround(-0.5 / (static_cast<double>(input) * 0.0001)));
}

TEST_F(OnnxQuantize, FoldsBatchNormalizationIntoTheConvolution) {
  Draft draft(13);
  draft.Input("x", {1, 1, 2, 2}).Output("y").Weight("w", {2, 1, 1, 1});
  for (const char* name : {"gamma", "beta", "mean", "variance"}) draft.Weight(name, {2});
  draft.Node("Conv", {"x", "w"}, "c");
  auto& norm = draft.Node("BatchNormalization", {"c", "gamma", "beta", "mean", "variance"}, "y");
  Attribute(norm, "epsilon", AttributeProto::FLOAT).set_f(0);
  SetValues(draft, "w", {1, 2});
  SetValues(draft, "gamma", {3, 4});
  SetValues(draft, "beta", {0.5F, 1});
  SetValues(draft, "mean", {1, 0});
  SetValues(draft, "variance", {4, 16});
  Save(draft);
  const Quantized quantized = ToInt8(Unit());
  EXPECT_EQ(quantized.quantized, 2);
  const ModelProto model = ProtoOf(Result<std::string>(quantized.bytes));
  EXPECT_THAT(Types(model), Not(Contains("BatchNormalization")));
  // Channel 0: 1 * 3 / 2 and 0.5 - 1 * 3 / 2; channel 1: 2 * 4 / 4 and 1.
  const auto scales = Floats(Constant(model, "c_op.weight/quantized.axis0/scale"));
  EXPECT_FLOAT_EQ(scales[0] * 127, 1.5F);
  EXPECT_FLOAT_EQ(scales[1] * 127, 2.0F);
}

TEST_F(OnnxQuantize, FoldsABiasThatIsReshapedAndAddedApart) {
  Draft draft(13);
  draft.Input("x", {1, 1, 2, 2}).Output("y").Weight("w", {2, 1, 1, 1}).Weight("b", {2});
  auto& shape = *draft.model.mutable_graph()->add_initializer();
  shape.set_name("shape");
  shape.set_data_type(TensorProto::INT64);
  shape.add_dims(4);
  for (const std::int64_t extent : {1, 2, 1, 1}) shape.add_int64_data(extent);
  draft.Node("Conv", {"x", "w"}, "c");
  draft.Node("Reshape", {"b", "shape"}, "wide");
  draft.Node("Add", {"c", "wide"}, "y");
  SetValues(draft, "w", {1.27F, 2.54F});
  SetValues(draft, "b", {0.5F, -0.5F});
  Save(draft);
  const Quantized quantized = ToInt8(Unit());
  EXPECT_THAT(quantized.kept, SizeIs(0));
  const ModelProto model = ProtoOf(Result<std::string>(quantized.bytes));
  EXPECT_THAT(Types(model), Not(Contains("Add")));
  const auto scales = Floats(Constant(model, "c_op.bias.quantized/scale"));
  std::int32_t bias[2] = {};
  std::memcpy(bias, Constant(model, "c_op.bias.quantized").raw_data().data(), sizeof bias);
  EXPECT_NEAR(scales[0] * static_cast<float>(bias[0]), 0.5F, scales[0]);
  EXPECT_NEAR(scales[1] * static_cast<float>(bias[1]), -0.5F, scales[1]);
}

TEST_F(OnnxQuantize, SharesOneScaleAcrossWhatMovesNumbers) {
  Draft draft = TwoConvolutions();
  draft.model.mutable_graph()->mutable_node(2)->set_input(0, "pooled");
  auto& pool = draft.Node("MaxPool", {"a"}, "pooled");
  Attribute(pool, "kernel_shape", AttributeProto::INTS).add_ints(2);
  pool.mutable_attribute(0)->add_ints(2);
  draft.model.mutable_graph()->mutable_node()->SwapElements(2, 3);
  Save(draft);
  Ranges ranges = Unit();
  EXPECT_FALSE(ranges.contains("pooled"));
  ranges["a"] = {0, 6};
  const ModelProto model = ProtoOf(Result<std::string>(ToInt8(ranges).bytes));
  EXPECT_EQ(Constant(model, "pooled/scale").raw_data(), Constant(model, "a/scale").raw_data());
  EXPECT_EQ(Constant(model, "pooled/zero_point").raw_data(), std::string(1, '\0'));
}

TEST_F(OnnxQuantize, LeavesWhatHasNoFormOrNoBoundsInFloat32AndSaysWhy) {
  Draft draft = TwoConvolutions();
  draft.model.mutable_graph()->mutable_node(1)->set_op_type("Elu");
  Save(draft);
  Ranges ranges = Unit();
  ranges["y"].high = std::numeric_limits<float>::infinity();
  const Quantized quantized = ToInt8(ranges);
  EXPECT_EQ(quantized.quantized, 1);
  ASSERT_THAT(quantized.kept, SizeIs(2));
  EXPECT_EQ(quantized.kept[0].name, "a_op");
  EXPECT_EQ(quantized.kept[0].reason, "Elu has no int8 form");
  EXPECT_EQ(quantized.kept[1].reason, "tensor 'y' has values that are not finite");
}

TEST_F(OnnxQuantize, NamesTheTensorWhoseRangeIsMissing) {
  Save(TwoConvolutions());
  Ranges ranges = Unit();
  ranges.erase("a");
  const auto quantized = onnx::ToInt8(path_, model_->graph(), ranges);
  ASSERT_FALSE(quantized);
  EXPECT_EQ(quantized.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(quantized.error().message, HasSubstr("range of tensor 'a' is not known"));
}

TEST_F(OnnxQuantize, RaisesAnOlderOpset) {
  Save(TwoConvolutions(11));
  const ModelProto model = ProtoOf(Result<std::string>(ToInt8(Unit()).bytes));
  EXPECT_EQ(model.opset_import(0).version(), 13);
  EXPECT_THAT(NodeNames(model), IsSupersetOf({"c_op", "a_op", "y_op"}));
}

TEST_F(OnnxQuantize, RefusesWhatIsQuantisedAlready) {
  Save(TwoConvolutions());
  ASSERT_TRUE(WriteFile(path_, ToInt8(Unit()).bytes));
  const auto calibrated = onnx::Calibrated(path_, model_->graph());
  const auto half = onnx::ToFloat16(path_, model_->graph());
  ASSERT_FALSE(calibrated || half);
  for (const Error& error : {calibrated.error(), half.error()}) {
    EXPECT_EQ(error.code, ErrorCode::kBadInput);
    EXPECT_THAT(error.message, HasSubstr("draft.onnx: it is quantised already"));
  }
}

TEST_F(OnnxQuantize, PutsFloat16BetweenFloat32Edges) {
  Draft draft = TwoConvolutions();
  SetValues(draft, "w", {1, 1e9F, -1e9F, 0.5F});
  Save(draft);
  const auto quantized = onnx::ToFloat16(path_, model_->graph());
  ASSERT_TRUE(quantized) << quantized.error().message;
  EXPECT_EQ(quantized->quantized, 3);
  const ModelProto model = ProtoOf(Result<std::string>(quantized->bytes));
  EXPECT_THAT(Types(model), ElementsAre("Cast", "Conv", "Relu", "Conv", "Cast"));
  EXPECT_EQ(model.graph().input(0).type().tensor_type().elem_type(), TensorProto::FLOAT);
  EXPECT_EQ(model.graph().node(4).output(0), "y");
  // What float16 cannot hold is held at its end.
  std::uint16_t halves[4] = {};
  std::memcpy(halves, Constant(model, "w/float16").raw_data().data(), sizeof halves);
  EXPECT_EQ(FromHalf(halves[1]), kMostHalf);
  EXPECT_EQ(FromHalf(halves[2]), -kMostHalf);
}

TEST_F(OnnxQuantize, KeepsInFloat32WhatIsNotDefinedForFloat16) {
  Draft draft;
  draft.Input("x", {1, 1, 2, 2}).Output("y").Weight("scales", {4});
  draft.Node("Resize", {"x", "", "scales"}, "r");
  draft.Node("Exp", {"r"}, "y");
  SetValues(draft, "scales", {1, 1, 2, 2});
  Save(draft);
  const auto quantized = onnx::ToFloat16(path_, model_->graph());
  ASSERT_TRUE(quantized) << quantized.error().message;
  const ModelProto model = ProtoOf(Result<std::string>(quantized->bytes));
  EXPECT_EQ(NodeOf(model, "r_op").input(2), "scales");
  ASSERT_THAT(quantized->kept, SizeIs(1));
  EXPECT_THAT(quantized->kept[0].reason, HasSubstr("beyond what float16 holds"));
}

TEST(StepsFor, HasAScaleWhereAllIsZero) {
  EXPECT_GT(StepsFor({0, 0}).scale, 0);
}

TEST(StepsFor, HoldsZeroExactlyAndStaysWithinItsEnds) {
  for (const Range range : {Range{0, 6}, Range{0.5F, 1}, Range{-3, -1}, Range{-0.1F, 7.3F}, Range{0, 1e-30F}}) {
    const Steps linear = StepsFor(range);
    EXPECT_GT(linear.scale, 0) << range.low << " " << range.high;
    EXPECT_GE(linear.zero_point, 0);
    EXPECT_LE(linear.zero_point, 255);
    EXPECT_LE(linear.scale * static_cast<float>(255 - linear.zero_point), std::max(range.high, 0.0F) + linear.scale / 2);
    const bool is_whole = range.low >= 0 && range.high > 1e-20F;
    EXPECT_TRUE(!is_whole || linear.scale * 255 <= range.high) << range.high;
  }
}

}  // namespace
}  // namespace dnntune::format::onnx
