// SPDX-License-Identifier: Apache-2.0
#include "tune/choose_conversion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/convert.h"
#include "engine/element.h"

namespace dnntune::tune {
namespace {

using engine::Tensor;
using graph::Conversion;
using graph::DType;
using graph::Form;
using graph::Quantization;
using ::testing::HasSubstr;

// A map as long as it is wide and deep, so that no shape tells the order of its dimensions.
const std::vector<std::int64_t> kCube = {1, 8, 8, 8};
const Form kFloat{DType::kFloat32, kCube};

Tensor Filled(const Form& form, const std::vector<double>& numbers) {
  Tensor tensor(form.dtype, form.shape);
  engine::PutNumbers(numbers, form.dtype, tensor.data());
  return tensor;
}

std::vector<double> Noise(double mean, double spread, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> draw(mean, spread);
  std::vector<double> numbers(512);
  for (double& number : numbers) number = draw(random);
  return numbers;
}

// The numbers in int8, channels last, where they were floats with the channels first.
Tensor Quantised(const Form& form, const std::vector<double>& numbers) {
  Tensor tensor(form.dtype, form.shape);
  const auto to_last = graph::PossibleConversions(kFloat, form, std::nullopt)[1];
  EXPECT_TRUE(engine::Convert(to_last, Filled(kFloat, numbers), tensor));
  return tensor;
}

Result<Choice> Choose(const Form& form, const Tensor& ours, const std::vector<double>& theirs, Yardstick yardstick) {
  return ChooseConversion(graph::PossibleConversions(form, kFloat, std::nullopt), ours, Filled(kFloat, theirs), yardstick);
}

TEST(ChooseConversion, FindsTheOrderOfIntegersByTheirSignalToNoise) {
  const Form form{DType::kInt8, kCube, Quantization{0.03, -5}};
  const std::vector<double> numbers = Noise(0, 1);
  const Choice choice = Choose(form, Quantised(form, numbers), numbers, {true, 0.03}).value();
  EXPECT_EQ(choice.misfit, "");
  EXPECT_TRUE(choice.is_telling);
  EXPECT_EQ(graph::Describe(choice.how), "channels last to channels first, int8 to float32");
  EXPECT_NEAR(choice.snr_db.value(), 20 * std::log10(std::sqrt(12) / 0.03), 1);  // a step's noise is uniform
}

TEST(ChooseConversion, AMeanFarFromZeroHidesNoOtherValues) {
  const Form form{DType::kInt8, kCube, Quantization{0.1, -128}};
  const Choice choice = Choose(form, Quantised(form, Noise(10, 1, 1)), Noise(10, 1, 2), {true, 0.1}).value();
  EXPECT_THAT(choice.misfit, HasSubstr("has other values in the cloud's file (signal to noise -"));
  EXPECT_FALSE(choice.is_telling);
}

TEST(ChooseConversion, RefusesValuesThatAreNearlyTheSameInAnotherOrder) {
  const Form form{DType::kInt8, kCube, Quantization{0.2, 0}};
  std::vector<double> numbers(512);  // the same in every order of the last three dimensions but for a little
  for (std::size_t i = 0; i < 512; ++i)
    numbers[i] = static_cast<double>(i / 64 + i / 8 % 8 + i % 8) + 0.1 * static_cast<double>(i % 2);
  const Choice choice = Choose(form, Quantised(form, numbers), numbers, {true, 0.2}).value();
  EXPECT_THAT(choice.misfit, HasSubstr("in more than one order of dimensions"));
  EXPECT_FALSE(choice.is_telling);
}

TEST(ChooseConversion, TakesValuesBelowAStepButLearnsNothingFromThem) {
  const Form flat{DType::kInt8, {1, 4}, Quantization{1.0 / 256, -128}};
  const Form real{DType::kFloat32, {1, 4}};
  const Tensor zeros = Filled(flat, {-128, -128, -128, -128}), small = Filled(real, {0.001, 0.0012, 0.0008, 0.001});
  const auto possible = graph::PossibleConversions(flat, real, std::nullopt);
  const Choice taken = ChooseConversion(possible, zeros, small, {true, 1.0 / 256}).value();
  EXPECT_EQ(taken.misfit, "");
  EXPECT_FALSE(taken.is_telling);
  EXPECT_LT(taken.snr_db.value(), 0);
  EXPECT_NE(ChooseConversion(possible, zeros, small, {true, 1.0 / 1024}).value().misfit, "");
}

TEST(ChooseConversion, FloatsAreStillHeldToATenth) {
  std::vector<double> numbers = Noise(0, 1), near = numbers, far = numbers;
  for (double& number : near) number *= 1.05;
  for (double& number : far) number *= 1.2;
  const Tensor ours = Filled(kFloat, numbers);
  EXPECT_EQ(Choose(kFloat, ours, near, {}).value().misfit, "");
  EXPECT_EQ(Choose(kFloat, ours, far, {}).value().misfit, "has other values in the cloud's file");
  EXPECT_FALSE(Choose(kFloat, ours, near, {}).value().snr_db);
}

}  // namespace
}  // namespace dnntune::tune
