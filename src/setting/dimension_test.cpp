// SPDX-License-Identifier: Apache-2.0
#include "setting/dimension.h"

#include <gtest/gtest.h>

#include <set>

namespace dnntune::setting {
namespace {

const Dimension& Named(const char* name) {
  return *FindDimension(name);
}

TEST(Dimensions, HaveNamesAndKeysOfTheirOwn) {
  std::set<std::string> names;
  std::set<std::string> keys;
  for (const Dimension& dimension : Dimensions()) {
    EXPECT_TRUE(names.insert(dimension.name).second) << dimension.name;
    EXPECT_TRUE(keys.insert(dimension.key).second) << dimension.key;
    EXPECT_EQ(FindDimension(dimension.name), &dimension);
  }
  EXPECT_EQ(FindDimension("colour"), nullptr);
}

TEST(Dimensions, TakeBackWhatTheyGave) {
  const Setting given{.engine = "tflite",
                      .unit = "gpu",
                      .threads = 3,
                      .cores = "big",
                      .core_ids = {},
                      .precision = "fp16",
                      .file_precision = "int8",
                      .library = "builtin",
                      .knobs = {{"graph_optimization", "all"}, {"performance_hint", "latency"}, {"replay", "p.json"}},
                      .slowdown = 2.5};
  Setting copy;
  for (const Dimension& dimension : Dimensions()) {
    EXPECT_NE(Get(given, dimension), Get(copy, dimension)) << dimension.name << " has the same value in both";
    ASSERT_TRUE(SetText(copy, dimension, Print(Get(given, dimension)))) << dimension.name;
  }
  EXPECT_EQ(copy, given);
}

TEST(Dimensions, SayWhoKnowsTheirValuesAndHowAFlagSetsThem) {
  const std::set<std::string> kinds = {"", "engine", "unit", "library", "precision", "knob"};
  for (const Dimension& dimension : Dimensions()) {
    const std::string flag = dimension.flag;
    EXPECT_TRUE(flag.empty() || flag.starts_with("--")) << dimension.name;
    EXPECT_TRUE(kinds.contains(dimension.capability)) << dimension.name;
    EXPECT_EQ(dimension.values == Values::kChoice, !ChoicesOf(dimension).empty()) << dimension.name;
    const bool is_number = dimension.values == Values::kWhole || dimension.values == Values::kNumber;
    EXPECT_EQ(is_number, dimension.most > dimension.least) << dimension.name;
    EXPECT_NE(*dimension.help, '\0') << dimension.name;
  }
}

TEST(Dimensions, StandByRankAndThenAsInTheTable) {
  int last = 0;
  bool has_unranked = false;
  for (const Dimension* dimension : RankedDimensions()) {
    has_unranked = has_unranked || dimension->rank == 0;
    EXPECT_EQ(dimension->rank == 0, has_unranked) << dimension->name << " has a rank and stands behind one without";
    EXPECT_TRUE(dimension->rank == 0 || dimension->rank > last) << dimension->name;
    last = dimension->rank;
  }
  EXPECT_EQ(RankedDimensions().front()->name, std::string("engine"));
}

TEST(Dimensions, AreSilentOfThreadsThatAreLeftToTheEngine) {
  const Setting setting;
  EXPECT_EQ(Print(Get(setting, Named("threads"))), "");
  EXPECT_EQ(WordsOf(setting, Named("threads")), "");
}

TEST(SetText, RefusesWhatIsNoNumberOrBeyondTheLimits) {
  Setting setting;
  for (const char* text : {"", "two", "2x", "0", "-1", "1025", "1.5", "99999999999999999999"}) {
    EXPECT_FALSE(SetText(setting, Named("threads"), text)) << text;
  }
  for (const char* text : {"", "0.5", "nan", "inf", "1001"}) EXPECT_FALSE(SetText(setting, Named("slowdown"), text)) << text;
  EXPECT_EQ(setting, Setting());
  EXPECT_EQ(SetText(setting, Named("threads"), "many").error().message, "threads: 'many' is no whole number");
  EXPECT_EQ(SetText(setting, Named("threads"), "1025").error().message, "threads: must be from 1 to 1024, is 1025");
}

TEST(Knobs, AreAbsentWhereTheirValueIsEmpty) {
  Setting setting;
  Set(setting, Named("graph_optimization"), std::string("all"));
  EXPECT_EQ(setting.knobs.at("graph_optimization"), "all");
  Set(setting, Named("graph_optimization"), std::string());
  EXPECT_TRUE(setting.knobs.empty());
}

TEST(WordsOf, SayWhatTellsASettingFromAnother) {
  Setting setting;
  setting.slowdown = 6;
  setting.threads = 1;
  EXPECT_EQ(WordsOf(setting, Named("threads")), "1 thread");
  setting.threads = 2;
  EXPECT_EQ(WordsOf(setting, Named("threads")), "2 threads");
  EXPECT_EQ(WordsOf(setting, Named("slowdown")), "slowed 6x");
  EXPECT_EQ(WordsOf(setting, Named("graph_optimization")), "");
  setting.knobs["graph_optimization"] = "basic";
  EXPECT_EQ(WordsOf(setting, Named("graph_optimization")), "graph_optimization basic");
}

TEST(ChoicesOf, AreTheWordsOfTheRow) {
  EXPECT_EQ(ChoicesOf(Named("precision")), (std::vector<std::string>{"fp32", "fp16", "bf16"}));
  EXPECT_TRUE(ChoicesOf(Named("unit")).empty());
}

}  // namespace
}  // namespace dnntune::setting
