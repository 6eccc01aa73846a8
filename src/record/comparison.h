// SPDX-License-Identifier: Apache-2.0
// What one `dnntune compare` found: settings of one model side by side. Specified in docs/comparison.md.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "metric/readings.h"
#include "setting/setting.h"

namespace dnntune::record {

inline constexpr std::string_view kComparisonSchema = "dnntune-comparison-2";

// How a setting's value stands to the least of all.
enum class Standing : std::uint8_t {
  kBest,    // the least
  kTie,     // cannot be told from the least, or differs by too little to matter
  kWorse,   // the difference is real
  kUnknown  // there is no value, or nothing known of its spread
};
[[nodiscard]] const char* StandingName(Standing standing);  // "best", "tie", "worse", "unknown"

// How many times as much as the least of all settings a reading is.
struct Compared {
  metric::Quantity<Ratio> ratio = metric::Quantity<Ratio>::Unavailable("not recorded");  // see Comparison::confidence_of_each
  Standing standing = Standing::kUnknown;
};

struct ComparedSetting {
  std::string label;    // what tells it from the others: "tflite, builtin, 2 threads"
  std::string profile;  // its profile, relative to the run's folder, or as it was named; empty: none
  std::string device;
  setting::Setting setting;
  std::string engine_version;
  metric::Readings readings;                        // of the whole model, of every metric that is shown of settings
  std::map<metric::MetricId, Compared> to_least{};  // of every metric that settings are compared by
  std::string unavailable;                          // why nothing was measured; empty: it was
};
[[nodiscard]] metric::Quantity<Seconds> LatencyOf(const ComparedSetting& one);
// Unknown where the record has nothing of it.
[[nodiscard]] Compared ToLeast(const ComparedSetting& one, metric::MetricId id);

struct ComparedLayer {
  std::string layer;
  std::vector<metric::Quantity<Seconds>> latencies;  // in the order of the settings
};

struct Comparison {
  std::string created;                    // ISO 8601, UTC
  std::string version;                    // of dnntune
  std::string model;                      // name
  bool interleaved = false;               // measured by turns, so that drift of the machine hit all alike
  double confidence = 0;                  // of all ratios together: 0.95
  double confidence_of_each = 0;          // of each by itself, the higher the more there are
  double least_effect = 0;                // a smaller relative difference counts as none
  std::vector<ComparedSetting> settings;  // fastest first, those that were not measured last
  std::vector<ComparedLayer> layers;      // in model order; empty: no layers were measured
  std::vector<std::string> notes;
};

// kBadInput names the field as a path.
[[nodiscard]] Result<Comparison> ParseComparison(std::string_view json);

// Reading the text back gives an equal record.
[[nodiscard]] std::string PrintComparison(const Comparison& comparison);

}  // namespace dnntune::record
