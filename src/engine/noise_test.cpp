// SPDX-License-Identifier: Apache-2.0
#include "engine/noise.h"

#include <gmock/gmock.h>

#include "engine/element.h"

namespace dnntune::engine {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Ge;
using testing::Le;

graph::Tensor Input(const std::string& name, graph::DType dtype) {
  graph::Tensor tensor;
  tensor.name = name;
  tensor.dtype = dtype;
  tensor.shape = {1, 64};
  return tensor;
}

std::vector<double> MadeUp(const graph::Tensor& tensor, std::uint64_t example = 1) {
  return Numbers(MakeUp(tensor, example).value());
}

TEST(MakeUp, StaysWithinWhatTheGraphPicksFrom) {
  graph::Tensor ids = Input("ids", graph::DType::kInt64);
  ids.range = {0, 1, "'embed' (Gather) picks from 2 of 'types' by it"};
  const std::vector<double> numbers = MadeUp(ids);
  EXPECT_THAT(numbers, Each(AllOf(Ge(0), Le(1))));
  EXPECT_THAT(numbers, testing::Contains(0));
  EXPECT_THAT(numbers, testing::Contains(1));
}

// A siamese network takes the difference of two.
TEST(MakeUp, GivesEachInputAndEachExampleItsOwnValues) {
  const auto left = MadeUp(Input("left", graph::DType::kFloat32));
  EXPECT_EQ(MadeUp(Input("left", graph::DType::kFloat32)), left);
  EXPECT_NE(MadeUp(Input("right", graph::DType::kFloat32)), left);
  EXPECT_NE(MadeUp(Input("left", graph::DType::kFloat32), 2), left);
}

TEST(MakeUp, MakesNumbersOfEveryTypeOfOneByteOrLess) {
  using graph::DType;
  for (const DType type :
       {DType::kInt4, DType::kUInt4, DType::kFloat8E4M3Fn, DType::kFloat8E4M3FnUz, DType::kFloat8E5M2, DType::kFloat8E5M2FnUz}) {
    const auto numbers = MadeUp(Input("x", type));
    EXPECT_EQ(numbers.size(), 64U);
    EXPECT_THAT(numbers, Each(AllOf(Ge(0), Le(7))));
    EXPECT_THAT(numbers, testing::Contains(testing::Ne(numbers.front())));
  }
}

TEST(MakeUp, SaysWhatIsNotKnown) {
  graph::Tensor open = Input("open", graph::DType::kFloat32);
  open.shape.reset();
  EXPECT_EQ(MakeUp(open, 1).error().message, "the shape of tensor 'open' is not known; for a model input give model.input_shape");
  EXPECT_EQ(MakeUp(Input("text", graph::DType::kString), 1).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace dnntune::engine
