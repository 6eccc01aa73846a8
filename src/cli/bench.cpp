// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/measuring.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "metric/statistics.h"
#include "profiler/profile_model.h"
#include "report/profile_document.h"
#include "report/unavailable_section.h"

namespace dnntune::cli {
namespace {

using report::Hint;

report::Fact Time(const char* key, const char* title, double seconds) {
  return {key, title, report::Number{seconds, metric::Source::kMeasured, {}}, Hint::kSeconds};
}

Result<report::Document> Run(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(const Chosen chosen, Choose(flags));
  ASSIGN_OR_RETURN(const auto measuring, Prepare(chosen.spec, chosen.device));
  ConsoleSink sink("measuring " + measuring->loaded.id.name, nullptr);
  ASSIGN_OR_RETURN(const profiler::Bench bench, profiler::BenchModel(*measuring->plan, *measuring->workers, sink));
  report::Document document = report::ProfileDocument(bench.profile);
  document.kind = "bench";
  document.title = "Latency of " + bench.profile.model.name;
  document.sections.resize(1);  // no layers were measured
  report::Section whole{"whole", "Whole model", "", {}};
  if (bench.profile.whole && !bench.profile.whole->latency.samples.empty()) {
    const record::Latency& latency = bench.profile.whole->latency;
    std::vector<double> samples;
    for (const Seconds sample : latency.samples) samples.push_back(sample.count());
    whole.blocks.emplace_back(
        report::Fact{"median", "Median", report::ToCell(record::LatencyOf(*bench.profile.whole)), Hint::kSeconds});
    whole.blocks.emplace_back(Time("least", "Least", metric::Quantile(samples, 0)));
    whole.blocks.emplace_back(Time("p90", "90th percentile", metric::Quantile(samples, 0.9)));
    whole.blocks.emplace_back(Time("p99", "99th percentile", metric::Quantile(samples, 0.99)));
    whole.blocks.emplace_back(
        report::Fact{"samples", "Samples", report::Number{static_cast<double>(samples.size()), {}, {}}, Hint::kCount});
    whole.blocks.emplace_back(
        report::Fact{"stop", "Stopped", std::string(latency.stop ? record::StopName(*latency.stop) : ""), Hint::kText});
  }
  whole.blocks.emplace_back(report::Fact{"load_time", "Loading", report::ToCell(bench.load_time), Hint::kSeconds});
  whole.blocks.emplace_back(report::Fact{"peak_memory", "Peak memory", report::ToCell(bench.profile.peak_memory), Hint::kBytes});
  whole.blocks.emplace_back(
      report::Fact{"library_memory", "Of it the library", report::ToCell(bench.profile.library_memory), Hint::kBytes});
  whole.blocks.emplace_back(
      report::Fact{"model_memory", "Of it the model", report::ToCell(record::ModelMemoryOf(bench.profile)), Hint::kBytes});
  document.sections.push_back(std::move(whole));
  if (!chosen.spec.unavailable.empty()) document.sections.push_back(report::UnavailableSection(chosen.spec.unavailable));
  return document;
}

void Configure(CLI::App& app, VerbContext& context) {
  const auto flags = std::make_shared<MeasuringFlags>();
  AddMeasuringFlags(app, *flags);
  context.run = [flags] { return Run(*flags); };
}

}  // namespace

extern const Verb kBenchVerb;
const Verb kBenchVerb{"bench", "Measure a whole model", "dnntune bench mobilenet-v2 --threads 2 --budget 5", &Configure};

}  // namespace dnntune::cli
