// SPDX-License-Identifier: Apache-2.0
#include "tune/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/interrupt.h"
#include "engine/convert.h"
#include "engine/element.h"
#include "metric/statistics.h"
#include "partition/handover.h"
#include "profiler/inputs.h"
#include "tune/handover.h"

namespace dnntune::tune {
namespace {

using graph::Conversion;
using graph::Form;
using graph::Graph;
using Shape = std::vector<std::int64_t>;
using Time = metric::Quantity<Seconds>;

// Root mean square of the difference, relative to that of the values: other kernels and 8-bit steps stay below, while values in
// another order are as far apart as the values are large.
constexpr double kMostDifference = 0.1;
constexpr double kMeasuringShare = 0.1;  // of the budget
constexpr int kMostSteps = 4;            // back from a flattened tensor to what it was made from

std::optional<Form> FormOf(const graph::Tensor& tensor) {
  if (!tensor.dtype || !tensor.shape || !graph::DTypeBytes(*tensor.dtype)) return std::nullopt;
  return Form{*tensor.dtype, *tensor.shape};
}

// The shape with channels that a flattened tensor had before: operators that keep the number of elements are followed back.
std::optional<Shape> Unflattened(const Graph& graph, graph::TensorId id) {
  constexpr std::size_t kFlat = 2;  // dimensions: batch and features
  const graph::Tensor* tensor = &graph.tensors()[id];
  if (!tensor->shape || tensor->shape->size() > kFlat) return std::nullopt;
  const double elements = graph::Elements(*tensor->shape);
  for (int step = 0; step < kMostSteps && tensor->producer; ++step) {
    const graph::Operator& producer = graph.operators()[*tensor->producer];
    if (producer.inputs.size() != 1) return std::nullopt;
    tensor = &graph.tensors()[producer.inputs[0]];
    if (!tensor->shape || graph::Elements(*tensor->shape) != elements) return std::nullopt;
    if (tensor->shape->size() > kFlat) return tensor->shape;
  }
  return std::nullopt;
}

// Root mean square of the difference relative to that of the expected values.
double RelativeDifference(const engine::Tensor& expected, const engine::Tensor& actual) {
  const std::vector<double> left = engine::Numbers(expected);
  const std::vector<double> right = engine::Numbers(actual);
  double apart = 0, size = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    apart += (left[i] - right[i]) * (left[i] - right[i]);
    size += left[i] * left[i];
  }
  if (apart == 0) return 0;
  const double ratio = std::sqrt(apart / size);
  return std::isfinite(ratio) ? ratio : std::numeric_limits<double>::infinity();
}

// A tensor of both files.
struct Common {
  graph::TensorId device;
  std::vector<Conversion> possible;
  record::TensorConversion record;
};

class Matching {
 public:
  Matching(const record::Profile& device, const record::Profile& cloud, const Stage& stage)
      : device_(device.graph), cloud_(cloud.graph), from_(device.model), stage_(stage) {}

  Result<record::Conversions> Run() {
    TRY(partition::MatchLayers(device_, cloud_));
    TRY(CheckInputs());
    ASSIGN_OR_RETURN(device_worker_, stage_.device.workers->Start(stage_.device.setting));
    ASSIGN_OR_RETURN(cloud_worker_, stage_.cloud.workers->Start(stage_.cloud.setting));
    stage_.sink.Progress({0, 0, "running both files on one input", Seconds(0), std::nullopt});
    FindCommon();
    TRY(profiler::SetNoiseInputs(device_, *device_worker_));
    TRY(RunWhole(*device_worker_, stage_.device));
    TRY(MatchWithInputs());
    stage_.sink.Progress({0, 0, "timing conversions", Seconds(0), std::nullopt});
    TRY(TimeConversions());
    record::Conversions conversions{from_, {}};
    for (Common& one : common_) conversions.tensors.push_back(std::move(one.record));
    return conversions;
  }

 private:
  [[nodiscard]] Result<void> CheckInputs() const {
    for (const graph::TensorId id : cloud_.inputs()) {
      const std::string& name = cloud_.tensors()[id].name;
      const auto same = device_.FindTensor(name);
      if (same && device_.tensors()[*same].is_input) continue;
      return Fail(ErrorCode::kBadInput,
                  fmt::format("the cloud's file of the model has an input '{}', which the device's {} file has "
                              "not; give files whose inputs have the same names",
                              name, from_.format));
    }
    return {};
  }

  // Every tensor that some layer hands on, or that enters or leaves the model.
  void FindCommon() {
    for (graph::TensorId id = 0; id < device_.tensors().size(); ++id) {
      const graph::Tensor& tensor = device_.tensors()[id];
      if (!tensor.is_input && !tensor.is_output && !IsHandedOn(tensor)) continue;
      Common one{id, {}, {.tensor = tensor.name, .how = {}, .arrival = {}, .back = {}}};
      const auto other = cloud_.FindTensor(tensor.name);
      const auto from = FormOf(tensor);
      const auto to = other ? FormOf(cloud_.tensors()[*other]) : std::nullopt;
      if (from && to) one.possible = graph::PossibleConversions(*from, *to, Unflattened(device_, id));
      if (!other) {
        one.record.barred = fmt::format("the cloud's file has no tensor '{}'", tensor.name);
      } else if (!from || !to) {
        one.record.barred = fmt::format("the type or shape of tensor '{}' is not known", tensor.name);
      } else if (one.possible.empty()) {
        one.record.barred = fmt::format("tensor '{}' has another number of elements in the cloud's file", tensor.name);
      }
      common_.push_back(std::move(one));
    }
  }

  [[nodiscard]] bool IsHandedOn(const graph::Tensor& tensor) const {
    if (!tensor.producer) return false;
    const graph::LayerId maker = device_.operators()[*tensor.producer].layer;
    return std::any_of(tensor.consumers.begin(), tensor.consumers.end(),
                       [&](graph::OperatorId reader) { return device_.operators()[reader].layer != maker; });
  }

  // The whole model with every common tensor as an output, so that their values can be had.
  Result<void> RunWhole(engine::Worker& worker, const Side& side) const {
    engine::OpenRequest request{.model = side.model_id, .setting = side.setting};
    const bool is_cloud = &worker == cloud_worker_.get();
    const Graph& graph = is_cloud ? cloud_ : device_;
    for (const graph::TensorId input : graph.inputs()) request.inputs.push_back(graph.tensors()[input].name);
    for (const Common& one : common_) {
      const graph::Tensor& tensor = device_.tensors()[one.device];
      if (tensor.producer && one.record.barred.empty()) request.outputs.push_back(tensor.name);
    }
    ASSIGN_OR_RETURN(const engine::SessionInfo session, worker.Open(request));
    TRY(worker.Prime(session.id));
    return worker.Close(session.id);
  }

  // Nothing tells how an input is to be converted but what comes of it: the likely way first, then the others.
  Result<void> MatchWithInputs() {
    std::size_t ways = 1;
    for (const Common& one : common_) {
      if (device_.tensors()[one.device].is_input) ways = std::max(ways, one.possible.size());
    }
    for (std::size_t way = 0; way < ways; ++way) {
      if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted while the tensors of two files were matched");
      TRY(SetInputs(way));
      TRY(RunWhole(*cloud_worker_, stage_.cloud));
      ASSIGN_OR_RETURN(const bool any, MatchValues());
      if (any) return {};
    }
    return Fail(ErrorCode::kMeasurement,
                fmt::format("the two files of the model, one of {} for the device and another for the cloud, give different values "
                            "for every tensor on the same input: are they of one model with the same weights?",
                            from_.format));
  }

  Result<void> SetInputs(std::size_t way) {
    for (Common& one : common_) {
      const graph::Tensor& tensor = device_.tensors()[one.device];
      if (!tensor.is_input || !one.record.barred.empty()) continue;
      one.record.how = one.possible[std::min(way, one.possible.size() - 1)];
      ASSIGN_OR_RETURN(const engine::Tensor ours, device_worker_->GetTensor(tensor.name));
      engine::Tensor theirs(one.record.how.to.dtype, one.record.how.to.shape);
      TRY(engine::Convert(one.record.how, ours, theirs));
      TRY(cloud_worker_->SetTensor(tensor.name, std::move(theirs)));
    }
    return {};
  }

  // Chooses every tensor's conversion by its values; whether any fits.
  Result<bool> MatchValues() {
    bool any = false;
    for (Common& one : common_) {
      const graph::Tensor& tensor = device_.tensors()[one.device];
      if (!tensor.producer || one.possible.empty()) continue;
      ASSIGN_OR_RETURN(const engine::Tensor ours, device_worker_->GetTensor(tensor.name));
      ASSIGN_OR_RETURN(const engine::Tensor theirs, cloud_worker_->GetTensor(tensor.name));
      double least = std::numeric_limits<double>::infinity();
      for (const Conversion& how : one.possible) {
        engine::Tensor converted(how.to.dtype, how.to.shape);
        TRY(engine::Convert(how, ours, converted));
        const double difference = RelativeDifference(theirs, converted);
        if (difference >= least) continue;
        least = difference;
        one.record.how = how;
      }
      const bool fits = least <= kMostDifference;
      if (fits) one.record.difference = least;
      any = any || fits;
      one.record.barred = fits ? "" : fmt::format("tensor '{}' has other values in the cloud's file", tensor.name);
    }
    return any;
  }

  Result<void> TimeConversions() {
    const Time nothing = Time::Of(Seconds(0), metric::Source::kModelled);
    std::vector<std::pair<engine::SessionId, Time*>> timed;
    engine::Batch batch;
    for (Common& one : common_) {
      record::TensorConversion& record = one.record;
      record.arrival = record.back = nothing;
      if (!record.barred.empty() || graph::KeepsBytes(record.how)) continue;
      for (const auto& [how, time] :
           {std::pair{record.how, &record.arrival}, std::pair{graph::Inverse(record.how), &record.back}}) {
        ASSIGN_OR_RETURN(const engine::SessionId session, OpenConversion(record.tensor, how));
        batch.sessions.push_back(session);
        timed.emplace_back(session, time);
      }
    }
    if (timed.empty()) return {};
    batch.rounds = static_cast<std::uint32_t>(stage_.profiling.max_samples);
    batch.budget = std::chrono::duration_cast<Nanoseconds>(stage_.profiling.budget * kMeasuringShare);
    ASSIGN_OR_RETURN(const engine::BatchResult result, cloud_worker_->Measure(batch));
    for (std::size_t i = 0; i < timed.size(); ++i) {
      std::vector<double> seconds;
      for (const Nanoseconds sample : result.samples[i]) seconds.push_back(Seconds(sample).count());
      if (seconds.empty()) return Fail(ErrorCode::kInterrupted, "interrupted while conversions were timed");
      *timed[i].second = metric::MedianTime(seconds, metric::Source::kMeasured);
    }
    return {};
  }

  Result<engine::SessionId> OpenConversion(const std::string& tensor, const Conversion& how) {
    const std::string from = fmt::format("{} {}", tensor, graph::Describe(how));
    engine::Tensor values(how.from.dtype, how.from.shape);
    engine::FillWithNoise(values, 1);
    TRY(cloud_worker_->SetTensor(from, std::move(values)));
    engine::OpenRequest request{.setting = stage_.cloud.setting, .before = {{from, from + ", converted", how}}};
    ASSIGN_OR_RETURN(const engine::SessionInfo session, cloud_worker_->Open(request));
    TRY(cloud_worker_->Prime(session.id));
    return session.id;
  }

  const Graph& device_;
  const Graph& cloud_;
  const record::ModelId& from_;
  const Stage& stage_;
  std::unique_ptr<engine::Worker> device_worker_;
  std::unique_ptr<engine::Worker> cloud_worker_;
  std::vector<Common> common_;
};

}  // namespace

Result<record::Conversions> MatchTensors(const record::Profile& device, const record::Profile& cloud, const Stage& stage) {
  return Matching(device, cloud, stage).Run();
}

}  // namespace dnntune::tune
