// SPDX-License-Identifier: Apache-2.0
#include "engine/replay/replay_engine.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/capability.h"
#include "record/profile.h"

namespace dnntune::engine {
namespace {

// Byte tensors stand in for what the profile does not know the form of.
TensorInfo InfoOf(const graph::Tensor& tensor) {
  if (tensor.dtype && tensor.shape) return {tensor.name, *tensor.dtype, *tensor.shape};
  return {tensor.name, graph::DType::kUInt8, {static_cast<std::int64_t>(tensor.bytes.value_or(Bytes(1)).value())}};
}

class ReplaySession final : public Session {
 public:
  ReplaySession(std::vector<TensorInfo> inputs, std::vector<TensorInfo> outputs, std::vector<Seconds> samples, FakeClock& clock)
      : inputs_(std::move(inputs)), outputs_(std::move(outputs)), samples_(std::move(samples)), clock_(clock) {}

  [[nodiscard]] std::vector<TensorInfo> Inputs() const override { return inputs_; }
  [[nodiscard]] std::vector<TensorInfo> Outputs() const override { return outputs_; }

  Result<void> Prime(TensorStore& store) override {
    AddMissing(store, outputs_);
    return {};
  }

  Result<void> Run() override {
    clock_.Advance(std::chrono::duration_cast<Nanoseconds>(samples_[next_]));
    next_ = (next_ + 1) % samples_.size();
    return {};
  }

  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t) override {
    return Fail(ErrorCode::kUnavailable, "a replayed profile has no engine that could be traced");
  }

 private:
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  std::vector<Seconds> samples_;
  FakeClock& clock_;
  std::size_t next_ = 0;
};

class ReplayEngine final : public Engine {
 public:
  [[nodiscard]] EngineInfo Describe() const override { return DescribeAs("replay", "1"); }

  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting) override {
    ASSIGN_OR_RETURN(const record::Profile* profile, Load(setting));
    return profile->setting.threads.value_or(1);  // where the record does not say, the one that this engine itself runs in
  }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    ASSIGN_OR_RETURN(const record::Profile* profile, Load(request.setting));
    const graph::Graph& graph = profile->graph;
    TRY(CheckInputs(graph, request.inputs));
    std::vector<graph::TensorId> inputs(graph.inputs().begin(), graph.inputs().end());
    std::vector<graph::TensorId> outputs(graph.outputs().begin(), graph.outputs().end());
    const record::Cost* cost = profile->whole ? &*profile->whole : nullptr;
    if (!request.outputs.empty()) {
      ASSIGN_OR_RETURN(const graph::LayerId layer, LayerWith(graph, request.outputs));
      inputs = graph.LayerInputs(layer);
      outputs = graph.LayerOutputs(layer);
      cost = record::CostOf(*profile, graph.layers()[layer].name);
    }
    if (cost == nullptr) return Fail(ErrorCode::kBadInput, "the replayed profile has no cost of this part of the model");
    if (!cost->failure.empty()) return Fail(ErrorCode::kBadInput, "recorded as failed: " + cost->failure);
    return std::make_unique<ReplaySession>(Infos(graph, inputs), Infos(graph, outputs), cost->latency.samples, clock_);
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  // A profile is read once however many of its parts are opened.
  Result<const record::Profile*> Load(const setting::Setting& setting) {
    const auto path = setting.knobs.find("replay");
    if (path == setting.knobs.end()) {
      return Fail(ErrorCode::kBadInput, "engine replay needs a recorded profile; give the device's replay: profile.json");
    }
    auto found = profiles_.find(path->second);
    if (found == profiles_.end()) {
      ASSIGN_OR_RETURN(auto profile, record::ReadProfile(path->second));
      found = profiles_.emplace(path->second, std::move(profile)).first;
    }
    return &found->second;
  }

  static Result<void> CheckInputs(const graph::Graph& graph, const std::vector<std::string>& inputs) {
    for (const std::string& input : inputs) {
      if (!graph.FindTensor(input)) return Fail(ErrorCode::kBadInput, "the replayed profile has no tensor '" + input + "'");
    }
    return {};
  }

  // The layer whose outputs these are, in whatever order.
  static Result<graph::LayerId> LayerWith(const graph::Graph& graph, const std::vector<std::string>& outputs) {
    const auto found = graph.FindTensor(outputs.front());
    const auto producer = found ? graph.tensors()[*found].producer : std::nullopt;
    if (!producer) return Fail(ErrorCode::kBadInput, "the replayed profile has no layer that makes '" + outputs.front() + "'");
    const graph::LayerId layer = graph.operators()[*producer].layer;
    const auto made = graph.LayerOutputs(layer);
    const bool is_layer = made.size() == outputs.size() && std::all_of(made.begin(), made.end(), [&](graph::TensorId id) {
                            return std::find(outputs.begin(), outputs.end(), graph.tensors()[id].name) != outputs.end();
                          });
    if (is_layer) return layer;
    return Fail(ErrorCode::kBadInput, "the replayed profile knows whole layers only, and these outputs are not those of one");
  }

  static std::vector<TensorInfo> Infos(const graph::Graph& graph, const std::vector<graph::TensorId>& ids) {
    std::vector<TensorInfo> infos;
    for (const graph::TensorId id : ids) infos.push_back(InfoOf(graph.tensors()[id]));
    return infos;
  }

  std::map<std::string, record::Profile> profiles_;  // by path
  FakeClock clock_;
};

}  // namespace

std::unique_ptr<Engine> MakeReplayEngine() {
  return std::make_unique<ReplayEngine>();
}

}  // namespace dnntune::engine
