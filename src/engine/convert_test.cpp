// SPDX-License-Identifier: Apache-2.0
#include "engine/convert.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "engine/element.h"
#include "engine/local_worker.h"
#include "engine/null/null_engine.h"

namespace dnntune::engine {
namespace {

using graph::DType;
using graph::Form;

Tensor Counting(const Form& form) {
  Tensor tensor(form.dtype, form.shape);
  std::vector<double> numbers(tensor.size_bytes() / *graph::DTypeBytes(form.dtype));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<double>(i);
  PutNumbers(numbers, form.dtype, tensor.data());
  return tensor;
}

graph::Conversion ToChannelsFirst(DType from, DType to) {
  return {{from, {2, 19, 3, 35}}, {2, 19, 3, 35}, {0, 3, 1, 2}, {to, {2, 35, 19, 3}}};
}

// Element (n, h, w, c) of a 2x19x3x35 tensor that counts is this.
double Count(int n, int h, int w, int c) {
  return ((n * 19 + h) * 3 + w) * 35 + c;
}

void ExpectChannelsFirst(const Tensor& tensor) {
  const std::vector<double> numbers = Numbers(tensor);
  std::size_t next = 0;
  for (int n = 0; n < 2; ++n) {
    for (int c = 0; c < 35; ++c) {
      for (int h = 0; h < 19; ++h) {
        for (int w = 0; w < 3; ++w) ASSERT_EQ(numbers[next++], Count(n, h, w, c)) << n << " " << c << " " << h << " " << w;
      }
    }
  }
}

class ConvertOf : public testing::TestWithParam<DType> {};

TEST_P(ConvertOf, MovesEveryElementToItsPlaceAndBack) {
  const graph::Conversion there = ToChannelsFirst(GetParam(), GetParam());
  const Tensor from = Counting(there.from);
  Tensor to(there.to.dtype, there.to.shape);
  ASSERT_TRUE(Convert(there, from, to));
  ExpectChannelsFirst(to);
  Tensor back(there.from.dtype, there.from.shape);
  ASSERT_TRUE(Convert(graph::Inverse(there), to, back));
  EXPECT_EQ(back.bytes(), from.bytes());
}

INSTANTIATE_TEST_SUITE_P(Types, ConvertOf, testing::Values(DType::kFloat32, DType::kFloat64, DType::kInt16, DType::kInt64),
                         [](const auto& param) { return std::string(graph::DTypeName(param.param)); });

TEST(Convert, ChangesTheTypeOnTheWay) {
  const graph::Conversion conversion = ToChannelsFirst(DType::kInt32, DType::kFloat32);
  Tensor to(conversion.to.dtype, conversion.to.shape);
  ASSERT_TRUE(Convert(conversion, Counting(conversion.from), to));
  ExpectChannelsFirst(to);
}

Tensor Floats(const std::vector<double>& numbers) {
  Tensor tensor(DType::kFloat32, {static_cast<std::int64_t>(numbers.size())});
  PutNumbers(numbers, DType::kFloat32, tensor.data());
  return tensor;
}

Form Int8(std::int64_t elements, graph::Quantization quantization) {
  return {DType::kInt8, {elements}, quantization};
}

graph::Conversion InPlace(const Form& from, const Form& to) {
  return {from, from.shape, {0}, to};
}

TEST(Convert, EveryIntegerStandsForARealNumberAndComesBackItself) {
  const Form whole = Int8(256, {0.1F, -3}), real{DType::kFloat32, {256}};
  Tensor all(DType::kInt8, {256});
  for (int i = 0; i < 256; ++i) all.data()[i] = static_cast<std::byte>(i);
  Tensor numbers(DType::kFloat32, {256}), back(DType::kInt8, {256});
  ASSERT_TRUE(Convert(InPlace(whole, real), all, numbers));
  EXPECT_EQ(Numbers(numbers)[5], static_cast<float>(static_cast<double>(0.1F) * 8));
  EXPECT_EQ(Numbers(numbers)[0x80], static_cast<float>(static_cast<double>(0.1F) * -125));
  ASSERT_TRUE(Convert(InPlace(real, whole), numbers, back));
  EXPECT_EQ(back.bytes(), all.bytes());
}

TEST(Convert, QuantisesHalvesAwayFromZeroAndHoldsTheRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  const Tensor numbers = Floats({0.25, -0.25, 0.75, 0.2499999, 1e9, -infinity, nan, 63.25});
  Tensor to(DType::kInt8, {8});
  ASSERT_TRUE(Convert(InPlace({DType::kFloat32, {8}}, Int8(8, {0.5, 1})), numbers, to));
  EXPECT_EQ(Numbers(to), (std::vector<double>{2, 0, 3, 1, 127, -128, 1, 127}));
}

TEST(Convert, OtherFloatsAreQuantisedLikeFloat32) {
  const std::vector<double> numbers = {0.25, -0.25, 0.75, 0.125, 60000, -60000, 63.25};
  const auto elements = static_cast<std::int64_t>(numbers.size());
  Tensor half(DType::kFloat16, {elements}), of_half(DType::kInt8, {elements}), of_float(DType::kInt8, {elements});
  PutNumbers(numbers, DType::kFloat16, half.data());
  const Form to = Int8(elements, {0.5, 1});
  ASSERT_TRUE(Convert(InPlace({DType::kFloat16, {elements}}, to), half, of_half));
  ASSERT_TRUE(Convert(InPlace({DType::kFloat32, {elements}}, to), Floats(numbers), of_float));
  EXPECT_EQ(of_half.bytes(), of_float.bytes());
}

TEST(Convert, AnotherScaleKeepsTheRealNumbers) {
  Tensor from(DType::kInt8, {4}), to(DType::kInt8, {4});
  PutNumbers({-2, 0, 1, 100}, DType::kInt8, from.data());
  ASSERT_TRUE(Convert(InPlace(Int8(4, {0.5, 0}), Int8(4, {0.25, -10})), from, to));
  EXPECT_EQ(Numbers(to), (std::vector<double>{-14, -10, -8, 127}));
}

TEST(Convert, MovesAndDequantisesAtOnce) {
  graph::Conversion there = ToChannelsFirst(DType::kInt16, DType::kFloat32);
  there.from.quantization = {1, 0};
  const Tensor from = Counting(there.from);
  Tensor to(there.to.dtype, there.to.shape), back(there.from.dtype, there.from.shape);
  ASSERT_TRUE(Convert(there, from, to));
  ExpectChannelsFirst(to);
  ASSERT_TRUE(Convert(graph::Inverse(there), to, back));
  EXPECT_EQ(back.bytes(), from.bytes());
}

TEST(Convert, RefusesAnotherForm) {
  const graph::Conversion conversion = ToChannelsFirst(DType::kFloat32, DType::kFloat32);
  Tensor to(DType::kFloat32, {1});
  EXPECT_EQ(Convert(conversion, Counting(conversion.from), to).error().code, ErrorCode::kBadInput);
}

TEST(Elements, EveryHalfIsANumberAndBackItself) {
  Tensor all(DType::kFloat16, {0x7c00});
  for (std::uint16_t bits = 0; bits < 0x7c00; ++bits) std::memcpy(all.data() + 2 * bits, &bits, 2);
  const std::vector<double> numbers = Numbers(all);
  EXPECT_EQ(numbers[0x3c00], 1);
  EXPECT_EQ(numbers[0x3555], 0.333251953125);
  EXPECT_EQ(numbers[1], std::ldexp(1, -24));
  Tensor back(DType::kFloat16, {0x7c00});
  PutNumbers(numbers, DType::kFloat16, back.data());
  EXPECT_EQ(back.bytes(), all.bytes());
}

TEST(Elements, RoundToTheNearestHalf) {
  Tensor tensor(DType::kFloat16, {5});
  PutNumbers({1 + std::ldexp(1, -11), 1 + std::ldexp(3, -11), 65519, 65520, -std::ldexp(1, -26)}, DType::kFloat16, tensor.data());
  const std::vector<double> numbers = Numbers(tensor);
  EXPECT_EQ(numbers[0], 1);
  EXPECT_EQ(numbers[1], 1 + std::ldexp(2, -10));
  EXPECT_EQ(numbers[2], 65504);
  EXPECT_TRUE(std::isinf(numbers[3]));
  EXPECT_EQ(numbers[4], 0);
}

TEST(Elements, IntegersAreHeldWithinTheirRange) {
  Tensor tensor(DType::kInt8, {4});
  PutNumbers({300, -300, 7.9, std::numeric_limits<double>::quiet_NaN()}, DType::kInt8, tensor.data());
  EXPECT_EQ(Numbers(tensor), (std::vector<double>{127, -128, 7, 0}));
}

TEST(Elements, BfloatKeepsTheFirstHalfOfASingle) {
  Tensor tensor(DType::kBFloat16, {2});
  PutNumbers({1.5, 3.14159}, DType::kBFloat16, tensor.data());
  EXPECT_EQ(Numbers(tensor), (std::vector<double>{1.5, 3.140625}));
}

TEST(ConvertingSession, ConvertsInEveryRun) {
  LocalWorker worker(MakeNullEngine());
  const graph::Conversion how = ToChannelsFirst(DType::kFloat32, DType::kFloat32);
  ASSERT_TRUE(worker.SetTensor("x@device", Counting(how.from)));
  OpenRequest request;
  request.setting.engine = "null";
  request.before = {{"x@device", "x", how}};
  const SessionInfo session = worker.Open(request).value();
  ASSERT_TRUE(worker.Prime(session.id));
  ExpectChannelsFirst(worker.GetTensor("x").value());
  ASSERT_TRUE(worker.SetTensor("x", Tensor(how.to.dtype, how.to.shape)));
  ASSERT_TRUE(worker.Measure({{session.id}, 1, Nanoseconds(0)}));
  ExpectChannelsFirst(worker.GetTensor("x").value());
}

TEST(ConvertingSession, NamesATensorThatIsNotThere) {
  LocalWorker worker(MakeNullEngine());
  OpenRequest request;
  request.setting.engine = "null";
  request.before = {{"x@device", "x", ToChannelsFirst(DType::kFloat32, DType::kFloat32)}};
  const SessionInfo session = worker.Open(request).value();
  const auto primed = worker.Prime(session.id);
  ASSERT_FALSE(primed);
  EXPECT_NE(primed.error().message.find("x@device"), std::string::npos);
}

}  // namespace
}  // namespace dnntune::engine
