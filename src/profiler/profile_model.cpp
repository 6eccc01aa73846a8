// SPDX-License-Identifier: Apache-2.0
#include "profiler/profile_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/clock.h"
#include "base/interrupt.h"
#include "metric/statistics.h"
#include "profiler/energy.h"
#include "profiler/layers.h"
#include "profiler/resume.h"
#include "profiler/throttled.h"
#include "profiler/trace.h"
#include "profiler/whole.h"

namespace dnntune::profiler {
namespace {

constexpr double kWholeShare = 0.2;  // of the budget
constexpr double kLayersShare = 0.7;
constexpr double kDriftShare = 0.1;
constexpr std::uint32_t kDriftRounds = 10;
constexpr double kDriftToTell = 0.05;
constexpr std::uint32_t kTracedRuns = 5;
// Of the whole model, after it is precise enough by itself: a few batches say little of how batches differ, and with that of how it
// compares with another run.
constexpr int kMoreBatches = 10;

class Run {
 public:
  Run(const Task& task, Sink& sink, bool layers) : task_(task), sink_(sink), rule_(task.profiling), started_(clock_.Now()) {
    if (layers) layers_ = LayerParts(task.subject.graph);
  }

  Result<void> Resume(const record::Profile& earlier);
  Result<void> Measure();
  [[nodiscard]] record::Profile SoFar() const;
  [[nodiscard]] const Whole& whole() const { return whole_; }

 private:
  Result<void> MeasureWholeModel();
  Result<void> MeasureLayers();
  void LookForDrift();
  void TakeTrace();
  void ReportProgress(std::string phase, std::optional<Seconds> remaining);
  [[nodiscard]] record::Cost CostOf(const Part& part) const;
  [[nodiscard]] std::vector<std::string> Notes() const;

  const Task& task_;
  Sink& sink_;
  spec::Profiling rule_;
  SteadyClock clock_;
  Nanoseconds started_;
  std::optional<ModelWorker> worker_;
  Whole whole_;
  std::vector<Part> layers_;
  std::vector<record::TraceRow> trace_;
  std::vector<std::string> notes_;
  Throttled throttled_;
};

Result<void> Run::Resume(const record::Profile& earlier) {
  TRY(TakeOver(earlier, task_, layers_));
  if (earlier.whole && IsComplete(*earlier.whole)) {
    whole_.part.resumed = earlier.whole;
    whole_.levels = earlier.readings;
  }
  return {};
}

Result<void> Run::Measure() {
  TRY(MeasureWholeModel());
  sink_.Ended(Extent::kWhole);
  if (!layers_.empty()) TRY(MeasureLayers());
  sink_.Ended(Extent::kLayers);
  if (!layers_.empty()) LookForDrift();
  if (!layers_.empty() && rule_.trace) TakeTrace();
  worker_.reset();
  return IsInterrupted() ? Result<void>(Fail(ErrorCode::kInterrupted, "interrupted")) : Result<void>();
}

Result<void> Run::MeasureWholeModel() {
  ReportProgress("whole model", std::nullopt);
  ASSIGN_OR_RETURN(worker_, ModelWorker::Start(task_));
  Part& part = whole_.part;
  if (part.resumed) return {};
  Sampling sampling{rule_, layers_.empty() ? rule_.budget : rule_.budget * kWholeShare, Seconds(0), {}};
  sampling.after_batch = [&](const AfterBatch& after) -> Result<void> {
    throttled_.Add(after.readings);
    ReportProgress("whole model", layers_.empty() ? std::optional(after.to_go) : std::nullopt);
    return {};
  };
  sampling.goes_on = [this, more = kMoreBatches]() mutable { return more-- > 0 || sink_.WantsMore(Extent::kWhole); };
  const auto measured = MeasureWhole(task_, *worker_, whole_, sampling);
  if (measured) return sink_.Save(SoFar());
  if (measured.error().code != ErrorCode::kMeasurement || layers_.empty()) return measured;
  part.failure = measured.error().message;
  whole_.levels.Set(metric::MetricId::kPeakMemory, metric::Quantity<Bytes>::Unavailable("the whole model failed: " + part.failure));
  worker_.reset();
  return sink_.Save(SoFar());
}

Result<void> Run::MeasureLayers() {
  ReportProgress("layers", std::nullopt);
  Sampling sampling{rule_, rule_.budget * kLayersShare, Seconds(0), {}};
  std::vector<Part*> all;
  for (Part& layer : layers_) all.push_back(&layer);
  if (const auto median = CostOf(whole_.part).latency.samples; !median.empty()) sampling.round_time = median.back();
  sampling.after_batch = [&](const AfterBatch& after) -> Result<void> {
    throttled_.Add(after.readings);
    ReportProgress("layers", after.to_go);
    return after.finished ? sink_.Save(SoFar()) : Result<void>();
  };
  if (rule_.order != "back-to-back") sampling.goes_on = [this] { return sink_.WantsMore(Extent::kLayers); };
  LayerRun run(task_, layers_);
  const auto measured = run.Run(worker_, sampling);
  for (const std::string& reason : run.incidents()) {
    notes_.push_back("a worker was lost while layers ran by turns, and measuring went on in a fresh one: " + reason);
  }
  TRY(measured);
  if (run.HasRestarted()) whole_.part.session.reset();
  return sink_.Save(SoFar());
}

// Runs the whole model again after the layers: a machine that has grown slower or faster meanwhile makes the two incomparable.
void Run::LookForDrift() {
  Part& part = whole_.part;
  if (!part.session || !worker_ || part.samples.empty() || IsInterrupted()) return;
  ReportProgress("whole model again", std::nullopt);
  const Nanoseconds most = std::chrono::duration_cast<Nanoseconds>(rule_.budget * kDriftShare);
  const auto batch = worker_->worker().Measure({{*part.session}, kDriftRounds, most});
  if (!batch || batch->samples.empty() || batch->samples.front().empty()) return;
  Part again;
  AddSamples(again, *batch, 0);
  const double drift = metric::Median(again.samples) / metric::Median(part.samples) - 1;
  if (std::abs(drift) < kDriftToTell) return;
  notes_.push_back(
      fmt::format("the whole model took {:+.0f} % when run again after the layers: the machine's speed drifted", 100 * drift));
}

void Run::TakeTrace() {
  if (IsInterrupted()) return;
  ReportProgress("trace", std::nullopt);
  const auto events = [&]() -> Result<std::vector<engine::TraceEvent>> {
    if (!worker_) {
      ASSIGN_OR_RETURN(worker_, ModelWorker::Start(task_));
    }
    if (!whole_.part.session) {
      Part traced;
      traced.inputs = task_.inputs;
      traced.outputs = task_.outputs;
      TRY(worker_->Open(traced));
      return worker_->worker().Trace(traced.session.value(), kTracedRuns);
    }
    return worker_->worker().Trace(*whole_.part.session, kTracedRuns);
  }();
  if (events) {
    trace_ = ToTraceRows(*events, task_.subject.graph);
  } else {
    notes_.push_back("no trace: " + events.error().message);
  }
}

void Run::ReportProgress(std::string phase, std::optional<Seconds> remaining) {
  const auto done = std::ranges::count_if(layers_, &Part::IsFinished);
  sink_.At({static_cast<std::size_t>(done), layers_.size(), std::move(phase), Seconds(clock_.Now() - started_), remaining});
}

record::Cost Run::CostOf(const Part& part) const {
  if (part.resumed) return *part.resumed;
  record::Cost cost;
  cost.failure = part.failure;
  if (!part.failure.empty()) {
    cost.latency.stop = record::Stop::kFailed;
    cost.readings.Set(metric::MetricId::kEnergy,
                      metric::Quantity<Joules>::Unavailable("it could not be measured: " + part.failure));
    return cost;
  }
  cost.latency = ToLatency(part);
  if (!cost.latency.stop) cost.latency.stop = record::Stop::kInterrupted;
  cost.readings = ReadingsOf(part, task_);
  return cost;
}

std::vector<std::string> Run::Notes() const {
  std::vector<std::string> notes = task_.notes;
  notes.insert(notes.end(), notes_.begin(), notes_.end());
  if (std::string note = throttled_.Note(); !note.empty()) notes.push_back(std::move(note));
  if (const auto note = record::DeviceNote(task_.device)) notes.insert(notes.begin(), *note);
  return notes;
}

record::Profile Run::SoFar() const {
  record::Profile profile{.model = task_.model,
                          .device = task_.device,
                          .setting = task_.subject.setting,
                          .engine_version = task_.engine_version,
                          .created = NowInUtc(),
                          .graph = task_.subject.graph,
                          .costs = {},
                          .whole = std::nullopt,
                          .trace = trace_,
                          .readings = whole_.levels,
                          .power = task_.power,
                          .energy_method = EnergyMethod(whole_.part, task_),
                          .notes = Notes()};
  const auto is_known = [](const Part& part) { return part.resumed || !part.failure.empty() || !part.samples.empty(); };
  if (is_known(whole_.part)) profile.whole = CostOf(whole_.part);
  for (const Part& layer : layers_) {
    if (is_known(layer)) profile.costs.push_back({layer.name, false, CostOf(layer)});
    if (profile.energy_method.empty()) profile.energy_method = EnergyMethod(layer, task_);
  }
  return profile;
}

// What was measured is saved even when measuring broke off.
Result<void> MeasureAndSave(Run& run, Sink& sink) {
  auto measured = run.Measure();
  if (measured) return sink.Save(run.SoFar());
  const record::Profile so_far = run.SoFar();
  if (so_far.whole || !so_far.costs.empty()) TRY(sink.Save(so_far));
  if (measured.error().code != ErrorCode::kInterrupted) return measured;
  const auto complete = std::ranges::count_if(so_far.costs, [](const auto& cost) { return IsComplete(cost.cost); });
  return Fail(ErrorCode::kInterrupted,
              fmt::format("interrupted; {} of {} layers are measured and kept", complete, so_far.graph.layers().size()));
}

}  // namespace

Result<record::Profile> ProfileModel(const Task& task, Sink& sink, const record::Profile* resume_from) {
  Run run(task, sink, task.profiling.layers);
  if (resume_from) TRY(run.Resume(*resume_from));
  TRY(MeasureAndSave(run, sink));
  return run.SoFar();
}

Result<Bench> BenchModel(const Task& task, Sink& sink) {
  Run run(task, sink, false);
  TRY(MeasureAndSave(run, sink));
  return Bench{run.SoFar(), run.whole().load_time};
}

}  // namespace dnntune::profiler
