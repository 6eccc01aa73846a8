// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/json.h"
#include "report/number_format.h"
#include "report/text.h"

namespace dnntune::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string AnyText() {
  return *rc::gen::container<std::string>(rc::gen::oneOf(rc::gen::inRange<char>(1, 127), rc::gen::element('"', ',', '\r', '\n')));
}

// A table of these texts.
Document Tabled(const std::vector<std::vector<std::string>>& rows) {
  Table table{.id = "t", .title = "", .columns = {}, .rows = {}};
  for (std::size_t i = 0; i < rows.front().size(); ++i) table.columns.push_back({"c" + std::to_string(i), ""});
  for (const auto& row : rows) table.rows.push_back({{row.begin(), row.end()}, false});
  return {.kind = "test", .title = "", .verdict = {}, .sections = {{"s", "", "", {table}}}};
}

// As RFC 4180 says.
std::vector<std::vector<std::string>> ParseCsv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    if (is_quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      field += text[++i];
    } else if (text[i] == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && text[i] == ',') {
      rows.back().emplace_back();
    } else if (!is_quoted && text.compare(i, 2, "\r\n") == 0) {
      rows.push_back({""});
      ++i;
    } else {
      field += text[i];
    }
  }
  rows.pop_back();  // after the last line's end
  return rows;
}

Document Sample() {
  Number measured{0.0123, metric::Source::kMeasured, metric::Interval<double>{0.0121, 0.0125}};
  Table table{.id = "layers",
              .title = "Layers",
              .columns = {{"name", "Layer"}, {"latency", "Latency", Hint::kSeconds}, {"energy", "Energy", Hint::kJoules}},
              .rows = {{{std::string("a,\"b\""), measured, Missing{"no power given"}}, true}}};
  return {.kind = "test", .title = "Sample", .verdict = {"It works."}, .sections = {{"s", "First", "", {table}}}};
}

TEST(FormatValue, ScalesToThreeDigits) {
  EXPECT_EQ(FormatValue(0.0123, Hint::kSeconds), "12.3 ms");
  EXPECT_EQ(FormatValue(602112, Hint::kBytes), "602 kB");
  EXPECT_EQ(FormatValue(0, Hint::kSeconds), "0 s");
  EXPECT_EQ(FormatValue(5000, Hint::kSeconds), "5000 s");
  EXPECT_EQ(FormatValue(0.341, Hint::kProbability), "34.1 %");
  EXPECT_EQ(FormatValue(1.5, Hint::kRatio), "1.50x");
}

TEST(FormatCell, ATerminalDoesNotObeyAModelsNames) {
  EXPECT_EQ(FormatCell(std::string("\x1b[2J"), Hint::kText), "?[2J");
}

TEST(RenderText, ShowsTheSpreadAndWhyAValueIsMissing) {
  EXPECT_EQ(RenderText(Sample(), {}),
            "Sample\nIt works.\n\nFirst\nLayers\n"
            "  Layer       Latency       Energy\n"
            "* a,\"b\"  12.3 ms ±0.2  unavailable\n"
            "  unavailable: no power given\n");
}

TEST(RenderJson, PutsUnitsIntoKeysAndReasonsBesideNulls) {
  const std::string json = RenderJson(Sample());
  for (const char* part :
       {"\"schema\": \"dnntune-test-1\"", "\"latency_s\": 0.0123", "\"latency_low_s\": 0.0121", "\"latency_source\": \"measured\"",
        "\"energy_j\": null", "\"energy_unavailable\": \"no power given\""}) {
    EXPECT_NE(json.find(part), std::string::npos) << part;
  }
}

TEST(RenderCsv, QuotesAsTheRfcSays) {
  const auto files = RenderCsv(Sample());
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "verdict");
  EXPECT_EQ(files[0].text, "verdict\r\nIt works.\r\n");
  EXPECT_EQ(files[1].text, "name,latency_s,energy_j\r\n\"a,\"\"b\"\"\",0.0123,\r\n");
}

TEST(RenderCsv, IsReadBackAsItWasWhateverTextsHold) {
  EXPECT_TRUE(rc::check([] {
    std::vector<std::vector<std::string>> rows(*rc::gen::inRange<std::size_t>(1, 5), std::vector<std::string>(3));
    for (auto& row : rows) std::generate(row.begin(), row.end(), &AnyText);
    auto read = ParseCsv(RenderCsv(Tabled(rows)).back().text);
    read.erase(read.begin());  // the titles
    RC_ASSERT(read == rows);
  }));
}

TEST(RenderJson, IsReadBackAsItWasWhateverTextsHold) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = AnyText();
    const auto json = nlohmann::json::parse(RenderJson(Tabled({{text}})));
    RC_ASSERT(json["sections"][0]["tables"]["t"][0]["c0"] == text);
  }));
}

TEST(RenderJson, WritesWhatIsCountedWholeAndWhatIsMeasuredAsItIs) {
  Table table{.id = "t", .title = "", .columns = {{"n", "", Hint::kCount}, {"time", "", Hint::kSeconds}}, .rows = {}};
  table.rows.push_back({{Counted(3), Counted(3)}, false});
  table.rows.push_back({{Counted(2.5), Counted(1e-9)}, false});
  const Document document{.kind = "test", .title = "", .verdict = {}, .sections = {{"s", "", "", {table}}}};
  EXPECT_EQ(RenderCsv(document).back().text, "n,time_s\r\n3,3.0\r\n2.5,1e-09\r\n");
}

TEST(RenderText, NamesWhatItLeavesOutAndShowsItWhereAllIsWanted) {
  Document document = Sample();
  document.sections.push_back({"more", "More", "", {Text{"a detail"}}, true});
  EXPECT_THAT(RenderText(document, {}), Not(HasSubstr("a detail")));
  EXPECT_THAT(RenderText(document, {}), HasSubstr("With --verbose, in the report and in --format json or csv: More."));
  EXPECT_THAT(RenderText(document, {.colour = false, .verbose = true}), HasSubstr("More\na detail\n"));
}

TEST(RenderText, GivesAReasonOnceHoweverOftenItHolds) {
  Document document = Sample();
  auto& rows = std::get<Table>(document.sections[0].blocks[0]).rows;
  rows.push_back(rows[0]);
  const std::string text = RenderText(document, {});
  EXPECT_EQ(text.find("no power given"), text.rfind("no power given"));
}

TEST(RenderText, ATerminalDoesNotObeyNamesOutsideOfTablesEither) {
  const std::string attack = "\x1b[2J";
  Document document{.kind = "test", .title = attack, .verdict = {attack}, .sections = {{"s", attack, "", {}}}};
  document.sections[0].blocks.emplace_back(Text{attack});
  document.sections[0].blocks.emplace_back(Fact{"key", attack, Missing{attack}});
  document.sections[0].blocks.emplace_back(Table{"t", attack + "1", {{"c", attack}}, {{{Missing{attack}}}}});
  EXPECT_THAT(RenderText(document, {}), Not(HasSubstr("\x1b")));
}

TEST(RenderText, GivesALongNameALineOfItsOwn) {
  const std::string longest(48, 'a'), longer(49, 'b');
  EXPECT_THAT(RenderText(Tabled({{longest, "1"}, {longer, "2"}}), {}),
              HasSubstr("  " + longest + "  1\n  " + longer + "\n  " + std::string(48, ' ') + "  2\n"));
  EXPECT_THAT(RenderText(Tabled({{"a", "1"}, {longer, "2"}}), {}), HasSubstr("  a  1\n  " + longer + "\n     2\n"));
  EXPECT_THAT(RenderText(Tabled({{longer}, {"a"}}), {}), HasSubstr("  " + longer + "\n  a\n"));
}

TEST(RenderText, AlignsByCharactersAndNotByBytes) {
  const std::string text = RenderText(Tabled({{"\xc3\xa9", "x"}, {"e", "x"}}), {});
  EXPECT_THAT(text, HasSubstr("\n  \xc3\xa9  x\n  e  x\n"));
}

}  // namespace
}  // namespace dnntune::report
