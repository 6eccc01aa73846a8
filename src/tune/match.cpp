// SPDX-License-Identifier: Apache-2.0
#include "tune/match.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/interrupt.h"
#include "engine/convert.h"
#include "engine/noise.h"
#include "metric/statistics.h"
#include "partition/handover.h"
#include "tune/choose_conversion.h"

namespace dnntune::tune {
namespace {

using graph::Conversion;
using graph::Form;
using graph::Graph;
using Shape = std::vector<std::int64_t>;
using Time = metric::Quantity<Seconds>;

constexpr double kMeasuringShare = 0.1;  // of the budget
constexpr int kMostSteps = 4;            // back from a flattened tensor to what it was made from

std::optional<Form> FormOf(const graph::Tensor& tensor) {
  if (!tensor.dtype || !tensor.shape || !graph::DTypeBytes(*tensor.dtype)) return std::nullopt;
  return Form{*tensor.dtype, *tensor.shape, tensor.quantization};
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

bool IsQuantised(const Graph& graph) {
  const auto tensors = graph.tensors();
  return std::any_of(tensors.begin(), tensors.end(), [](const graph::Tensor& tensor) { return tensor.quantization.has_value(); });
}

// What a step of the tensor's integers is worth: its own, or those that it was made from, where an operator only turns them into
// floating point.
std::optional<double> StepOf(const Graph& graph, graph::TensorId id) {
  const graph::Tensor& tensor = graph.tensors()[id];
  if (tensor.quantization) return tensor.quantization->scale;
  if (!tensor.producer || graph.operators()[*tensor.producer].inputs.size() != 1) return std::nullopt;
  const graph::Tensor& source = graph.tensors()[graph.operators()[*tensor.producer].inputs[0]];
  return source.quantization ? std::optional(source.quantization->scale) : std::nullopt;
}

bool Has(const engine::Tensor& tensor, const Form& form) {
  return tensor.dtype() == form.dtype && tensor.shape() == form.shape;
}

// A tensor of both files.
struct Common {
  graph::TensorId device;
  std::vector<Conversion> possible;
  record::TensorConversion record;
};

class Matching {
 public:
  Matching(const record::Profile& device, const record::Profile& cloud, const split::Stage& stage)
      : device_(device.graph),
        cloud_(cloud.graph),
        from_(device.model),
        stage_(stage),
        is_quantised_(IsQuantised(device_) || IsQuantised(cloud_)) {}

  Result<record::Conversions> Run() {
    TRY(partition::MatchLayers(device_, cloud_));
    TRY(CheckInputs());
    ASSIGN_OR_RETURN(device_worker_, stage_.device.workers.Start(stage_.device.setting));
    ASSIGN_OR_RETURN(cloud_worker_, stage_.cloud.workers.Start(stage_.cloud.setting));
    stage_.progress.At({0, 0, "running both files on one input", Seconds(0), std::nullopt});
    FindCommon();
    TRY(engine::SetNoiseInputs(device_, *device_worker_));
    TRY(RunWhole(*device_worker_, stage_.device));
    TRY(MatchWithInputs());
    stage_.progress.At({0, 0, "timing conversions", Seconds(0), std::nullopt});
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
  Result<void> RunWhole(engine::Worker& worker, const engine::Subject& subject) const {
    engine::OpenRequest request{.model = subject.model_id, .setting = subject.setting};
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

  // Chooses every tensor's conversion by its values; whether any tells that the files are of one model.
  Result<bool> MatchValues() {
    bool any = false;
    for (Common& one : common_) {
      const graph::Tensor& tensor = device_.tensors()[one.device];
      if (!tensor.producer || one.possible.empty()) continue;
      ASSIGN_OR_RETURN(const engine::Tensor ours, device_worker_->GetTensor(tensor.name));
      ASSIGN_OR_RETURN(const engine::Tensor theirs, cloud_worker_->GetTensor(tensor.name));
      if (!Has(ours, one.possible[0].from) || !Has(theirs, one.possible[0].to)) {
        one.record.barred = fmt::format("an engine gives tensor '{}' in another type or shape than the file has", tensor.name);
        continue;
      }
      ASSIGN_OR_RETURN(const Choice choice, ChooseConversion(one.possible, ours, theirs, YardstickFor(one)));
      one.record.how = choice.how;
      one.record.difference = choice.difference;
      one.record.snr_db = choice.snr_db;
      one.record.barred = choice.misfit.empty() ? "" : fmt::format("tensor '{}' {}", tensor.name, choice.misfit);
      any = any || choice.is_telling;
    }
    return any;
  }

  [[nodiscard]] Yardstick YardstickFor(const Common& one) const {
    std::optional<double> step = StepOf(device_, one.device);
    if (!step) step = StepOf(cloud_, *cloud_.FindTensor(one.record.tensor));
    return {is_quantised_, step};
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
        ASSIGN_OR_RETURN(const engine::SessionId session, OpenConversion(record.tensor, how, timed.size()));
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

  // `number` keeps the tensors of one conversion from another's.
  Result<engine::SessionId> OpenConversion(const std::string& tensor, const Conversion& how, std::size_t number) {
    const std::string from = fmt::format("{} {}, {}", tensor, graph::Describe(how), number);
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
  const split::Stage& stage_;
  const bool is_quantised_;
  std::unique_ptr<engine::Worker> device_worker_;
  std::unique_ptr<engine::Worker> cloud_worker_;
  std::vector<Common> common_;
};

}  // namespace

Result<record::Conversions> MatchTensors(const record::Profile& device, const record::Profile& cloud, const split::Stage& stage) {
  return Matching(device, cloud, stage).Run();
}

}  // namespace dnntune::tune
