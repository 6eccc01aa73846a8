// SPDX-License-Identifier: Apache-2.0
#include "record/cost_json.h"

#include <fmt/format.h>

#include "record/quantity_json.h"
#include "record/readings_json.h"

namespace dnntune::record {
namespace {

constexpr Stop kStops[] = {Stop::kPrecise, Stop::kBudget, Stop::kNoisy, Stop::kFailed, Stop::kInterrupted};

Result<std::vector<Seconds>> ReadSamples(const Field& field) {
  if (!field.json().is_array()) {
    ASSIGN_OR_RETURN(const double seconds, field.NotNegative());
    return std::vector<Seconds>{Seconds(seconds)};
  }
  ASSIGN_OR_RETURN(const auto items, field.Items());
  if (items.empty()) return Fail(field.Wrong("an empty list; give one number or at least one sample"));
  std::vector<Seconds> samples;
  samples.reserve(items.size());
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(const double seconds, item.NotNegative());
    samples.emplace_back(seconds);
  }
  return samples;
}

Result<std::vector<std::uint32_t>> ReadIndices(const Field& field, std::size_t samples) {
  ASSIGN_OR_RETURN(const auto items, field.Items());
  std::vector<std::uint32_t> indices;
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(const std::uint64_t index, item.Count());
    const bool ascends = indices.empty() || index > indices.back();
    if (index >= samples || !ascends) return Fail(item.Wrong("must be an index of a sample, each above the one before"));
    indices.push_back(static_cast<std::uint32_t>(index));
  }
  return indices;
}

Result<Latency> ReadLatency(const Field& field) {
  Latency latency;
  latency.source = metric::Source::kImported;
  if (const auto source = field.Find("source")) {
    ASSIGN_OR_RETURN(latency.source, ReadSource(*source));
  }
  ASSIGN_OR_RETURN(const Field seconds, field.Get("seconds"));
  ASSIGN_OR_RETURN(latency.samples, ReadSamples(seconds));
  if (const auto marked = field.Find("marked")) {
    ASSIGN_OR_RETURN(latency.marked, ReadIndices(*marked, latency.samples.size()));
  }
  if (const auto batches = field.Find("batches")) {
    ASSIGN_OR_RETURN(latency.batches, ReadIndices(*batches, latency.samples.size()));
    if (!latency.batches.empty() && latency.batches.front() != 0)
      return Fail(batches->Wrong("must begin with 0, the first sample"));
  }
  return latency;
}

}  // namespace

Result<Cost> ReadCost(const Field& field) {
  TRY(field.Only({"seconds", "joules", "readings", "source", "marked", "batches", "stop", "failure"}));
  Cost cost;
  ASSIGN_OR_RETURN(cost.failure, field.Or("failure", &Field::Text, std::string()));
  if (cost.failure.empty()) {
    ASSIGN_OR_RETURN(cost.latency, ReadLatency(field));
  } else if (field.Find("seconds")) {
    return Fail(field.Wrong("has both 'seconds' and 'failure'; a part that failed has no cost"));
  }
  if (const auto stop = field.Find("stop")) {
    ASSIGN_OR_RETURN(cost.latency.stop, ReadNamed(*stop, kStops, &StopName));
  }
  ASSIGN_OR_RETURN(cost.readings, ReadReadings(field, false));
  if (const auto joules = field.Find("joules")) {
    if (cost.readings.Find(metric::MetricId::kEnergy)) return Fail(field.Wrong("has both 'joules' and a reading of energy"));
    ASSIGN_OR_RETURN(const auto energy, ReadPlainQuantity(*joules, false));
    cost.readings.Set(metric::MetricId::kEnergy, energy);
  }
  return cost;
}

Json PrintCost(const Cost& cost) {
  Json json = Json::object();
  if (cost.failure.empty()) {
    Json samples = Json::array();
    for (const Seconds sample : cost.latency.samples) samples.push_back(sample.count());
    json["seconds"] = std::move(samples);
    if (!cost.latency.marked.empty()) json["marked"] = cost.latency.marked;
    if (!cost.latency.batches.empty()) json["batches"] = cost.latency.batches;
    json["source"] = metric::SourceName(cost.latency.source);
  } else {
    json["failure"] = cost.failure;
  }
  if (cost.latency.stop) json["stop"] = StopName(*cost.latency.stop);
  if (!cost.readings.empty()) json["readings"] = PrintReadings(cost.readings);
  return json;
}

}  // namespace dnntune::record
