// SPDX-License-Identifier: Apache-2.0
#include "record/tune_record.h"

#include "record/comparison_json.h"
#include "record/decision_json.h"
#include "record/output_difference_json.h"

namespace dnntune::record {
namespace {

Result<std::vector<spec::Unavailable>> ReadUnavailable(const Field& document) {
  std::vector<spec::Unavailable> list;
  const auto field = document.Find("unavailable");
  if (!field) return list;
  ASSIGN_OR_RETURN(const auto items, field->Items());
  for (const Field& item : items) {
    spec::Unavailable& entry = list.emplace_back();
    ASSIGN_OR_RETURN(entry.key, item.Or("key", &Field::Text, std::string()));
    ASSIGN_OR_RETURN(entry.name, item.Or("name", &Field::Text, std::string()));
    ASSIGN_OR_RETURN(entry.reason, item.Or("reason", &Field::Text, std::string()));
    ASSIGN_OR_RETURN(entry.instead, item.Or("instead", &Field::Text, std::string()));
  }
  return list;
}

Result<std::vector<Comparison>> ReadEngines(const Field& document) {
  std::vector<Comparison> engines;
  const auto field = document.Find("engines");
  if (!field) return engines;
  ASSIGN_OR_RETURN(const auto items, field->Items());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(Comparison comparison, ReadComparison(item));
    engines.push_back(std::move(comparison));
  }
  return engines;
}

}  // namespace

Result<TuneRecord> ParseTuneRecord(std::string_view json) {
  ASSIGN_OR_RETURN(const Json parsed, ParseJson(json));
  const Field document(parsed);
  TRY(CheckSchema(document, kTuneSchema));
  TuneRecord record;
  ASSIGN_OR_RETURN(record.created, document.Or("created", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(record.version, document.Or("version", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(record.model, document.Or("model", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(record.device, document.Or("device", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(record.cloud, document.Or("cloud", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(record.unavailable, ReadUnavailable(document));
  ASSIGN_OR_RETURN(const Field decisions, document.Get("decisions"));
  ASSIGN_OR_RETURN(const auto items, decisions.Items());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(Decision decision, ReadDecision(item));
    record.decisions.push_back(std::move(decision));
  }
  ASSIGN_OR_RETURN(record.skipped, document.Or("skipped", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(record.notes, document.Or("notes", &Field::Texts, std::vector<std::string>()));
  ASSIGN_OR_RETURN(record.engines, ReadEngines(document));
  if (const auto repeat = document.Find("repeat")) {
    ASSIGN_OR_RETURN(record.repeat, ReadDifference(*repeat));
  }
  ASSIGN_OR_RETURN(record.allow_unproved, document.Or("allow_unproved", &Field::Flag, false));
  return record;
}

std::string PrintTuneRecord(const TuneRecord& record) {
  Json document{{"schema", kTuneSchema}, {"created", record.created}, {"version", record.version},
                {"model", record.model}, {"device", record.device},   {"cloud", record.cloud}};
  document["unavailable"] = Json::array();
  for (const spec::Unavailable& entry : record.unavailable) {
    document["unavailable"].push_back(
        {{"key", entry.key}, {"name", entry.name}, {"reason", entry.reason}, {"instead", entry.instead}});
  }
  document["decisions"] = Json::array();
  for (const Decision& decision : record.decisions) document["decisions"].push_back(PrintDecision(decision));
  document["skipped"] = record.skipped;
  document["notes"] = record.notes;
  for (const Comparison& comparison : record.engines) document["engines"].push_back(ComparisonJson(comparison));
  if (record.repeat) PrintDifference(*record.repeat, document["repeat"]);
  document["allow_unproved"] = record.allow_unproved;
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dnntune::record
