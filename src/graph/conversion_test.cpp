// SPDX-License-Identifier: Apache-2.0
#include "graph/conversion.h"

#include <gtest/gtest.h>

#include <cmath>

namespace dnntune::graph {
namespace {

const Form kLast{DType::kFloat32, {1, 7, 9, 32}};
const Form kFirst{DType::kFloat32, {1, 32, 7, 9}};

TEST(Conversion, OfAnImageMovesTheChannels) {
  const auto possible = PossibleConversions(kLast, kFirst, std::nullopt);
  ASSERT_EQ(possible.size(), 2U);
  EXPECT_EQ(possible[0].order, (std::vector<std::uint32_t>{0, 3, 1, 2}));
  EXPECT_EQ(Describe(possible[0]), "channels last to channels first");
  EXPECT_FALSE(KeepsBytes(possible[0]));
  EXPECT_TRUE(IsSound(possible[0]));
}

TEST(Conversion, ThereAndBackIsTheSame) {
  const Conversion there = PossibleConversions(kLast, kFirst, std::nullopt)[0];
  const Conversion back = Inverse(there);
  EXPECT_EQ(back.from, kFirst);
  EXPECT_EQ(back.to, kLast);
  EXPECT_EQ(back, PossibleConversions(kFirst, kLast, std::nullopt)[0]);
  EXPECT_EQ(Inverse(back), there);
}

TEST(Conversion, OfAPixelOnlyRenamesTheShape) {
  const Form last{DType::kFloat32, {1, 1, 1, 1000}};
  const Form first{DType::kFloat32, {1, 1000, 1, 1}};
  EXPECT_TRUE(KeepsBytes(PossibleConversions(last, first, std::nullopt)[0]));
  EXPECT_TRUE(KeepsBytes(PossibleConversions(last, Form{DType::kFloat32, {1, 1000}}, std::nullopt)[0]));
}

TEST(Conversion, OfACubeIsAmbiguousWithTheMoveFirst) {
  const Form cube{DType::kFloat32, {1, 8, 8, 8}};
  const auto possible = PossibleConversions(cube, cube, std::nullopt);
  ASSERT_EQ(possible.size(), 3U);
  EXPECT_FALSE(KeepsBytes(possible[0]));
  EXPECT_TRUE(KeepsBytes(possible[2]));
}

TEST(Conversion, OfAFlattenedImageMayMoveWhatItWasMadeFrom) {
  const Form flat{DType::kFloat32, {1, 7 * 9 * 32}};
  const auto possible = PossibleConversions(flat, flat, kLast.shape);
  ASSERT_EQ(possible.size(), 3U);
  EXPECT_TRUE(KeepsBytes(possible[0]));
  EXPECT_EQ(possible[1].view, kLast.shape);
  EXPECT_TRUE(IsSound(possible[1]));
}

TEST(Conversion, OfOtherSizesThereIsNone) {
  EXPECT_TRUE(PossibleConversions(kLast, Form{DType::kFloat32, {1, 31, 7, 9}}, std::nullopt).empty());
}

TEST(Conversion, NamesTheTypes) {
  Form half = kLast;
  half.dtype = DType::kFloat16;
  EXPECT_EQ(Describe(PossibleConversions(half, kLast, std::nullopt).back()), "float16 to float32");
  EXPECT_FALSE(KeepsBytes(PossibleConversions(half, kLast, std::nullopt).back()));
}

TEST(Conversion, NamesWhatBecomesOfQuantisedIntegers) {
  const Form whole{DType::kInt8, kLast.shape, Quantization{0.5, -3}};
  const Form other{DType::kInt8, kLast.shape, Quantization{0.25, -3}};
  EXPECT_EQ(Describe(PossibleConversions(whole, kFirst, std::nullopt)[0]), "channels last to channels first, int8 to float32");
  EXPECT_EQ(Describe(PossibleConversions(whole, other, std::nullopt).back()), "int8 of another scale");
  EXPECT_FALSE(KeepsBytes(PossibleConversions(whole, other, std::nullopt).back()));
  EXPECT_TRUE(KeepsBytes(PossibleConversions(whole, whole, std::nullopt).back()));
}

TEST(Conversion, IsUnsoundWhereTheQuantizationDoesNotFitTheType) {
  Conversion conversion = PossibleConversions(Form{DType::kInt8, kLast.shape, Quantization{0.5, -3}}, kFirst, std::nullopt)[0];
  EXPECT_TRUE(IsSound(conversion));
  for (const Quantization& wrong : {Quantization{0, 0}, Quantization{-1, 0}, Quantization{std::nan(""), 0}, Quantization{1, 128}}) {
    conversion.from.quantization = wrong;
    EXPECT_FALSE(IsSound(conversion)) << wrong.scale << " " << wrong.zero_point;
  }
  conversion.from = {DType::kFloat32, kLast.shape, Quantization{}};
  EXPECT_FALSE(IsSound(conversion));
}

TEST(Conversion, IsUnsoundWhereTheOrderIsNone) {
  Conversion conversion = PossibleConversions(kLast, kFirst, std::nullopt)[0];
  conversion.order[1] = 0;
  EXPECT_FALSE(IsSound(conversion));
}

}  // namespace
}  // namespace dnntune::graph
