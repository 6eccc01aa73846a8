// SPDX-License-Identifier: Apache-2.0
#include "calibration/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/element.h"

namespace dnntune::calibration {
namespace {

using graph::DType;
using testing::HasSubstr;

engine::Tensor Make(DType dtype, const std::vector<std::int64_t>& shape, const std::vector<double>& values) {
  engine::Tensor tensor(dtype, shape);
  engine::PutNumbers(values, dtype, tensor.data());
  return tensor;
}

TEST(Difference, AddsUpSignalAndNoiseOverExamples) {
  DifferenceSum sum;
  ASSERT_TRUE(sum.Add("y", Make(DType::kFloat32, {1, 2}, {3, 1}), Make(DType::kFloat32, {1, 2}, {3, 1.5})));
  ASSERT_TRUE(sum.Add("y", Make(DType::kFloat32, {1, 2}, {1, 3}), Make(DType::kFloat32, {1, 2}, {2, 1.5})));
  const record::QuantizedOutput difference = sum.Finish("y");
  // 20 / (0.25 + 1 + 2.25)
  EXPECT_NEAR(difference.signal_to_noise.value(), 7.5696, 1e-4);
  EXPECT_DOUBLE_EQ(difference.largest.value(), 0.5);
  EXPECT_DOUBLE_EQ(difference.agreement.value(), 0.5);
}

TEST(Difference, HasNoDecibelsWhereNothingDiffers) {
  DifferenceSum sum;
  ASSERT_TRUE(sum.Add("y", Make(DType::kFloat32, {4}, {1, 2, 3, 4}), Make(DType::kFloat32, {4}, {1, 2, 3, 4})));
  const record::QuantizedOutput difference = sum.Finish("y");
  EXPECT_EQ(difference.signal_to_noise.reason(), "nothing differs");
  EXPECT_EQ(difference.largest.value(), 0);
  EXPECT_THAT(difference.agreement.reason(), HasSubstr("[4] is no vector of classes"));
}

TEST(Difference, CountsWholeNumbersThatAreEqual) {
  DifferenceSum sum;
  ASSERT_TRUE(sum.Add("y", Make(DType::kInt32, {4}, {1, 2, 3, 4}), Make(DType::kInt32, {4}, {1, 2, 3, 5})));
  EXPECT_DOUBLE_EQ(sum.Finish("y").agreement.value(), 0.75);
  EXPECT_EQ(sum.Finish("y").signal_to_noise.reason(), "the output holds whole numbers");
}

TEST(Difference, OfOutputsThatAreNotFiniteIsNotHidden) {
  DifferenceSum sum;
  ASSERT_TRUE(sum.Add("y", Make(DType::kFloat32, {1, 2}, {1, 2}), Make(DType::kFloat32, {1, 2}, {0.0 / 0.0, 2})));
  EXPECT_EQ(sum.Finish("y").signal_to_noise.reason(), "some outputs are not finite");
  EXPECT_FALSE(sum.Finish("y").largest.IsAvailable());
}

TEST(Difference, OfAnotherShapeNamesTheOutput) {
  DifferenceSum sum;
  const auto added = sum.Add("y", Make(DType::kFloat32, {2}, {1, 2}), Make(DType::kFloat32, {1, 2}, {1, 2}));
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().message, HasSubstr("output 'y' of the narrowed model is float32 [1,2]"));
}

}  // namespace
}  // namespace dnntune::calibration
