// SPDX-License-Identifier: Apache-2.0
// Everything that one `dnntune tune` found, beside the profiles that it rests on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/comparison.h"
#include "record/decision.h"
#include "spec/spec.h"

namespace dnntune::record {

inline constexpr std::string_view kTuneSchema = "dnntune-tune-record-1";

struct TuneRecord {
  std::string created;                         // ISO 8601, UTC
  std::string version;                         // of dnntune
  std::string model;                           // name
  std::string device;                          // name of the device that the heads run on; its profile is profiles/<device>.json
  std::string cloud;                           // the same of the tails
  std::vector<spec::Unavailable> unavailable;  // what the config asked for and this machine does not have
  std::vector<Decision> decisions;             // by objective, the config's own first, and for each by link in the config's order
  std::vector<std::string> skipped;            // "3g, energy: ...": what could not be decided, and why
  std::vector<std::string> notes;
  std::vector<Comparison> engines{};  // one for each device whose engine was chosen from several, the device named in its settings
  // Of a second run of the whole model from the first, on the same inputs in one session: of the two ends' files the one that
  // is further off. None: it was not tried, or nothing could be compared.
  std::optional<OutputDifference> repeat{};
  bool allow_unproved = false;  // what is not proved was to be recommended all the same
};

// kBadInput names the field as a path.
[[nodiscard]] Result<TuneRecord> ParseTuneRecord(std::string_view json);

// Reading the text back gives an equal record.
[[nodiscard]] std::string PrintTuneRecord(const TuneRecord& record);

}  // namespace dnntune::record
