// SPDX-License-Identifier: Apache-2.0
#include "comparison/compare.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <random>

#include "metric/ratio.h"

namespace dnntune::comparison {
namespace {

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
  Quantity<Seconds> latency;
  Quantity<Joules> energy;
  std::vector<double> medians;
};

std::string WhyNot(const Entry& entry) {
  if (!entry.unavailable.empty()) return entry.unavailable;
  if (entry.profile == nullptr || !entry.profile->whole) return "the whole model was not measured";
  return "";
}

Series SeriesOf(const Entry& entry, std::mt19937_64& random) {
  Series series{&entry, Quantity<Seconds>::Unavailable(WhyNot(entry)), Quantity<Joules>::Unavailable(WhyNot(entry)), {}};
  if (!WhyNot(entry).empty()) return series;
  const record::Cost& whole = *entry.profile->whole;
  series.latency = record::LatencyOf(whole);
  series.energy = whole.energy;
  const bool is_positive = series.latency.IsAvailable() && series.latency.value().count() > 0;
  if (is_positive) series.medians = ResampledMedians(whole.latency, random);
  return series;
}

RatioInterval LatencyRatio(const Series& one, const Series& least, double confidence) {
  if (one.medians.empty() || least.medians.empty()) return std::nullopt;
  return metric::RatioInterval(one.medians, least.medians, confidence);
}

// Energy from declared power is the time's multiple, so the interval of its ratio is the times' scaled; a meter's reading has no
// spread of its own.
RatioInterval EnergyRatio(const Series& one, const Series& least, double confidence) {
  const bool is_modelled = one.energy.source() == Source::kModelled && least.energy.source() == Source::kModelled;
  const auto times = LatencyRatio(one, least, confidence);
  if (!is_modelled || !times) return std::nullopt;
  const double power = (one.energy.value() / least.energy.value()) / (one.latency.value() / least.latency.value());
  return metric::Interval<double>{times->low * power, times->high * power};
}

Standing StandingOf(double ratio, const RatioInterval& interval) {
  if (!interval) return Standing::kUnknown;
  const bool is_real = interval->low > 1 && ratio >= 1 + kLeastEffect;
  return is_real ? Standing::kWorse : Standing::kTie;
}

// Compares one value of every series, where it is known, with the least.
template <typename T>
std::vector<Compared<T>> CompareValues(const std::vector<Series>& all, Quantity<T> Series::*value,
                                       RatioInterval (*interval_of)(const Series&, const Series&, double), double confidence) {
  const Series* least = nullptr;
  for (const Series& series : all) {
    const Quantity<T>& own = series.*value;
    if (own.IsAvailable() && NumberIn(own.value()) > 0 && (!least || own.value() < (least->*value).value())) least = &series;
  }
  std::vector<Compared<T>> compared;
  for (const Series& series : all) {
    Compared<T>& one = compared.emplace_back();
    one.value = series.*value;
    if (!least || !one.value.IsAvailable()) {
      one.ratio = Quantity<Ratio>::Unavailable(one.value.IsAvailable() ? "it is not positive" : one.value.reason());
      continue;
    }
    const double ratio = NumberIn(one.value.value()) / NumberIn((least->*value).value());
    const auto interval = &series == least ? std::nullopt : interval_of(series, *least, confidence);
    std::optional<metric::Interval<Ratio>> typed;
    if (interval) typed = {Ratio(interval->low), Ratio(interval->high)};
    one.ratio = Quantity<Ratio>::Of(Ratio(ratio), one.value.source(), typed);
    one.standing = &series == least ? Standing::kBest : StandingOf(ratio, interval);
  }
  return compared;
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

record::ComparedSetting Describe(const Entry& entry) {
  record::ComparedSetting one{.label = entry.label,
                              .profile = entry.path,
                              .device = {},
                              .setting = entry.setting,
                              .engine_version = {},
                              .latency = {},
                              .energy = {},
                              .peak_memory = Quantity<Bytes>::Unavailable(WhyNot(entry)),
                              .library_memory = Quantity<Bytes>::Unavailable(WhyNot(entry)),
                              .model_memory = Quantity<Bytes>::Unavailable(WhyNot(entry)),
                              .unavailable = entry.unavailable};
  if (!entry.profile) return one;
  one.device = entry.profile->device.name;
  one.setting = entry.profile->setting;
  one.engine_version = entry.profile->engine_version;
  one.peak_memory = entry.profile->peak_memory;
  one.library_memory = entry.profile->library_memory;
  one.model_memory = record::ModelMemoryOf(*entry.profile);
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
  const auto measured = std::ranges::count_if(all, [](const Series& series) { return series.latency.IsAvailable(); });
  comparison.confidence_of_each = metric::ConfidenceOfEach(kConfidence, static_cast<std::size_t>(measured));
  const auto latencies = CompareValues(all, &Series::latency, &LatencyRatio, comparison.confidence_of_each);
  const auto energies = CompareValues(all, &Series::energy, &EnergyRatio, comparison.confidence_of_each);
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    record::ComparedSetting& one = comparison.settings.emplace_back(Describe(*ranked[i]));
    one.latency = latencies[i];
    one.energy = energies[i];
  }
  for (const std::string& layer : LayersOf(ranked)) {
    record::ComparedLayer& row = comparison.layers.emplace_back(record::ComparedLayer{layer, {}});
    for (const Entry* entry : ranked) row.latencies.push_back(LayerLatency(*entry, layer));
  }
  return comparison;
}

}  // namespace dnntune::comparison
