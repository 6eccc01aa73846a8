// SPDX-License-Identifier: Apache-2.0
#include "report/page_data.h"

#include <nlohmann/json.hpp>

namespace dnntune::report {
namespace {

using Json = nlohmann::ordered_json;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

const char* HintName(Hint hint) {
  return metric::HintOf(hint).name;
}

// What the page prints numbers by: the terminal's own table.
Json HintsJson() {
  Json json = Json::object();
  for (const metric::HintRow& row : metric::Hints()) {
    json[row.name] = {{"unit", row.unit}, {"gap", row.gap}, {"least", row.least}, {"most", row.most}};
  }
  return json;
}

const char* KindName(Text::Kind kind) {
  switch (kind) {
    case Text::Kind::kPlain:
      return "plain";
    case Text::Kind::kNote:
      return "note";
    case Text::Kind::kWarning:
      return "warning";
  }
  return "plain";
}

const char* KindName(Chart::Kind kind) {
  switch (kind) {
    case Chart::Kind::kStackedBars:
      return "stacked_bars";
    case Chart::Kind::kBarsAndLine:
      return "bars_and_line";
    case Chart::Kind::kScatter:
      return "scatter";
  }
  return "stacked_bars";
}

Json NumberJson(const Number& number) {
  Json json = {{"value", number.value}};
  if (number.source) json["source"] = metric::SourceName(*number.source);
  if (number.interval) {
    json["low"] = number.interval->low;
    json["high"] = number.interval->high;
  }
  return json;
}

Json CellJson(const Cell& cell) {
  return std::visit(
      Overloaded{[](const std::string& text) { return Json(text); }, [](const Number& number) { return NumberJson(number); },
                 [](const Missing& missing) {
                   return Json{{"missing", missing.reason}};
                 }},
      cell);
}

Json TableJson(const Table& table) {
  Json json = {{"type", "table"}, {"id", table.id}, {"title", table.title}, {"columns", Json::array()}, {"rows", Json::array()}};
  for (const Column& column : table.columns) {
    json["columns"].push_back({{"key", column.key}, {"title", column.title}, {"hint", HintName(column.hint)}});
  }
  for (const Row& row : table.rows) {
    Json cells = Json::array();
    for (const Cell& cell : row.cells) cells.push_back(CellJson(cell));
    json["rows"].push_back({{"cells", std::move(cells)}, {"highlighted", row.highlighted}});
  }
  return json;
}

Json EndJson(const Diagram::End& end) {
  return end ? Json(*end) : Json(nullptr);
}

Json DiagramJson(const Diagram& diagram) {
  Json json = {{"type", "diagram"},      {"id", diagram.id},       {"title", diagram.title},
               {"table", diagram.table}, {"name", diagram.name},   {"colour", diagram.colour},
               {"edges", Json::array()}, {"marks", Json::array()}, {"marked", diagram.marked}};
  for (const Diagram::Edge& edge : diagram.edges) {
    json["edges"].push_back(
        {{"from", EndJson(edge.from)}, {"to", EndJson(edge.to)}, {"tensors", edge.tensors}, {"bytes", CellJson(edge.bytes)}});
  }
  for (const Diagram::Mark& mark : diagram.marks) {
    Json head = Json::array();
    for (const auto& [first, last] : mark.head) head.push_back({first, last});
    json["marks"].push_back({{"title", mark.title}, {"head", std::move(head)}});
  }
  return json;
}

Json BlockJson(const Block& block) {
  return std::visit(
      Overloaded{
          [](const Text& text) {
            return Json{{"type", "text"}, {"kind", KindName(text.kind)}, {"text", text.text}};
          },
          [](const Fact& fact) {
            return Json{{"type", "fact"}, {"title", fact.title}, {"value", CellJson(fact.value)}, {"hint", HintName(fact.hint)}};
          },
          [](const Table& table) { return TableJson(table); },
          [](const Chart& chart) {
            return Json{{"type", "chart"},        {"id", chart.id},
                        {"title", chart.title},   {"kind", KindName(chart.kind)},
                        {"table", chart.table},   {"category", chart.category},
                        {"series", chart.series}, {"group", chart.group},
                        {"joined", chart.joined}};
          },
          [](const Diagram& diagram) { return DiagramJson(diagram); }},
      block);
}

}  // namespace

std::string PageData(const Document& document) {
  Json json = {{"kind", document.kind},
               {"title", document.title},
               {"verdict", document.verdict},
               {"hints", HintsJson()},
               {"sections", Json::array()}};
  for (const Section& section : document.sections) {
    Json blocks = Json::array();
    for (const Block& block : section.blocks) blocks.push_back(BlockJson(block));
    json["sections"].push_back(
        {{"id", section.id}, {"title", section.title}, {"choice", section.choice}, {"blocks", std::move(blocks)}});
  }
  // A '<' only occurs inside JSON strings, where its escape means the same and cannot end the element.
  std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at)) text.replace(at, 1, "\\u003c");
  return text;
}

}  // namespace dnntune::report
