// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace dnntune::cli {
namespace {

using testing::ElementsAre;

class CommandTest : public testing::Test {
 protected:
  // What CLI11 says is wrong with these words; empty: nothing.
  std::string Parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());
    try {
      app_.parse(words);
    } catch (const CLI::ParseError& error) {
      return error.what();
    }
    return "";
  }
  CLI::App app_;
  Command command_{app_};
  std::vector<std::string> taken_;
  std::function<void(const std::string&)> take_ = [this](const std::string& value) { taken_.push_back(value); };
};

TEST_F(CommandTest, TakesOneValueAFlagWithItsBracketsAndNothingThatFollows) {
  std::string model;
  command_.Add("model", model, "");
  command_.AddEach("--threads", take_, "").Repeated();
  EXPECT_EQ(Parse({"--threads", "[1, 2]", "mobilenet-v2", "--threads", "4"}), "");
  EXPECT_EQ(model, "mobilenet-v2");
  EXPECT_THAT(taken_, ElementsAre("[1, 2]", "4"));
}

TEST_F(CommandTest, TakesAFlagOnceUnlessItIsRepeated) {
  command_.AddEach("--link", take_, "");
  EXPECT_NE(Parse({"--link", "3g", "--link", "4g"}), "");
}

TEST_F(CommandTest, LeavesOutTheValueOfAFlagThatNeedsNone) {
  command_.AddEach("--trace", take_, "").Repeated(true);
  EXPECT_EQ(Parse({"--trace"}), "");
  EXPECT_THAT(taken_, ElementsAre(""));
}

TEST_F(CommandTest, RefusesWhatIsNoNumberAboveZero) {
  std::size_t top = 0;
  command_.Add("--top", top, "").AboveZero();
  for (const char* wrong : {"0", "-1", "x", "nan", "inf", "1e999"}) {
    EXPECT_EQ(Parse({"--top", wrong}), fmt::format("--top: '{}' is no number above zero", wrong));
  }
  EXPECT_EQ(Parse({"--top", "3"}), "");
  EXPECT_EQ(top, 3U);
}

TEST_F(CommandTest, KnowsWhichCommandWasGiven) {
  Command list = command_.AddCommand("list", "");
  Command other = command_.AddCommand("export", "");
  command_.RequireCommand();
  EXPECT_NE(Parse({}), "");
  EXPECT_EQ(Parse({"list"}), "");
  EXPECT_TRUE(list.WasGiven());
  EXPECT_FALSE(other.WasGiven());
}

}  // namespace
}  // namespace dnntune::cli
