// SPDX-License-Identifier: Apache-2.0
#include "report/bench_document.h"

#include <algorithm>
#include <initializer_list>

#include "metric/readings.h"
#include "report/metric_cells.h"
#include "report/profile_document.h"
#include "report/unavailable_section.h"

namespace dnntune::report {
namespace {

using metric::MetricKind;

void AddFacts(const metric::Readings& readings, std::initializer_list<MetricKind> kinds, Section& section) {
  for (const metric::Reading& reading : readings) {
    const MetricKind kind = metric::MetricOf(reading.id).kind;
    if (std::ranges::find(kinds, kind) != kinds.end()) section.blocks.emplace_back(MetricFact(reading));
  }
}

// Time and memory: what adds up is not told of a model by itself.
Section WholeSection(const record::Profile& profile, const metric::Quantity<Seconds>& load_time) {
  Section section{"whole", "Whole model", "", {}};
  metric::Readings readings = record::ReadingsOf(profile);
  readings.Set(metric::MetricId::kLoadTime, load_time);
  if (profile.whole && !profile.whole->latency.samples.empty()) {
    const record::Latency& latency = profile.whole->latency;
    for (const metric::Reading& one : record::StatisticsOf(latency)) readings.Set(one);
    AddFacts(readings, {MetricKind::kSampled, MetricKind::kStatistic}, section);
    section.blocks.emplace_back(Fact{"stop", "Stopped", std::string(latency.stop ? record::StopName(*latency.stop) : "")});
  }
  AddFacts(readings, {MetricKind::kPassing, MetricKind::kLevel, MetricKind::kDerived}, section);
  return section;
}

}  // namespace

Document BenchDocument(const record::Profile& profile, const metric::Quantity<Seconds>& load_time,
                       std::span<const spec::Unavailable> unavailable) {
  Document document = ProfileDocument(profile);
  document.kind = "bench";
  document.title = "Latency of " + profile.model.name;
  document.sections.resize(1);  // no layers were measured
  document.sections.push_back(WholeSection(profile, load_time));
  if (!unavailable.empty()) document.sections.push_back(UnavailableSection(unavailable));
  return document;
}

}  // namespace dnntune::report
