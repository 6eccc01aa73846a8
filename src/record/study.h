// SPDX-License-Identifier: Apache-2.0
// What a study set out to measure, and what became of it: beside the profiles in its folder, which have the numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "setting/setting.h"

namespace dnntune::record {

inline constexpr std::string_view kStudySchema = "dnntune-study-record-1";

enum class StudyStage : std::uint8_t {
  kLayers,  // whole and layer by layer, with one thread
  kThreads  // whole only, with every number of threads by turns
};
[[nodiscard]] const char* StudyStageName(StudyStage stage);  // "layers", "threads"

// A model with a setting.
struct StudyEntry {
  std::string model;  // name in the zoo
  StudyStage stage = StudyStage::kLayers;
  setting::Setting setting;  // with the precision of the model's file
  std::string profile;       // its name in the folder (record::LoadProfile), whether or not it is there yet
  std::string unavailable;   // why it was not measured; empty: it was, or it is still to be
  bool left_over = false;    // that reason is not the entry's own: the study ended before it
};

struct Study {
  std::string created;              // ISO 8601, UTC
  std::string version;              // of dnntune
  std::vector<StudyEntry> entries;  // by model, in the order in which they are shown
};

// kBadInput names the field as a path.
[[nodiscard]] Result<Study> ParseStudy(std::string_view json);

// Reading the text back gives an equal record.
[[nodiscard]] std::string PrintStudy(const Study& study);

}  // namespace dnntune::record
