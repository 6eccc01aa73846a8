// SPDX-License-Identifier: Apache-2.0
#include "engine/null/null_engine.h"

#include <unistd.h>

#include <charconv>
#include <csignal>

#include "engine/capability.h"

namespace dnntune::engine {
namespace {

std::vector<TensorInfo> Scalars(const std::vector<std::string>& names, const char* otherwise) {
  std::vector<TensorInfo> infos;
  for (const std::string& name : names) infos.push_back({name, graph::DType::kFloat32, {1}});
  if (infos.empty()) infos.push_back({otherwise, graph::DType::kFloat32, {1}});
  return infos;
}

class NullSession final : public Session {
 public:
  NullSession(const OpenRequest& request, const Clock& clock, Nanoseconds busy, std::string failure)
      : inputs_(Scalars(request.inputs, "input")),
        outputs_(Scalars(request.outputs, "output")),
        clock_(clock),
        busy_(busy),
        failure_(std::move(failure)) {}

  [[nodiscard]] std::vector<TensorInfo> Inputs() const override { return inputs_; }
  [[nodiscard]] std::vector<TensorInfo> Outputs() const override { return outputs_; }

  Result<void> Prime(TensorStore& store) override {
    AddMissing(store, outputs_);
    return {};
  }

  Result<void> Run() override {
    if (failure_ == "crash") std::raise(SIGKILL);
    while (failure_ == "hang") ::pause();
    if (failure_ == "error") return Fail(ErrorCode::kMeasurement, "the null engine failed as its knob asked");
    const Nanoseconds start = clock_.Now();
    while (busy_.count() > 0 && clock_.Now() - start < busy_) {
    }
    return {};
  }

  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t) override {
    return Fail(ErrorCode::kUnavailable, "the null engine has no operators to trace");
  }

 private:
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  const Clock& clock_;
  Nanoseconds busy_;
  std::string failure_;
};

class NullEngine final : public Engine {
 public:
  [[nodiscard]] EngineInfo Describe() const override { return DescribeAs("null", "1"); }

  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& /*setting*/) override { return 1; }

  [[nodiscard]] Result<std::unique_ptr<Session>> Open(const OpenRequest& request) override {
    const auto& knobs = request.setting.knobs;
    std::int64_t busy = 0;
    if (const auto knob = knobs.find("run_ns"); knob != knobs.end()) {
      const std::string& text = knob->second;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), busy);
      if (error != std::errc() || end != text.data() + text.size() || busy < 0) {
        return Fail(ErrorCode::kBadInput, "knob run_ns: '" + text + "' is no number of nanoseconds");
      }
    }
    const auto knob = knobs.find("fail");
    const std::string failure = knob == knobs.end() ? "" : knob->second;
    if (knob != knobs.end() && failure != "crash" && failure != "hang" && failure != "error") {
      return Fail(ErrorCode::kBadInput, "knob fail: '" + failure + "' is none of crash, hang, error");
    }
    return std::make_unique<NullSession>(request, clock_, Nanoseconds(busy), failure);
  }

  [[nodiscard]] const Clock& clock() const override { return clock_; }

 private:
  SteadyClock clock_;
};

}  // namespace

std::unique_ptr<Engine> MakeNullEngine() {
  return std::make_unique<NullEngine>();
}

}  // namespace dnntune::engine
