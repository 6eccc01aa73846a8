// SPDX-License-Identifier: Apache-2.0
#include "comparison/compare.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <random>

#include "metric/ratio.h"

namespace dnntune::comparison {
namespace {

using metric::MetricId;
using metric::Quantity;
using metric::Source;
using record::Compared;
using record::Comparison;
using record::Standing;
using RatioInterval = std::optional<metric::Interval<double>>;

constexpr std::size_t kResamples = 4000;
constexpr std::uint64_t kSeed = 1;

// One entry's whole model, and resamples of its median; none where there are too few to tell.
struct Series {
  const Entry* entry;
  metric::Readings readings;
  std::vector<double> medians;
};

std::string WhyNot(const Entry& entry) {
  if (!entry.unavailable.empty()) return entry.unavailable;
  if (entry.profile == nullptr || !entry.profile->whole) return "the whole model was not measured";
  return "";
}

Series SeriesOf(const Entry& entry, std::mt19937_64& random) {
  const std::string why = WhyNot(entry);
  Series series{&entry, entry.profile ? record::ReadingsOf(*entry.profile) : record::NoReadings(why), {}};
  if (!why.empty()) {
    for (const metric::Reading& reading : record::NoReadings(why)) {
      if (IsCompared(metric::MetricOf(reading.id))) series.readings.Set(reading);
    }
    return series;
  }
  const auto latency = series.readings.Get<Seconds>(MetricId::kLatency);
  const bool is_positive = latency.IsAvailable() && latency.value().count() > 0;
  if (is_positive) series.medians = ResampledMedians(entry.profile->whole->latency, random);
  return series;
}

RatioInterval LatencyRatio(const Series& one, const Series& least, double confidence) {
  if (one.medians.empty() || least.medians.empty()) return std::nullopt;
  return metric::RatioInterval(one.medians, least.medians, confidence);
}

double RatioOf(const Series& one, const Series& least, MetricId id) {
  return one.readings.Get(id).value() / least.readings.Get(id).value();
}

// An amount from declared power is the time's multiple, so the interval of its ratio is the times' scaled; a meter's reading has no
// spread of its own.
RatioInterval AmountRatio(const Series& one, const Series& least, MetricId id, double confidence) {
  const auto is_modelled = [id](const Series& series) { return series.readings.Get(id).source() == Source::kModelled; };
  const auto times = LatencyRatio(one, least, confidence);
  if (!is_modelled(one) || !is_modelled(least) || !times) return std::nullopt;
  const double power = RatioOf(one, least, id) / RatioOf(one, least, MetricId::kLatency);
  return metric::Interval<double>{times->low * power, times->high * power};
}

RatioInterval IntervalOf(const Series& one, const Series& least, MetricId id, double confidence) {
  const bool is_sampled = metric::MetricOf(id).kind == metric::MetricKind::kSampled;
  return is_sampled ? LatencyRatio(one, least, confidence) : AmountRatio(one, least, id, confidence);
}

Standing StandingOf(double ratio, const RatioInterval& interval) {
  if (!interval) return Standing::kUnknown;
  const bool is_real = interval->low > 1 && ratio >= 1 + kLeastEffect;
  return is_real ? Standing::kWorse : Standing::kTie;
}

// Who has the least of a metric that is above zero; null: nobody.
const Series* LeastOf(const std::vector<Series>& all, MetricId id) {
  const Series* least = nullptr;
  for (const Series& series : all) {
    const auto own = series.readings.Get(id);
    if (own.IsAvailable() && own.value() > 0 && (!least || own.value() < least->readings.Get(id).value())) least = &series;
  }
  return least;
}

// `least` may be null.
Compared CompareWith(const Series* least, const Series& series, MetricId id, double confidence) {
  Compared one;
  const auto value = series.readings.Get(id);
  if (!least || !value.IsAvailable()) {
    one.ratio = Quantity<Ratio>::Unavailable(value.IsAvailable() ? "it is not positive" : value.reason());
    return one;
  }
  const double ratio = RatioOf(series, *least, id);
  const auto interval = &series == least ? std::nullopt : IntervalOf(series, *least, id, confidence);
  std::optional<metric::Interval<Ratio>> typed;
  if (interval) typed = {Ratio(interval->low), Ratio(interval->high)};
  one.ratio = Quantity<Ratio>::Of(Ratio(ratio), value.source(), typed);
  one.standing = &series == least ? Standing::kBest : StandingOf(ratio, interval);
  return one;
}

Quantity<Seconds> LayerLatency(const Entry& entry, const std::string& layer) {
  if (!entry.profile) return Quantity<Seconds>::Unavailable(WhyNot(entry));
  for (const record::LayerCost& cost : entry.profile->costs) {
    if (cost.layer == layer) return record::LatencyOf(cost.cost);
  }
  return Quantity<Seconds>::Unavailable("this setting has no measured layer '" + layer + "'");
}

// Names of measured layers, the first entry's in its order, then what only others have.
std::vector<std::string> LayersOf(std::span<const Entry* const> entries) {
  std::vector<std::string> names;
  for (const Entry* entry : entries) {
    if (!entry->profile) continue;
    for (const record::LayerCost& cost : entry->profile->costs) {
      if (std::ranges::find(names, cost.layer) == names.end()) names.push_back(cost.layer);
    }
  }
  return names;
}

record::ComparedSetting Describe(const Series& series) {
  const Entry& entry = *series.entry;
  record::ComparedSetting one{.label = entry.label,
                              .profile = entry.path,
                              .device = {},
                              .setting = entry.setting,
                              .engine_version = {},
                              .readings = series.readings,
                              .unavailable = entry.unavailable};
  if (!entry.profile) return one;
  one.device = entry.profile->device.name;
  one.setting = entry.profile->setting;
  one.engine_version = entry.profile->engine_version;
  return one;
}

// Fastest first; without a latency last, in the order given.
std::vector<const Entry*> Ranked(std::span<const Entry> entries) {
  std::vector<const Entry*> ranked;
  for (const Entry& entry : entries) ranked.push_back(&entry);
  const auto seconds = [](const Entry* entry) {
    constexpr double kLast = std::numeric_limits<double>::infinity();
    if (!WhyNot(*entry).empty()) return kLast;
    const auto latency = record::LatencyOf(*entry->profile->whole);
    return latency.IsAvailable() ? latency.value().count() : kLast;
  };
  std::ranges::stable_sort(ranked, {}, seconds);
  return ranked;
}

// Every profile's notes with its label; without one what all say, such as that the machine is a stand-in.
std::vector<std::string> NotesOf(std::span<const Entry* const> entries) {
  std::vector<std::string> notes;
  const auto say = [&](const std::string& note) {
    if (std::ranges::find(notes, note) == notes.end()) notes.push_back(note);
  };
  for (const Entry* entry : entries) {
    if (!entry->profile) continue;
    for (const std::string& note : entry->profile->notes) {
      const bool all_say = std::ranges::all_of(entries, [&](const Entry* other) {
        return !other->profile || std::ranges::find(other->profile->notes, note) != other->profile->notes.end();
      });
      say(all_say ? note : entry->label + ": " + note);
    }
  }
  return notes;
}

}  // namespace

std::vector<double> ResampledMedians(const record::Latency& latency, std::mt19937_64& random) {
  const auto& batches = latency.batches;
  if ((batches.empty() ? latency.samples.size() : batches.size()) < metric::kLeastForRatio) return {};
  std::vector<double> seconds;
  for (const Seconds sample : latency.samples) seconds.push_back(sample.count());
  return metric::BlockBootstrapMedians(seconds, batches, kResamples, random);
}

Comparison Compare(std::span<const Entry> entries, const Origin& origin) {
  const std::vector<const Entry*> ranked = Ranked(entries);
  std::mt19937_64 random(kSeed);
  std::vector<Series> all;
  for (const Entry* entry : ranked) all.push_back(SeriesOf(*entry, random));
  Comparison comparison{.created = {},
                        .version = {},
                        .model = origin.model,
                        .interleaved = origin.interleaved,
                        .confidence = kConfidence,
                        .confidence_of_each = kConfidence,
                        .least_effect = kLeastEffect,
                        .settings = {},
                        .layers = {},
                        .notes = NotesOf(ranked)};
  const auto is_timed = [](const Series& series) { return series.readings.Get(MetricId::kLatency).IsAvailable(); };
  comparison.confidence_of_each =
      metric::ConfidenceOfEach(kConfidence, static_cast<std::size_t>(std::ranges::count_if(all, is_timed)));
  for (const Series& series : all) comparison.settings.push_back(Describe(series));
  for (const metric::Metric& metric : metric::Metrics()) {
    if (!IsCompared(metric)) continue;
    const Series* least = LeastOf(all, metric.id);
    for (std::size_t i = 0; i < all.size(); ++i) {
      comparison.settings[i].to_least[metric.id] = CompareWith(least, all[i], metric.id, comparison.confidence_of_each);
    }
  }
  for (const std::string& layer : LayersOf(ranked)) {
    record::ComparedLayer& row = comparison.layers.emplace_back(record::ComparedLayer{layer, {}});
    for (const Entry* entry : ranked) row.latencies.push_back(LayerLatency(*entry, layer));
  }
  return comparison;
}

}  // namespace dnntune::comparison
