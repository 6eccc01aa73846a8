// SPDX-License-Identifier: Apache-2.0
#include "profiler/layers.h"

#include <algorithm>

#include "base/interrupt.h"

namespace dnntune::profiler {
namespace {

constexpr std::size_t kMostUnexplained = 2;
constexpr std::size_t kWarmUpRoundsAlone = 32;
constexpr std::size_t kWarmUpRounds = 3;  // the whole model has warmed the machine up, and priming ran every layer once

std::vector<std::string> NamesOf(const graph::Graph& graph, const std::vector<graph::TensorId>& tensors) {
  std::vector<std::string> names;
  for (const graph::TensorId tensor : tensors) names.push_back(graph.tensors()[tensor].name);
  return names;
}

}  // namespace

std::vector<Part> LayerParts(const graph::Graph& graph) {
  std::vector<Part> parts;
  for (graph::LayerId layer = 0; layer < graph.layers().size(); ++layer) {
    Part part;
    part.name = graph.layers()[layer].name;
    part.inputs = NamesOf(graph, graph.LayerInputs(layer));
    part.outputs = NamesOf(graph, graph.LayerOutputs(layer));
    // An empty list would mean the model's own outputs, which are others.
    if (part.outputs.empty()) part.failure = "nothing reads what it yields, so it cannot be run by itself";
    parts.push_back(std::move(part));
  }
  return parts;
}

Result<void> LayerRun::Run(std::optional<ModelWorker>& worker, const Sampling& sampling) {
  // Every failed attempt but the unexplained ones marks a layer as failed.
  std::size_t attempts_left = layers_.size() + 2 * kMostUnexplained;
  while (HasUnfinished()) {
    const auto attempt = Attempt(worker, sampling);
    if (attempt) continue;
    if (is_fatal_ || attempt.error().code != ErrorCode::kMeasurement || attempts_left-- == 0) return attempt;
    worker.reset();
  }
  return {};
}

Result<void> LayerRun::Attempt(std::optional<ModelWorker>& worker, const Sampling& sampling) {
  TRY(Prepare(worker));
  if (!HasUnfinished()) return {};
  if (task_.profiling.order == "back-to-back") return SampleOneByOne(*worker, sampling);
  const auto sampled = SampleTogether(*worker, sampling);
  if (sampled || is_fatal_ || sampled.error().code != ErrorCode::kMeasurement) return sampled;
  worker.reset();
  TRY(Prepare(worker));
  return FindCulprit(worker, sampled.error().message);
}

// Starts a worker where there is none, and opens every layer that can be opened.
Result<void> LayerRun::Prepare(std::optional<ModelWorker>& worker) {
  if (!worker) {
    for (Part& layer : layers_) layer.session.reset();
    auto started = ModelWorker::Start(task_);
    has_restarted_ = true;
    is_fatal_ = !started;
    if (!started) return Fail(std::move(started).error());
    worker = std::move(*started);
  }
  for (Part& layer : layers_) {
    if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted");
    if (!layer.session) TRY(OpenLayer(*worker, layer));
  }
  return {};
}

Result<void> LayerRun::OpenLayer(ModelWorker& worker, Part& layer) {
  if (!layer.failure.empty()) return worker.FillOutputs(layer);
  const auto opened = worker.Open(layer);
  if (opened) return {};
  layer.failure = opened.error().message;
  if (opened.error().code == ErrorCode::kMeasurement) return Fail(opened.error());
  return worker.FillOutputs(layer);
}

Result<void> LayerRun::SampleTogether(ModelWorker& worker, const Sampling& sampling) {
  Sampling left = sampling;
  left.budget = std::max(sampling.budget - spent_, Seconds(0.001));
  return SampleParts(worker, OpenLayers(), left, kWarmUpRounds);
}

Result<void> LayerRun::SampleOneByOne(ModelWorker& worker, const Sampling& sampling) {
  const std::vector<Part*> parts = OpenLayers();
  Sampling each = sampling;
  each.budget = sampling.budget / static_cast<double>(std::max<std::size_t>(layers_.size(), 1));
  for (Part* part : parts) {
    if (part->IsFinished()) continue;
    const auto sampled = SampleParts(worker, {part}, each, kWarmUpRoundsAlone);
    if (sampled) continue;
    if (!is_fatal_ && sampled.error().code == ErrorCode::kMeasurement) part->failure = sampled.error().message;
    return sampled;
  }
  return {};
}

Result<void> LayerRun::SampleParts(ModelWorker& worker, const std::vector<Part*>& parts, Sampling sampling,
                                   std::size_t warm_up_rounds) {
  ASSIGN_OR_RETURN(sampling.round_time, WarmUp(MeasureOn(worker.worker()), parts, sampling.budget / 10, warm_up_rounds));
  sampling.after_batch = [this, before = spent_, tell = sampling.after_batch](AfterBatch after) -> Result<void> {
    spent_ = before + after.spent;
    if (!tell) return {};
    after.spent = spent_;
    auto done = tell(after);
    is_fatal_ = !done;
    return done;
  };
  return Sample(MeasureOn(worker.worker()), parts, sampling);
}

// The worker died in a batch of many layers: runs each by itself until it dies again.
Result<void> LayerRun::FindCulprit(std::optional<ModelWorker>& worker, const std::string& reason) {
  for (Part* part : OpenLayers()) {
    if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted");
    if (part->IsFinished()) continue;
    const auto batch = worker->worker().Measure({{part->session.value()}, 2, Nanoseconds(0)});
    if (batch) continue;
    part->failure = batch.error().message;
    return Fail(batch.error());
  }
  incidents_.push_back(reason);
  if (incidents_.size() < kMostUnexplained) return {};
  for (Part& layer : layers_) {
    if (!layer.IsFinished()) layer.failure = "the worker keeps dying, in no layer in particular: " + reason;
  }
  return {};
}

std::vector<Part*> LayerRun::OpenLayers() {
  std::vector<Part*> open;
  for (Part& layer : layers_) {
    if (layer.session && layer.failure.empty()) open.push_back(&layer);
  }
  return open;
}

bool LayerRun::HasUnfinished() const {
  return std::ranges::any_of(layers_, [](const Part& layer) { return !layer.IsFinished(); });
}

}  // namespace dnntune::profiler
