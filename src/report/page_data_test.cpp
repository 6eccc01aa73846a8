// SPDX-License-Identifier: Apache-2.0
#include "report/page_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>

namespace dnntune::report {
namespace {

using testing::HasSubstr;
using testing::Not;

// What a file may call its layers, tensors and itself.
std::string AnyName() {
  return *rc::gen::oneOf(rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127)),
                         rc::gen::element<std::string>("</script><script>alert(1)</script>", "<!--", "]]>", "&lt;", "\\u003c",
                                                       "\xff", "\xe2\x80\xa8", "\"}]}"));
}

// With the name wherever a model's own words can stand.
Document Named(const std::string& name) {
  Document document{.kind = "test", .title = name, .verdict = {name}, .sections = {}};
  Section section{"s", name, "", {}};
  section.blocks.emplace_back(Text{name});
  section.blocks.emplace_back(Fact{"key", name, Missing{name}});
  section.blocks.emplace_back(Table{"t", name, {{"layer", "Layer"}, {"latency_" + name, name}}, {{{name, Missing{name}}, true}}});
  section.blocks.emplace_back(
      Chart{.id = "c", .title = name, .kind = Chart::Kind::kStackedBars, .table = "t", .category = "layer", .series = {name}});
  Diagram diagram{.id = "d", .title = name, .table = "t", .name = "layer", .colour = name, .edges = {}, .marks = {}};
  diagram.edges = {{std::nullopt, 0, name, Missing{name}}};
  diagram.marks = {{name, {{0, 0}}}};
  section.blocks.emplace_back(std::move(diagram));
  document.sections.push_back(std::move(section));
  return document;
}

TEST(PageData, CannotEndItsElementWhateverAModelIsCalled) {
  EXPECT_TRUE(rc::check([] { RC_ASSERT(PageData(Named(AnyName())).find('<') == std::string::npos); }));
}

TEST(PageData, HandsEveryNameOnAsItIs) {
  EXPECT_TRUE(rc::check([] {
    const std::string name = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    const auto json = nlohmann::json::parse(PageData(Named(name)));
    const auto& blocks = json["sections"][0]["blocks"];
    RC_ASSERT(json["title"] == name);
    RC_ASSERT(blocks[0]["text"] == name);
    RC_ASSERT(blocks[2]["rows"][0]["cells"][0] == name);
    RC_ASSERT(blocks[4]["edges"][0]["tensors"] == name);
    RC_ASSERT(blocks[4]["marks"][0]["title"] == name);
  }));
}

TEST(PageData, TellsAMissingValueFromZeroAndFromText) {
  Document document{.kind = "test", .title = "", .verdict = {}, .sections = {{"s", "", "", {}}}};
  Number number{0, metric::Source::kModelled, metric::Interval<double>{-1, 1}};
  document.sections[0].blocks.emplace_back(Table{"t", "", {{"a", "A"}, {"b", "B"}, {"c", "C"}}, {{{number, Missing{"why"}, "0"}}}});
  const auto cells = nlohmann::json::parse(PageData(document))["sections"][0]["blocks"][0]["rows"][0]["cells"];
  EXPECT_EQ(cells[0], (nlohmann::json{{"value", 0.0}, {"source", "modelled"}, {"low", -1.0}, {"high", 1.0}}));
  EXPECT_EQ(cells[1], (nlohmann::json{{"missing", "why"}}));
  EXPECT_EQ(cells[2], "0");
}

TEST(PageData, MarksTheCallerAsNoRowOfADiagram) {
  const auto edge = nlohmann::json::parse(PageData(Named("a")))["sections"][0]["blocks"][4]["edges"][0];
  EXPECT_TRUE(edge["from"].is_null());
  EXPECT_EQ(edge["to"], 0);
}

}  // namespace
}  // namespace dnntune::report
