// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <limits>
#include <map>

#include "format/skeleton/free_dimensions.h"
#include "format/skeleton/given_shapes.h"
#include "format/skeleton/reach.h"
#include "format/skeleton/unknown_tensor.h"
#include "format/skeleton/weights.h"

namespace dnntune::format::skeleton {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Names = std::vector<std::string>;

// x and y -> 0 -> a -> 1 (with w) -> b; a -> 2 -> c; b and c -> 3 -> d
Reached<std::string> ReachIn(const Names& inputs, const Names& outputs) {
  static const std::map<std::string, int> makers = {{"a", 0}, {"b", 1}, {"c", 2}, {"d", 3}};
  static const std::vector<Names> reads = {{"x", "y"}, {"a", "w"}, {"a"}, {"b", "c"}};
  const Makers<std::string> file = {
      .maker_of = [](const std::string& name) { return makers.contains(name) ? std::optional(makers.at(name)) : std::nullopt; },
      .reads_of = [](int op) { return reads.at(static_cast<std::size_t>(op)); },
      .is_held = [](const std::string& name) { return name == "w"; }};
  return Reach(inputs, outputs, file);
}

TEST(Reach, TakesEveryOperatorThatTheOutputsNeedAndNoOther) {
  const auto all = ReachIn({"x", "y"}, {"d"}), some = ReachIn({"x", "y"}, {"b"});
  EXPECT_THAT(all.operators, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(some.operators, ElementsAre(0, 1));
  EXPECT_THAT(some.missing, IsEmpty());
}

TEST(Reach, StopsAtWhatIsGiven) {
  const auto part = ReachIn({"a"}, {"d"});
  EXPECT_THAT(part.operators, ElementsAre(1, 2, 3));
  EXPECT_THAT(part.missing, IsEmpty());
}

TEST(Reach, NeedsNoOperatorForAnOutputThatIsGiven) {
  EXPECT_THAT(ReachIn({"a"}, {"a"}).operators, IsEmpty());
}

TEST(Reach, ListsWhatNobodyGivesInTheOrderInWhichItIsMet) {
  EXPECT_THAT(ReachIn({"c"}, {"d"}).missing, ElementsAre("y", "x"));
  EXPECT_EQ(IsMissing("y").code, ErrorCode::kBadInput);
  EXPECT_EQ(IsMissing("y").message, "the outputs need tensor 'y', which is not among the inputs; add it to the inputs");
}

TEST(UnknownTensor, IsToldWithTheNearestNameAndTheFilesOwn) {
  const Error error = IsUnknown({"imge", Role::kInput, "image, mask", {"mask", "image"}});
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_EQ(error.message,
            "there is no tensor 'imge' to be an input; did you mean 'image'?; the file's own inputs are image, mask");
  EXPECT_EQ(IsUnknown({"q", Role::kOutput, "classes", {"classes"}}).message,
            "there is no tensor 'q' to be an output; the file's own outputs are classes");
}

TEST(FreeDimensions, AreNamedWhereTheFileTellsTheRank) {
  EXPECT_EQ(IsOpen({"x", "rank 3", {"0", "2 ('N')"}}).message,
            "input 'x' of rank 3 leaves dimension 0, 2 ('N') free; set model.input_shape");
  EXPECT_EQ(IsOpen({"x", "", {}}).message, "the shape of input 'x' is not known; set model.input_shape");
}

ShapeTakers Takers(const Names& names, const std::string& listed) {
  return {.names = names, .listed = listed, .takes_unnamed = names.size() == 1, .takes = [names](const std::string& name) {
            return std::find(names.begin(), names.end(), name) != names.end();
          }};
}

ReadOptions ShapeFor(const std::string& input) {
  ReadOptions options;
  options.input_shapes[input] = {1};
  return options;
}

TEST(GivenShapes, FitTheInputsThatTheyName) {
  EXPECT_TRUE(CheckGivenShapes(ShapeFor("a"), Takers({"a", "b"}, "a, b")));
  EXPECT_TRUE(CheckGivenShapes(ShapeFor(""), Takers({"a"}, "a")));
}

TEST(GivenShapes, AreRefusedForAnInputThatIsNotThereOrNotNamed) {
  const auto unknown = CheckGivenShapes(ShapeFor("imge"), Takers({"image", "mask"}, "image, mask"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(unknown.error().message,
            "a shape is given for input 'imge', which the model does not have; it has image, mask; did you mean 'image'?");
  const auto open = CheckGivenShapes(ShapeFor(""), Takers({"image", "mask"}, "image, mask"));
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().message, "the model has 2 inputs (image, mask); name the one that the given shape is for");
}

TEST(GivenShapes, AreToldToTurnTheirChannelsWhereThatFits) {
  EXPECT_THAT(DoesNotFit({"x", {-1, 8, 8, 3}, "[?,8,8,3]", {1, 3, 8, 8}}).message,
              testing::HasSubstr("the file has the channels last: give 1,8,8,3"));
  EXPECT_THAT(DoesNotFit({"x", {1, 8}, "[1,8]", {1, 9}}).message, testing::HasSubstr("correct model.input_shape"));
}

TEST(Product, IsNothingWhereAnExtentIsOpenOrTheCountDoesNotFit) {
  const std::vector<std::int64_t> extents = {2, 3, 4}, open = {2, -1}, large = {std::numeric_limits<std::int64_t>::max(), 4};
  EXPECT_EQ(Product(1, extents), 24U);
  EXPECT_EQ(Product(10, extents, 1, 1), 30U);
  EXPECT_EQ(Product(1, open), std::nullopt);
  EXPECT_EQ(Product(1, large), std::nullopt);
  EXPECT_EQ(Product(std::nullopt, extents), std::nullopt);
}

TEST(WeightCount, CountsAWeightForTheFirstThatReadsIt) {
  const std::vector<std::int64_t> shape = {2, 3};
  const Weights weights = WeightsOf(graph::DType::kFloat32, shape);
  WeightCount<std::string> count;
  graph::OperatorSpec first, second;
  count.Add("w", weights, first);
  count.Add("w", weights, second);
  count.Add("v", weights, second);
  EXPECT_EQ(first.parameters, 6U);
  EXPECT_EQ(first.parameter_bytes.value(), 24);
  EXPECT_EQ(second.parameters, 6U);
}

}  // namespace
}  // namespace dnntune::format::skeleton
