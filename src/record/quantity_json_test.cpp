// SPDX-License-Identifier: Apache-2.0
#include "record/quantity_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace dnntune::record {
namespace {

using metric::Quantity;
using metric::Source;
using testing::HasSubstr;

Quantity<Seconds> AnyQuantity() {
  if (*rc::gen::inRange(0, 4) == 0)
    return Quantity<Seconds>::Unavailable(*rc::gen::container<std::string>(rc::gen::inRange(' ', '~')));
  const auto source = *rc::gen::element(Source::kMeasured, Source::kDeclared, Source::kModelled, Source::kImported);
  const double value = *rc::gen::arbitrary<double>();
  if (*rc::gen::arbitrary<bool>()) return Quantity<Seconds>::Of(Seconds(value), source);
  const double below = *rc::gen::positive<int>();
  const double above = *rc::gen::positive<int>();
  return Quantity<Seconds>::Of(Seconds(value), source, metric::Interval<Seconds>{Seconds(value - below), Seconds(value + above)});
}

std::string ErrorOf(const std::string& json, bool signed_value = false) {
  const Json parsed = ParseJson(R"({"latency_s": )" + json + "}").value();
  const auto quantity = ReadPlainQuantity(Field(parsed).Get("latency_s").value(), signed_value);
  return quantity ? "it was accepted" : quantity.error().message;
}

TEST(QuantityJson, IsReadBackAsItWasToTheLastBit) {
  EXPECT_TRUE(rc::check([] {
    const Quantity<Seconds> quantity = AnyQuantity();
    const Json json = ParseJson(Json{{"latency_s", PrintQuantity(quantity)}}.dump()).value();
    RC_ASSERT(ReadQuantity<Seconds>(Field(json), "latency_s", "absent").value() == quantity);
  }));
}

TEST(QuantityJson, TakesABareNumberForImported) {
  const Json json = ParseJson(R"({"latency_s": 0.25})").value();
  EXPECT_EQ(ReadQuantity<Seconds>(Field(json), "latency_s", "").value(), Quantity<Seconds>::Of(Seconds(0.25), Source::kImported));
}

TEST(QuantityJson, GivesTheHoldersReasonForWhatIsAbsent) {
  const Json json = ParseJson("{}").value();
  EXPECT_EQ(ReadQuantity<Joules>(Field(json), "energy_j", "no energy recorded")->reason(), "no energy recorded");
}

TEST(QuantityJson, NamesWhatIsWrongWithAnInterval) {
  EXPECT_EQ(ErrorOf(R"({"value": 1, "low": 0.5})"), "latency_s: 'low' and 'high' go together");
  EXPECT_EQ(ErrorOf(R"({"value": 1, "low": 2, "high": 0.5})"), "latency_s: 'low' is above 'high'");
  EXPECT_EQ(ErrorOf(R"({"value": 1, "low": "a", "high": 2})"), "latency_s.low: must be a number, is a text");
}

TEST(QuantityJson, RefusesASourceAndAKeyThatItDoesNotKnow) {
  EXPECT_THAT(ErrorOf(R"({"value": 1, "source": "measure"})"),
              HasSubstr("latency_s.source: 'measure' is none of measured, declared, modelled, imported; did you mean 'measured'?"));
  EXPECT_THAT(ErrorOf(R"({"valu": 1})"), HasSubstr("latency_s: unknown key 'valu'; did you mean 'value'?"));
  EXPECT_THAT(ErrorOf(R"({"source": "measured"})"), HasSubstr("latency_s: 'value' is missing"));
}

TEST(QuantityJson, TakesNegativeValuesOnlyWhereTheyHaveAMeaning) {
  EXPECT_EQ(ErrorOf("-0.5", true), "it was accepted");
  EXPECT_EQ(ErrorOf("-0.5"), "latency_s: must not be negative, is -0.5");
  EXPECT_THAT(ErrorOf(R"({"value": -1})"), HasSubstr("latency_s.value: -1 stands for no value here"));
}

}  // namespace
}  // namespace dnntune::record
