// SPDX-License-Identifier: Apache-2.0
#include "record/study.h"

#include "record/json_field.h"
#include "record/setting_json.h"

namespace dnntune::record {
namespace {

constexpr StudyStage kStages[] = {StudyStage::kLayers, StudyStage::kThreads};

Result<StudyEntry> ReadEntry(const Field& field) {
  TRY(field.Only({"model", "numbers", "stage", "setting", "profile", "unavailable", "left_over"}));
  StudyEntry entry;
  ASSIGN_OR_RETURN(entry.model, field.Need("model", &Field::Text));
  ASSIGN_OR_RETURN(const Field stage, field.Get("stage"));
  ASSIGN_OR_RETURN(entry.stage, ReadNamed(stage, kStages, &StudyStageName));
  ASSIGN_OR_RETURN(entry.setting, ReadSetting(field));
  // In the first version beside the setting, as the numbers of the file.
  ASSIGN_OR_RETURN(entry.setting.file_precision, field.Or("numbers", &Field::Text, entry.setting.file_precision));
  ASSIGN_OR_RETURN(entry.profile, field.Need("profile", &Field::Text));
  ASSIGN_OR_RETURN(entry.unavailable, field.Or("unavailable", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(entry.left_over, field.Or("left_over", &Field::Flag, false));
  return entry;
}

Json PrintEntry(const StudyEntry& entry) {
  Json json{{"model", entry.model},
            {"stage", StudyStageName(entry.stage)},
            {"setting", PrintSetting(entry.setting)},
            {"profile", entry.profile}};
  if (!entry.unavailable.empty()) json["unavailable"] = entry.unavailable;
  if (entry.left_over) json["left_over"] = true;
  return json;
}

}  // namespace

const char* StudyStageName(StudyStage stage) {
  switch (stage) {
    case StudyStage::kLayers:
      return "layers";
    case StudyStage::kThreads:
      return "threads";
  }
  return "layers";
}

Result<Study> ParseStudy(std::string_view json) {
  ASSIGN_OR_RETURN(const Json parsed, ParseJson(json));
  const Field document(parsed);
  TRY(CheckSchema(document, kStudySchema));
  TRY(document.Only({"schema", "created", "version", "entries"}));
  Study study;
  ASSIGN_OR_RETURN(study.created, document.Or("created", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(study.version, document.Or("version", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(const Field entries, document.Get("entries"));
  ASSIGN_OR_RETURN(const auto items, entries.Items());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(StudyEntry entry, ReadEntry(item));
    study.entries.push_back(std::move(entry));
  }
  return study;
}

std::string PrintStudy(const Study& study) {
  Json json{{"schema", kStudySchema}, {"created", study.created}, {"version", study.version}, {"entries", Json::array()}};
  for (const StudyEntry& entry : study.entries) json["entries"].push_back(PrintEntry(entry));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dnntune::record
