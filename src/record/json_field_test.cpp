// SPDX-License-Identifier: Apache-2.0
#include "record/json_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::record {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <typename T>
std::string MessageOf(const Result<T>& result) {
  if (result) return "it was accepted";
  EXPECT_EQ(result.error().code, ErrorCode::kBadInput);
  return result.error().message;
}

TEST(Field, NamesItsPathThroughObjectsAndLists) {
  const Json json = ParseJson(R"({"operators": [{}, {"cost": {"seconds": "fast"}}]})").value();
  const Field cost = Field(json).Get("operators")->Items().value()[1].Get("cost").value();
  EXPECT_EQ(MessageOf(cost.Need("seconds", &Field::Number)), "operators[1].cost.seconds: must be a number, is a text");
  EXPECT_EQ(MessageOf(cost.Get("joules")), "operators[1].cost: 'joules' is missing");
  EXPECT_EQ(MessageOf(Field(json).Get("layers")), "'layers' is missing");
}

TEST(Field, TakesNullForAbsent) {
  const Json json = ParseJson(R"({"a": null})").value();
  EXPECT_FALSE(Field(json).Find("a"));
  EXPECT_EQ(MessageOf(Field(json).Get("a")), "'a' is missing");
  EXPECT_EQ(Field(json).Or("a", &Field::Text, std::string("b")), "b");
}

TEST(Field, SaysOfWhichTypeAValueIsInstead) {
  const Json json = ParseJson(R"([{}, [], "", true, null, 1])").value();
  const std::vector<Field> items = Field(json).Items().value();
  EXPECT_THAT(MessageOf(items[0].Text()), HasSubstr("must be a text, is an object"));
  EXPECT_THAT(MessageOf(items[1].Flag()), HasSubstr("must be true or false, is a list"));
  EXPECT_THAT(MessageOf(items[2].Items()), HasSubstr("must be a list, is a text"));
  EXPECT_THAT(MessageOf(items[3].Number()), HasSubstr("must be a number, is true or false"));
  EXPECT_THAT(MessageOf(items[4].Get("a")), HasSubstr("must be an object, is null"));
  EXPECT_THAT(MessageOf(items[5].Only({})), HasSubstr("must be an object, is a number"));
}

TEST(Field, CountsOnlyWhatIsWholeAndExact) {
  const Json json = ParseJson("[3, 4.0, 1.5, -1, -2, 1e16]").value();
  const std::vector<Field> items = Field(json).Items().value();
  EXPECT_EQ(items[0].Count(), 3U);
  EXPECT_EQ(items[1].Count(), 4U);
  EXPECT_EQ(MessageOf(items[2].Count()), "[2]: must be a whole number, is 1.5");
  EXPECT_THAT(MessageOf(items[3].Count()), HasSubstr("[3]: -1 stands for no value here"));
  EXPECT_EQ(MessageOf(items[4].Count()), "[4]: must not be negative, is -2");
  EXPECT_THAT(MessageOf(items[5].Count()), HasSubstr("must be a whole number"));  // doubles that large skip whole numbers
}

TEST(Field, RefusesAListOfTextsThatHoldsAnotherThing) {
  const Json json = ParseJson(R"({"good": ["a", "b"], "bad": ["a", 1]})").value();
  EXPECT_THAT(Field(json).Get("good")->Texts().value(), ElementsAre("a", "b"));
  EXPECT_EQ(MessageOf(Field(json).Get("bad")->Texts()), "bad[1]: must be a text, is a number");
}

TEST(Field, NamesTheNearestOfTheKeysThatItKnows) {
  const Json json = ParseJson(R"({"secnds": 1})").value();
  EXPECT_EQ(MessageOf(Field(json).Only({"seconds", "joules"})), "unknown key 'secnds'; did you mean 'seconds'?");
}

TEST(ParseJson, SaysInWhichLineAndWhatToDoAboutNaN) {
  EXPECT_THAT(MessageOf(ParseJson("{\n\"a\": 1,\n\"b\": NaN}")), HasSubstr("line 3: NaN and Infinity are no JSON numbers"));
  EXPECT_THAT(MessageOf(ParseJson("{\n\"a\": -Infinity}")), HasSubstr("line 2: NaN and Infinity"));
  EXPECT_THAT(MessageOf(ParseJson("{\"a\": 1")), HasSubstr("line 1: this is no JSON; check for a missing comma"));
}

TEST(CheckSchema, TellsBothNamesApart) {
  const Json json = ParseJson(R"({"schema": "dnntune-profile-2"})").value();
  EXPECT_EQ(MessageOf(CheckSchema(Field(json), "dnntune-profile-1")),
            "schema: is 'dnntune-profile-2'; this version of dnntune reads 'dnntune-profile-1'");
}

}  // namespace
}  // namespace dnntune::record
