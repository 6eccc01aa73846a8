// SPDX-License-Identifier: Apache-2.0
// The profile document: what one model costs, part by part, on one device with one setting. Specified for other tools in
// docs/profile.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "graph/graph.h"
#include "metric/readings.h"
#include "record/conversions.h"
#include "setting/setting.h"

namespace dnntune::record {

inline constexpr std::string_view kProfileSchema = "dnntune-profile-2";

// Why sampling ended.
enum class Stop : std::uint8_t { kPrecise, kBudget, kNoisy, kFailed, kInterrupted };
[[nodiscard]] const char* StopName(Stop stop);  // "precise", ...

// Latency of one part of a model: raw samples where it was measured, one sample where a person or another tool gave a single value.
struct Latency {
  std::vector<Seconds> samples;       // in the order taken, outliers and preempted ones included
  std::vector<std::uint32_t> marked;  // indices of samples marked as outliers or preempted, ascending
  metric::Source source = metric::Source::kMeasured;
  std::optional<Stop> stop;  // none: not sampled by us
  // Index of the first sample of each batch, from 0, ascending: samples of one batch resemble each other more than others. Empty:
  // not known.
  std::vector<std::uint32_t> batches = {};
};

// A part's cost. `failure` set: it could not be measured, for that reason, and the rest is empty.
struct Cost {
  Latency latency;
  metric::Readings readings;  // of what adds up, such as energy: per inference
  std::string failure;
};

struct LayerCost {
  std::string layer;  // name of a layer, or of an operator (then `of_operator`)
  bool of_operator = false;
  Cost cost;
};

// One line of the engine's own per-operator profile.
struct TraceRow {
  std::string name;
  std::string type;
  std::string layer;  // the layer it belongs to; empty where that cannot be told
  Seconds median{0};
};

struct DeviceId {
  std::string name;                          // as in the config: "phone"
  std::string description;                   // "AMD EPYC, 2 cores, Linux 6.1"
  double slowdown = 1;                       // > 1: a stand-in
  std::map<std::string, std::string> state;  // governor, temperature, load at start, each with its unit in the key
  std::string function_only{};               // why times tell nothing of the unit's speed; empty: they do
};

// Power as declared in the config or measured, for the setting of this profile.
struct Power {
  metric::Quantity<Watts> idle;
  metric::Quantity<Watts> active;
};

struct Profile {
  ModelId model{};
  DeviceId device{};
  setting::Setting setting{};
  std::string engine_version{};
  std::string created{};  // ISO 8601, UTC
  graph::Graph graph;
  std::vector<LayerCost> costs{};  // one per measured layer or operator, in topological order
  std::optional<Cost> whole{};     // the whole model, measured by itself
  std::vector<TraceRow> trace{};   // empty: not taken, or not offered by the engine
  metric::Readings readings{};     // levels, such as peak memory: of the worker that ran the whole model
  Power power{};
  std::string energy_method{};               // "declared power: E = T * (P_active - P_idle)", "rapl", ...
  std::vector<std::string> notes{};          // what a reader must know: "stand-in, this machine slowed 6x"
  std::optional<Conversions> conversions{};  // where the head of a split runs another file of the model than this
};

// Median of the cost's samples with its 95 % interval, or why there is none.
[[nodiscard]] metric::Quantity<Seconds> LatencyOf(const Cost& cost);

// Per inference, or why it is not known.
[[nodiscard]] metric::Quantity<Joules> EnergyOf(const Cost& cost);

// Its latency and what adds up, or why they are not known.
[[nodiscard]] metric::Readings ReadingsOf(const Cost& cost);

// What the layer as a whole cost, which is its operator's cost where it has only one, or null where it was not measured.
[[nodiscard]] const Cost* CostOf(const Profile& profile, std::string_view layer);

// What is known of the whole model, or why it is not, of every metric that is shown of settings: its latency, what adds up in its
// cost, the profile's levels and what is derived from them.
[[nodiscard]] metric::Readings ReadingsOf(const Profile& profile);
// Of nothing: every metric that is shown of settings as unavailable for that reason.
[[nodiscard]] metric::Readings NoReadings(const std::string& why);

// Further statistics of the samples, as they were measured: kStatistic. Requires samples.
[[nodiscard]] metric::Readings StatisticsOf(const Latency& latency);

// "stand-in, this machine slowed 6x", "software Vulkan (llvmpipe): a check of function, not of speed", or both, where the device is
// not what it stands for; else nothing. Every output about the device shows it.
[[nodiscard]] std::optional<std::string> DeviceNote(const DeviceId& device);

// Reads and checks. kBadInput names the field as a path (operators[3].cost.seconds), what is wrong and what to do: negative, NaN or
// sentinel (-1) values, a consumed tensor of zero bytes, a missing layer cost, a cycle, an unknown key (with the nearest), wrong
// types.
[[nodiscard]] Result<Profile> ParseProfile(std::string_view json);
[[nodiscard]] Result<Profile> ReadProfile(const std::filesystem::path& path);

// Reading the text back gives an equal profile.
[[nodiscard]] std::string PrintProfile(const Profile& profile);

}  // namespace dnntune::record
