// SPDX-License-Identifier: Apache-2.0
#include "report/json.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "report/number_format.h"

namespace dnntune::report {
namespace {

using Json = nlohmann::ordered_json;

// What is counted in whole pieces is written as a whole number.
Json NumberJson(double value, Hint hint) {
  constexpr double kExact = 9007199254740992;  // 2^53: whole numbers up to here are exact
  const bool is_count = hint == Hint::kCount || hint == Hint::kBytes || hint == Hint::kMacs;
  if (is_count && value == std::floor(value) && std::abs(value) <= kExact) return static_cast<std::int64_t>(value);
  return value;
}

void Put(Json& object, const std::string& key, const Cell& cell, Hint hint) {
  const std::string suffix = KeySuffix(hint);
  if (const auto* text = std::get_if<std::string>(&cell)) {
    object[key] = *text;
    return;
  }
  if (const auto* missing = std::get_if<Missing>(&cell)) {
    object[key + suffix] = nullptr;
    object[key + "_unavailable"] = missing->reason;
    return;
  }
  const Number& number = std::get<Number>(cell);
  object[key + suffix] = NumberJson(number.value, hint);
  if (number.source) object[key + "_source"] = metric::SourceName(*number.source);
  if (!number.interval) return;
  object[key + "_low" + suffix] = NumberJson(number.interval->low, hint);
  object[key + "_high" + suffix] = NumberJson(number.interval->high, hint);
}

Json TableJson(const Table& table) {
  Json rows = Json::array();
  for (const Row& row : table.rows) {
    Json object = Json::object();
    for (std::size_t i = 0; i < table.columns.size(); ++i) Put(object, table.columns[i].key, row.cells[i], table.columns[i].hint);
    if (row.highlighted) object["highlighted"] = true;
    rows.push_back(std::move(object));
  }
  return rows;
}

Json SectionJson(const Section& section) {
  Json json = {{"id", section.id}, {"title", section.title}};
  if (!section.choice.empty()) json["choice"] = section.choice;
  json["texts"] = Json::array();
  json["facts"] = Json::object();
  json["tables"] = Json::object();
  for (const Block& block : section.blocks) {
    if (const auto* text = std::get_if<Text>(&block)) json["texts"].push_back(text->text);
    if (const auto* fact = std::get_if<Fact>(&block)) Put(json["facts"], fact->key, fact->value, fact->hint);
    if (const auto* table = std::get_if<Table>(&block)) json["tables"][table->id] = TableJson(*table);
  }
  return json;
}

std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + "\"";
}

std::string CsvCell(const Cell& cell, Hint hint) {
  if (const auto* text = std::get_if<std::string>(&cell)) return CsvField(*text);
  if (const auto* number = std::get_if<Number>(&cell)) return NumberJson(number->value, hint).dump();
  return "";
}

std::string TableCsv(const Table& table) {
  std::string csv;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    csv += (i == 0 ? "" : ",") + CsvField(table.columns[i].key + KeySuffix(table.columns[i].hint));
  }
  csv += "\r\n";
  for (const Row& row : table.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) csv += (i == 0 ? "" : ",") + CsvCell(row.cells[i], table.columns[i].hint);
    csv += "\r\n";
  }
  return csv;
}

}  // namespace

std::string RenderJson(const Document& document) {
  Json json = {{"schema", "dnntune-" + document.kind + "-1"}, {"title", document.title}, {"verdict", document.verdict}};
  json["sections"] = Json::array();
  for (const Section& section : document.sections) json["sections"].push_back(SectionJson(section));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<NamedText> RenderCsv(const Document& document) {
  Table verdict{.id = "verdict", .title = "", .columns = {{"verdict", ""}}, .rows = {}};
  for (const std::string& line : document.verdict) verdict.rows.push_back({{line}, false});
  std::vector<NamedText> files = {{verdict.id, TableCsv(verdict)}};
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      if (const auto* table = std::get_if<Table>(&block)) files.push_back({table->id, TableCsv(*table)});
    }
  }
  return files;
}

}  // namespace dnntune::report
