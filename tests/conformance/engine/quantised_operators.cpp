// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/quantised_operators.h"

#include <cstring>

namespace dnntune::conformance {
namespace {

using Code = tflite::BuiltinOperator;
using Draft = format::tflite::Draft;
using tflite::TensorType;

const std::vector<int> kMap = {1, 4, 4, 4};

template <typename T>
void Constant(Draft& draft, const std::string& name, const std::vector<int>& shape, const std::vector<T>& values) {
  constexpr TensorType kType = std::is_same_v<T, float> ? TensorType::FLOAT32 : TensorType::INT32;
  draft.Constant(name, shape, values.size() * sizeof(T), kType);
  std::memcpy(draft.model.buffers[draft.At(name).buffer]->data.data(), values.data(), values.size() * sizeof(T));
}
void Integers(Draft& draft, const std::string& name, const std::vector<int>& values) {
  Constant(draft, name, {static_cast<int>(values.size())}, values);
}
void Floats(Draft& draft, const std::string& name, const std::vector<float>& values) {
  Constant(draft, name, {static_cast<int>(values.size())}, values);
}

template <Code code>
void Unary(Draft& draft) {
  draft.Shape("b", kMap).Operator(code, {"a"}, {"b"});
}

void LeakyRelu(Draft& draft) {
  tflite::LeakyReluOptionsT options;
  options.alpha = 0.25F;
  draft.Shape("b", kMap).Operator(Code::LEAKY_RELU, {"a"}, {"b"}).builtin_options.Set(std::move(options));
}

// With one number for each channel.
template <Code code>
void Binary(Draft& draft) {
  Floats(draft, "c", {-0.5F, 0.25F, 0.5F, 0.75F});
  draft.Shape("b", kMap).Operator(code, {"a", "c"}, {"b"});
}

template <Code code>
void Reduce(Draft& draft) {
  Integers(draft, "axes", {1, 2});
  draft.Shape("b", {1, 4}).Operator(code, {"a", "axes"}, {"b"}).builtin_options.Set(tflite::ReducerOptionsT{});
}

void Pack(Draft& draft) {
  tflite::PackOptionsT options;
  options.values_count = 2;
  draft.Shape("b", {2, 1, 4, 4, 4}).Operator(Code::PACK, {"a", "a"}, {"b"}).builtin_options.Set(std::move(options));
}

void Unpack(Draft& draft) {
  tflite::UnpackOptionsT options;
  options.num = 4;
  options.axis = 3;
  for (const char* name : {"b", "c", "d", "e"}) draft.Shape(name, {1, 4, 4});
  draft.Operator(Code::UNPACK, {"a"}, {"b", "c", "d", "e"}).builtin_options.Set(std::move(options));
}

void Squeeze(Draft& draft) {
  tflite::SqueezeOptionsT options;
  options.squeeze_dims = {0};
  draft.Shape("b", {4, 4, 4}).Operator(Code::SQUEEZE, {"a"}, {"b"}).builtin_options.Set(std::move(options));
}

void ExpandDims(Draft& draft) {
  Integers(draft, "axis", {0});
  draft.Shape("b", {1, 1, 4, 4, 4}).Operator(Code::EXPAND_DIMS, {"a", "axis"}, {"b"});
}

void Reverse(Draft& draft) {
  Integers(draft, "axis", {3});
  draft.Shape("b", kMap).Operator(Code::REVERSE_V2, {"a", "axis"}, {"b"});
}

void StridedSlice(Draft& draft) {
  Integers(draft, "begin", {0, 0, 1, 0});
  Integers(draft, "end", {1, 4, 4, 4});
  Integers(draft, "strides", {1, 2, 1, 2});
  draft.Shape("b", {1, 2, 3, 2});
  draft.Operator(Code::STRIDED_SLICE, {"a", "begin", "end", "strides"}, {"b"}).builtin_options.Set(tflite::StridedSliceOptionsT{});
}

void Split(Draft& draft) {
  Constant(draft, "axis", {}, std::vector<int>{3});
  tflite::SplitOptionsT options;
  options.num_splits = 2;
  draft.Shape("b", {1, 4, 4, 2}).Shape("c", {1, 4, 4, 2});
  draft.Operator(Code::SPLIT, {"axis", "a"}, {"b", "c"}).builtin_options.Set(std::move(options));
}

void SplitUnevenly(Draft& draft) {
  Integers(draft, "sizes", {1, 3});
  Constant(draft, "axis", {}, std::vector<int>{3});
  tflite::SplitVOptionsT options;
  options.num_splits = 2;
  draft.Shape("b", {1, 4, 4, 1}).Shape("c", {1, 4, 4, 3});
  draft.Operator(Code::SPLIT_V, {"a", "sizes", "axis"}, {"b", "c"}).builtin_options.Set(std::move(options));
}

void Tile(Draft& draft) {
  Integers(draft, "times", {1, 2, 1, 1});
  draft.Shape("b", {1, 8, 4, 4}).Operator(Code::TILE, {"a", "times"}, {"b"});
}

void MirrorPad(Draft& draft) {
  Constant(draft, "paddings", {4, 2}, std::vector<int>{0, 0, 1, 1, 2, 0, 0, 0});
  draft.Shape("b", {1, 6, 6, 4});
  draft.Operator(Code::MIRROR_PAD, {"a", "paddings"}, {"b"}).builtin_options.Set(tflite::MirrorPadOptionsT{});
}

void PadWithNumber(Draft& draft) {
  Constant(draft, "paddings", {4, 2}, std::vector<int>{0, 0, 1, 1, 2, 0, 0, 0});
  Constant(draft, "value", {}, std::vector<float>{-0.75F});
  draft.Shape("b", {1, 6, 6, 4}).Operator(Code::PADV2, {"a", "paddings", "value"}, {"b"});
}

void ResizeNearest(Draft& draft) {
  Integers(draft, "size", {8, 8});
  draft.Shape("b", {1, 8, 8, 4});
  draft.Operator(Code::RESIZE_NEAREST_NEIGHBOR, {"a", "size"}, {"b"}).builtin_options.Set(tflite::ResizeNearestNeighborOptionsT{});
}

void DepthToSpace(Draft& draft) {
  tflite::DepthToSpaceOptionsT options;
  options.block_size = 2;
  draft.Shape("b", {1, 8, 8, 1}).Operator(Code::DEPTH_TO_SPACE, {"a"}, {"b"}).builtin_options.Set(std::move(options));
}

void SpaceToDepth(Draft& draft) {
  tflite::SpaceToDepthOptionsT options;
  options.block_size = 2;
  draft.Shape("b", {1, 2, 2, 16}).Operator(Code::SPACE_TO_DEPTH, {"a"}, {"b"}).builtin_options.Set(std::move(options));
}

void ToBatch(Draft& draft, const std::string& output) {
  Integers(draft, "block", {2, 2});
  Constant(draft, "border", {2, 2}, std::vector<int>{0, 0, 0, 0});
  draft.Shape(output, {4, 2, 2, 4}).Operator(Code::SPACE_TO_BATCH_ND, {"a", "block", "border"}, {output});
}
void SpaceToBatch(Draft& draft) {
  ToBatch(draft, "b");
}
void BatchToSpace(Draft& draft) {
  ToBatch(draft, "batches");
  draft.Shape("b", kMap).Operator(Code::BATCH_TO_SPACE_ND, {"batches", "block", "border"}, {"b"});
}

// Of a number that stands out.
template <Code code, typename Options>
void ArgumentOf(Draft& draft) {
  Integers(draft, "axis", {3});
  draft.Shape("b", {1, 4, 4}).At("b").type = TensorType::INT32;
  Options options;
  options.output_type = TensorType::INT32;
  draft.Operator(code, {"a", "axis"}, {"b"}).builtin_options.Set(std::move(options));
}

void ShapeOf(Draft& draft) {
  draft.Shape("b", {4}).At("b").type = TensorType::INT32;
  tflite::ShapeOptionsT options;
  options.out_type = TensorType::INT32;
  draft.Operator(Code::SHAPE, {"a"}, {"b"}).builtin_options.Set(std::move(options));
}

void TransposeConv(Draft& draft) {
  Integers(draft, "shape", {1, 8, 8, 2});
  std::vector<float> weights(2 * 2 * 2 * 4);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(i % 7) / 7 - 0.4F;
  Constant(draft, "w", {2, 2, 2, 4}, weights);
  Floats(draft, "bias", {0.5F, -1});
  tflite::TransposeConvOptionsT options;
  options.padding = tflite::Padding::VALID;
  options.stride_w = options.stride_h = 2;
  draft.Shape("b", {1, 8, 8, 2});
  draft.Operator(Code::TRANSPOSE_CONV, {"shape", "w", "a", "bias"}, {"b"}).builtin_options.Set(std::move(options));
}

constexpr TfliteOperator kOperators[] = {
    {"abs", Code::ABS, &Unary<Code::ABS>},
    {"exp", Code::EXP, &Unary<Code::EXP>},
    {"elu", Code::ELU, &Unary<Code::ELU>},
    {"gelu", Code::GELU, &Unary<Code::GELU>},
    {"hard_swish", Code::HARD_SWISH, &Unary<Code::HARD_SWISH>},
    {"leaky_relu", Code::LEAKY_RELU, &LeakyRelu},
    {"relu_n1_to_1", Code::RELU_N1_TO_1, &Unary<Code::RELU_N1_TO_1>},
    {"log_softmax", Code::LOG_SOFTMAX, &Unary<Code::LOG_SOFTMAX>},
    {"l2_normalization", Code::L2_NORMALIZATION, &Unary<Code::L2_NORMALIZATION>},
    {"squared_difference", Code::SQUARED_DIFFERENCE, &Binary<Code::SQUARED_DIFFERENCE>},
    {"maximum", Code::MAXIMUM, &Binary<Code::MAXIMUM>},
    {"sum", Code::SUM, &Reduce<Code::SUM>},
    {"reduce_max", Code::REDUCE_MAX, &Reduce<Code::REDUCE_MAX>},
    {"reduce_min", Code::REDUCE_MIN, &Reduce<Code::REDUCE_MIN>},
    {"pack", Code::PACK, &Pack},
    {"unpack", Code::UNPACK, &Unpack},
    {"squeeze", Code::SQUEEZE, &Squeeze},
    {"expand_dims", Code::EXPAND_DIMS, &ExpandDims},
    {"reverse", Code::REVERSE_V2, &Reverse},
    {"strided_slice", Code::STRIDED_SLICE, &StridedSlice},
    {"split", Code::SPLIT, &Split},
    {"split_unevenly", Code::SPLIT_V, &SplitUnevenly},
    {"tile", Code::TILE, &Tile},
    {"mirror_pad", Code::MIRROR_PAD, &MirrorPad},
    {"pad_with_number", Code::PADV2, &PadWithNumber},
    {"resize_nearest", Code::RESIZE_NEAREST_NEIGHBOR, &ResizeNearest},
    {"depth_to_space", Code::DEPTH_TO_SPACE, &DepthToSpace},
    {"space_to_depth", Code::SPACE_TO_DEPTH, &SpaceToDepth},
    {"space_to_batch", Code::SPACE_TO_BATCH_ND, &SpaceToBatch},
    {"batch_to_space", Code::BATCH_TO_SPACE_ND, &BatchToSpace},
    {"arg_min", Code::ARG_MIN, &ArgumentOf<Code::ARG_MIN, tflite::ArgMinOptionsT>},
    {"shape", Code::SHAPE, &ShapeOf},
    {"transpose_conv", Code::TRANSPOSE_CONV, &TransposeConv},
};

}  // namespace

std::span<const TfliteOperator> TfliteOperators() {
  return kOperators;
}

std::string WriteTfliteOperator(const TfliteOperator& op) {
  Draft draft;
  draft.Input("x", kMap).Shape("a", kMap).Output("y");
  Floats(draft, "factors", {-1, -1, 1, 2});
  draft.Operator(Code::MUL, {"x", "factors"}, {"a"}).builtin_options.Set(tflite::MulOptionsT{});
  op.add(draft);
  const std::vector<int> shape = draft.At("b").shape;
  draft.Shape("y", shape).At("y").type = draft.At("b").type;
  Integers(draft, "y_shape", shape);
  draft.Operator(Code::RESHAPE, {"b", "y_shape"}, {"y"});
  return draft.Bytes();
}

}  // namespace dnntune::conformance
