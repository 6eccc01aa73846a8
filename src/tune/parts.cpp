// SPDX-License-Identifier: Apache-2.0
#include "tune/parts.h"

#include <algorithm>
#include <map>
#include <memory>

#include "base/clock.h"
#include "base/interrupt.h"
#include "metric/statistics.h"
#include "profiler/inputs.h"
#include "tune/compare.h"
#include "tune/handover.h"

namespace dnntune::tune {
namespace {

// A deployment while it is being run.
struct Running {
  Edges edges;
  std::optional<engine::SessionId> head;
  std::optional<engine::SessionId> tail;
  std::vector<double> head_seconds;
  std::vector<double> tail_seconds;
  std::optional<record::OutputDifference> difference;
  std::optional<record::OutputDifference> from_device;
  std::string failure;
};

// A worker and the machine it stands for.
struct End {
  std::unique_ptr<engine::Worker> worker;
  const Side* side;
};

Result<End> StartEnd(const Side& side) {
  ASSIGN_OR_RETURN(auto worker, side.workers->Start(side.setting));
  return End{std::move(worker), &side};
}

using Names = std::vector<std::string>;

Result<engine::SessionId> OpenAndPrime(End& end, engine::OpenRequest request) {
  request.model = end.side->model_id;
  request.setting = end.side->setting;
  ASSIGN_OR_RETURN(const engine::SessionInfo session, end.worker->Open(request));
  TRY(end.worker->Prime(session.id));
  return session.id;
}

// Both machines and what has to be done to tensors between them.
struct Ends {
  End device;
  End cloud;
  Handover handover;

  Result<void> Send(const Names& names) {
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(engine::Tensor tensor, device.worker->GetTensor(name));
      TRY(cloud.worker->SetTensor(handover.NameOfDevice(name), handover.Reshaped(name, std::move(tensor))));
    }
    return {};
  }

  // An output of the cloud, in the form of the device's file.
  [[nodiscard]] Result<engine::Tensor> Fetch(const std::string& name) const {
    ASSIGN_OR_RETURN(engine::Tensor tensor, cloud.worker->GetTensor(handover.NameOfDevice(name)));
    return handover.ReshapedBack(name, std::move(tensor));
  }
};

Names NamesOf(const graph::Graph& graph, std::span<const graph::TensorId> ids) {
  Names names;
  for (const graph::TensorId id : ids) names.push_back(graph.tensors()[id].name);
  return names;
}

// What the whole model yields, which every deployment is held against: as the cloud has it and, where the device has another file
// of it, as that has it.
struct Reference {
  engine::TensorStore in_cloud;
  std::optional<engine::TensorStore> on_device;
  std::map<std::string, std::optional<graph::Quantization>> quantizations;  // of the outputs, in the device's form
};

// In the device's form; closed again before anything is timed. An output whose conversion is not known has no such form.
Result<engine::TensorStore> WholeInCloud(const graph::Graph& graph, Ends& ends) {
  const Names inputs = NamesOf(graph, graph.inputs());
  const Names names = NamesOf(graph, graph.outputs());
  TRY(ends.Send(inputs));
  engine::OpenRequest request;
  request.before = ends.handover.OnArrival(inputs);
  request.after = ends.handover.OnReturn(names);
  ASSIGN_OR_RETURN(const engine::SessionId session, OpenAndPrime(ends.cloud, std::move(request)));
  engine::TensorStore outputs;
  for (const std::string& name : names) {
    if (ends.handover.Bars(name)) continue;
    ASSIGN_OR_RETURN(engine::Tensor tensor, ends.Fetch(name));
    outputs.emplace(name, std::move(tensor));
  }
  TRY(ends.cloud.worker->Close(session));
  return outputs;
}

Result<engine::TensorStore> WholeOnDevice(const graph::Graph& graph, End& device) {
  ASSIGN_OR_RETURN(const engine::SessionId session, OpenAndPrime(device, {}));
  engine::TensorStore outputs;
  for (const std::string& name : NamesOf(graph, graph.outputs())) {
    ASSIGN_OR_RETURN(engine::Tensor tensor, device.worker->GetTensor(name));
    outputs.emplace(name, std::move(tensor));
  }
  TRY(device.worker->Close(session));
  return outputs;
}

Result<Reference> RunWhole(const graph::Graph& graph, Ends& ends, bool are_two_files) {
  Reference reference;
  ASSIGN_OR_RETURN(reference.in_cloud, WholeInCloud(graph, ends));
  if (are_two_files) {
    ASSIGN_OR_RETURN(reference.on_device, WholeOnDevice(graph, ends.device));
  }
  for (const graph::TensorId id : graph.outputs()) {
    const graph::Tensor& tensor = graph.tensors()[id];
    reference.quantizations.emplace(tensor.name, tensor.quantization);
  }
  return reference;
}

Result<void> CompareWith(const Reference& reference, const std::string& name, const engine::Tensor& actual, Running& running) {
  const auto& quantization = reference.quantizations.find(name)->second;
  if (const auto expected = reference.in_cloud.find(name); expected != reference.in_cloud.end()) {
    ASSIGN_OR_RETURN(const auto difference, Compare(name, expected->second, actual, quantization));
    Include(difference, running.difference);
  }
  if (reference.on_device) {
    ASSIGN_OR_RETURN(const auto difference, Compare(name, reference.on_device->find(name)->second, actual, quantization));
    Include(difference, running.from_device);
  }
  return {};
}

// Opens both parts, passes the real tensors through them and compares the outputs.
Result<void> RunOnce(Running& running, Ends& ends, const Reference& reference) {
  const Edges& edges = running.edges;
  if (edges.has_head) {
    ASSIGN_OR_RETURN(running.head, OpenAndPrime(ends.device, {.inputs = edges.head_inputs, .outputs = edges.head_outputs}));
    for (const std::string& name : edges.head_outputs) {
      if (!reference.quantizations.contains(name)) continue;  // an inner tensor
      ASSIGN_OR_RETURN(const engine::Tensor actual, ends.device.worker->GetTensor(name));
      TRY(CompareWith(reference, name, actual, running));
    }
  }
  if (edges.has_tail) {
    TRY(ends.Send(edges.crossing));
    ASSIGN_OR_RETURN(running.tail, OpenAndPrime(ends.cloud, {.inputs = edges.crossing,
                                                             .outputs = edges.tail_outputs,
                                                             .before = ends.handover.OnArrival(edges.crossing),
                                                             .after = ends.handover.OnReturn(edges.tail_outputs)}));
    for (const std::string& name : edges.tail_outputs) {
      ASSIGN_OR_RETURN(const engine::Tensor actual, ends.Fetch(name));
      TRY(CompareWith(reference, name, actual, running));
    }
  }
  return {};
}

bool IsEnough(const std::vector<double>& samples, const spec::Profiling& profiling) {
  if (static_cast<int>(samples.size()) >= profiling.max_samples) return true;
  const auto spread = metric::RelativeHalfWidth(samples);
  return static_cast<int>(samples.size()) >= profiling.min_samples && spread && *spread <= profiling.precision;
}

// One kind of part of all deployments on its machine.
struct Lane {
  End* end;
  std::optional<engine::SessionId> Running::*session;
  std::vector<double> Running::*samples;
};

// One batch of rounds over every part of the lane; false when all parts have samples enough.
Result<bool> MeasureLane(const Lane& lane, std::vector<Running>& all, const spec::Profiling& profiling, Nanoseconds budget) {
  engine::Batch batch;
  std::vector<Running*> parts;
  bool wanting = false;
  for (Running& running : all) {
    if (!running.failure.empty() || !(running.*lane.session)) continue;
    wanting = wanting || !IsEnough(running.*lane.samples, profiling);
    batch.sessions.push_back(*(running.*lane.session));
    parts.push_back(&running);
  }
  if (!wanting) return false;
  batch.rounds = static_cast<std::uint32_t>(std::max(profiling.min_samples, 1));
  batch.budget = budget;
  ASSIGN_OR_RETURN(const engine::BatchResult result, lane.end->worker->Measure(batch));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (const Nanoseconds sample : result.samples[i]) (parts[i]->*lane.samples).push_back(Seconds(sample).count());
  }
  return true;
}

// One turn of each machine; false when nothing is wanting any more.
Result<bool> TakeTurns(std::span<const Lane> lanes, std::vector<Running>& all, const spec::Profiling& profiling) {
  const auto turn = std::chrono::duration_cast<Nanoseconds>(profiling.budget / 10);
  bool wanting = false;
  for (const Lane& lane : lanes) {
    if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted during the proof runs");
    ASSIGN_OR_RETURN(const bool measured, MeasureLane(lane, all, profiling, turn));
    wanting = wanting || measured;
  }
  return wanting;
}

// Turns between the machines until every part is known well enough or the budget is spent.
Result<void> MeasureAll(Ends& ends, std::vector<Running>& all, const Stage& stage) {
  const Lane lanes[] = {{&ends.device, &Running::head, &Running::head_seconds},
                        {&ends.cloud, &Running::tail, &Running::tail_seconds}};
  stage.sink.Progress({0, 0, "warming up", Seconds(0), std::nullopt});
  TRY(TakeTurns(lanes, all, stage.profiling));
  for (Running& running : all) running.head_seconds.clear(), running.tail_seconds.clear();
  const SteadyClock clock;
  const Nanoseconds start = clock.Now();
  Seconds spent{0};
  bool wanting = true;
  while (wanting && spent < stage.profiling.budget) {
    stage.sink.Progress({0, 0, "timing heads and tails by turns", spent, stage.profiling.budget - spent});
    ASSIGN_OR_RETURN(wanting, TakeTurns(lanes, all, stage.profiling));
    spent = clock.Now() - start;
  }
  return {};
}

metric::Quantity<Seconds> Time(const std::vector<double>& samples, bool present, const char* absent) {
  if (!present) return metric::Quantity<Seconds>::Unavailable(absent);
  if (samples.empty()) return metric::Quantity<Seconds>::Unavailable("the time budget ended before the first sample");
  return metric::MedianTime(samples, metric::Source::kMeasured);
}

PartTimes Times(const Running& running) {
  PartTimes times;
  times.failure = running.failure;
  times.difference = running.difference;
  times.from_device = running.from_device;
  if (!running.failure.empty()) {
    times.device = times.cloud = metric::Quantity<Seconds>::Unavailable(running.failure);
    return times;
  }
  times.device = Time(running.head_seconds, running.edges.has_head, "nothing runs on the device");
  times.cloud = Time(running.tail_seconds, running.edges.has_tail, "nothing runs in the cloud");
  return times;
}

}  // namespace

Result<std::vector<PartTimes>> MeasureParts(const graph::Graph& graph, const Stage& stage,
                                            std::span<const std::vector<std::string>> heads) {
  ASSIGN_OR_RETURN(End device, StartEnd(stage.device));
  ASSIGN_OR_RETURN(End cloud, StartEnd(stage.cloud));
  Ends ends{std::move(device), std::move(cloud), Handover(stage.conversions)};
  TRY(profiler::SetNoiseInputs(graph, *ends.device.worker));
  ASSIGN_OR_RETURN(const Reference reference, RunWhole(graph, ends, stage.conversions != nullptr));

  const SteadyClock clock;
  const Nanoseconds start = clock.Now();
  std::vector<Running> all(heads.size());
  for (std::size_t i = 0; i < heads.size(); ++i) {
    stage.sink.Progress(
        {i, heads.size(), "comparing with the whole model", Seconds(clock.Now() - start), std::nullopt, "deployments"});
    ASSIGN_OR_RETURN(all[i].edges, EdgesOf(graph, heads[i]));
    if (auto run = RunOnce(all[i], ends, reference); !run) {
      if (run.error().code == ErrorCode::kInterrupted) return Fail(std::move(run).error());
      all[i].failure = std::move(run).error().message;
    }
  }
  if (auto measured = MeasureAll(ends, all, stage); !measured) {
    if (measured.error().code == ErrorCode::kInterrupted) return Fail(std::move(measured).error());
    for (Running& running : all) running.failure = measured.error().message;
  }
  std::vector<PartTimes> times;
  for (const Running& running : all) times.push_back(Times(running));
  return times;
}

}  // namespace dnntune::tune
