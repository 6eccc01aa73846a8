// SPDX-License-Identifier: Apache-2.0
#include "report/number_format.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/file.h"

namespace dnntune::report {
namespace {

using Json = nlohmann::json;

// What the page's printer is held to as well (tests/browser).
Json Cases() {
  return Json::parse(ReadFile(DNNTUNE_SOURCE_DIR "/tests/numbers.json").value());
}

Hint HintNamed(const std::string& name) {
  for (const metric::HintRow& row : metric::Hints()) {
    if (row.name == name) return row.hint;
  }
  ADD_FAILURE() << "no hint '" << name << "'";
  return Hint::kText;
}

Cell ToCell(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.contains("missing")) return Missing{json["missing"]};
  Number number{json["value"], metric::Source::kMeasured, {}};
  if (json.contains("low")) number.interval = {json["low"], json["high"]};
  return number;
}

TEST(FormatCell, PrintsWhatThePagePrints) {
  const Json cases = Cases();
  ASSERT_GT(cases.size(), 50U);
  for (const Json& one : cases) EXPECT_EQ(FormatCell(ToCell(one["cell"]), HintNamed(one["hint"])), one["text"]) << one;
}

TEST(FormatCell, IsHeldToACaseOfEveryHint) {
  std::set<std::string> held, hints;
  for (const Json& one : Cases()) held.insert(one["hint"]);
  for (const metric::HintRow& row : metric::Hints()) hints.insert(row.name);
  EXPECT_EQ(held, hints);
}

}  // namespace
}  // namespace dnntune::report
