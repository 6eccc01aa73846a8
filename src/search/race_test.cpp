// SPDX-License-Identifier: Apache-2.0
#include "search/race.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/interrupt.h"

namespace dnntune::search {
namespace {

using ::testing::HasSubstr;

std::vector<Contender> Named(const std::vector<std::string>& labels) {
  std::vector<Contender> contenders;
  for (const std::string& label : labels) contenders.push_back({{}, label, label, ""});
  return contenders;
}

graph::Graph OneLayer() {
  graph::GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOperator({.name = "a", .type = "a", .inputs = {"in"}, .outputs = {"out"}, .layer = "a"});
  builder.AddOutput("out");
  return std::move(builder).Build().value();
}

record::Profile Taking(double seconds) {
  record::Profile profile{.model = {.name = "m", .format = {}, .sha256 = {}}, .graph = OneLayer()};
  profile.whole.emplace();
  for (int i = 0; i < 40; ++i) profile.whole->latency.samples.emplace_back(seconds * (1 + 0.001 * (i % 5)));
  profile.whole->latency.stop = record::Stop::kPrecise;
  return profile;
}

TEST(Race, MeasuresEveryContenderAndKeepsWhatEachHas) {
  const auto contenders = Named({"a", "b", "c"});
  const auto measured = Race(contenders, [](std::size_t i, profiler::Turn turn, auto& profile) -> Result<void> {
    turn.Pass();
    profile = Taking(static_cast<double>(i + 1));
    return {};
  });
  ASSERT_EQ(measured.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(measured[i].profile);
    EXPECT_DOUBLE_EQ(measured[i].profile->whole->latency.samples[0].count(), static_cast<double>(i + 1));
  }
}

TEST(Race, GoesOnWithoutOneThatFails) {
  const auto measured = Race(Named({"a", "b"}), [](std::size_t i, profiler::Turn, auto& profile) -> Result<void> {
    if (i == 0) return Fail(ErrorCode::kMeasurement, "its worker died");
    profile = Taking(1);
    return {};
  });
  EXPECT_EQ(measured[0].error->message, "its worker died");
  EXPECT_TRUE(measured[1].profile);
}

TEST(Race, DoesNotTryWhatNothingHereHas) {
  auto contenders = Named({"a", "b"});
  contenders[0].unavailable = "MACE runs on phones";
  int tried = 0;
  const auto measured = Race(contenders, [&](std::size_t, profiler::Turn, auto&) -> Result<void> {
    ++tried;
    return {};
  });
  EXPECT_EQ(tried, 1);
  EXPECT_EQ(measured[0].error->code, ErrorCode::kUnavailable);
}

TEST(Race, BeginsNothingAfterAnInterruption) {
  int tried = 0;
  const auto measured = Race(Named({"a", "b", "c", "d", "e", "f"}), [&](std::size_t, profiler::Turn turn, auto&) -> Result<void> {
    ++tried;
    SetInterrupted(true);
    turn.Pass();
    return Fail(ErrorCode::kInterrupted, "interrupted");
  });
  SetInterrupted(false);
  EXPECT_EQ(tried, 1);
  for (const Measured& one : measured) EXPECT_EQ(one.error->code, ErrorCode::kInterrupted);
}

TEST(CompareMeasured, MakesARowOfWhatFailed) {
  const auto contenders = Named({"fast", "broken"});
  std::vector<Measured> measured(2);
  measured[0].profile = Taking(1);
  measured[1].error = Error{ErrorCode::kMeasurement, "its worker died"};
  const auto comparison = CompareMeasured(contenders, measured, "m");
  ASSERT_TRUE(comparison);
  ASSERT_EQ(comparison->settings.size(), 2U);
  EXPECT_EQ(comparison->settings[1].unavailable, "its worker died");
  EXPECT_EQ(comparison->settings[0].profile, "profiles/fast.json");
  EXPECT_TRUE(comparison->interleaved);
}

TEST(CompareMeasured, FailsWithEveryReasonWhereNothingWasMeasured) {
  const auto contenders = Named({"a", "b"});
  std::vector<Measured> measured(2);
  measured[0].error = Error{ErrorCode::kMeasurement, "died"};
  measured[1].error = Error{ErrorCode::kUnavailable, "is not installed"};
  const auto comparison = CompareMeasured(contenders, measured, "m");
  ASSERT_FALSE(comparison);
  EXPECT_EQ(comparison.error().message, "none of the settings could be measured: a: died; b: is not installed");
  measured[1].error = measured[0].error;
  EXPECT_EQ(CompareMeasured(contenders, measured, "m").error().message, "died");
}

TEST(CompareMeasured, FailsWhereAProfileCouldNotBeSaved) {
  std::vector<Measured> measured(1);
  measured[0].profile = Taking(1);
  measured[0].error = Error{ErrorCode::kIo, "the disk is full"};
  EXPECT_EQ(CompareMeasured(Named({"a"}), measured, "m").error().code, ErrorCode::kIo);
}

TEST(Winner, IsTheFirstOfThoseThatCannotBeToldFromTheFastest) {
  const auto contenders = Named({"named-first", "as-fast", "slow"});
  std::vector<Measured> measured(3);
  measured[0].profile = Taking(1.0005);
  measured[1].profile = Taking(1);
  measured[2].profile = Taking(3);
  const auto comparison = CompareMeasured(contenders, measured, "m").value();
  EXPECT_EQ(Winner(contenders, comparison).label, "named-first");
  measured[0].profile = Taking(2);
  EXPECT_EQ(Winner(contenders, CompareMeasured(contenders, measured, "m").value()).label, "as-fast");
}

TEST(Winner, IsTheFirstWhereNoneWasMeasured) {
  EXPECT_EQ(Winner(Named({"a", "b"}), {}).label, "a");
}

}  // namespace
}  // namespace dnntune::search
