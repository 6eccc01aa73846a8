// SPDX-License-Identifier: Apache-2.0
#include "report/bench_document.h"

#include "metric/statistics.h"
#include "report/profile_document.h"
#include "report/unavailable_section.h"

namespace dnntune::report {
namespace {

Fact Time(const char* key, const char* title, double seconds) {
  return {key, title, Number{seconds, metric::Source::kMeasured, {}}, Hint::kSeconds};
}

void AddLatency(const record::Cost& whole, std::vector<Block>& blocks) {
  if (whole.latency.samples.empty()) return;
  std::vector<double> samples;
  for (const Seconds sample : whole.latency.samples) samples.push_back(sample.count());
  blocks.emplace_back(Fact{"median", "Median", ToCell(record::LatencyOf(whole)), Hint::kSeconds});
  blocks.emplace_back(Time("least", "Least", metric::Quantile(samples, 0)));
  blocks.emplace_back(Time("p90", "90th percentile", metric::Quantile(samples, 0.9)));
  blocks.emplace_back(Time("p99", "99th percentile", metric::Quantile(samples, 0.99)));
  blocks.emplace_back(Fact{"samples", "Samples", Counted(static_cast<double>(samples.size())), Hint::kCount});
  const auto& stop = whole.latency.stop;
  blocks.emplace_back(Fact{"stop", "Stopped", std::string(stop ? record::StopName(*stop) : ""), Hint::kText});
}

}  // namespace

Document BenchDocument(const record::Profile& profile, const metric::Quantity<Seconds>& load_time,
                       std::span<const spec::Unavailable> unavailable) {
  Document document = ProfileDocument(profile);
  document.kind = "bench";
  document.title = "Latency of " + profile.model.name;
  document.sections.resize(1);  // no layers were measured
  Section whole{"whole", "Whole model", "", {}};
  if (profile.whole) AddLatency(*profile.whole, whole.blocks);
  whole.blocks.emplace_back(Fact{"load_time", "Loading", ToCell(load_time), Hint::kSeconds});
  whole.blocks.emplace_back(Fact{"peak_memory", "Peak memory", ToCell(profile.peak_memory), Hint::kBytes});
  whole.blocks.emplace_back(Fact{"library_memory", "Of it the library", ToCell(profile.library_memory), Hint::kBytes});
  whole.blocks.emplace_back(Fact{"model_memory", "Of it the model", ToCell(record::ModelMemoryOf(profile)), Hint::kBytes});
  document.sections.push_back(std::move(whole));
  if (!unavailable.empty()) document.sections.push_back(UnavailableSection(unavailable));
  return document;
}

}  // namespace dnntune::report
