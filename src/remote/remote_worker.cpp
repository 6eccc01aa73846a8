// SPDX-License-Identifier: Apache-2.0
#include "remote/remote_worker.h"

#include <fmt/format.h>

#include <algorithm>

#include <optional>

namespace dnntune::remote {

using protocol::Read;
using Wire = protocol::wire::Worker;

namespace {

constexpr Seconds kEndLimit{5};
constexpr Seconds kStartLimit{30};  // of the agent, which is not the one that may hang

}  // namespace

class RemoteWorker final : public engine::Worker {
 public:
  RemoteWorker(std::shared_ptr<Connection::State> state, Wire::Client worker, std::uint32_t handle, std::string engine,
               Seconds timeout)
      : state_(std::move(state)), worker_(kj::mv(worker)), handle_(handle), engine_(std::move(engine)), timeout_(timeout) {}
  ~RemoteWorker() noexcept override {
    if (!dead_) (void)End(true);
  }
  RemoteWorker(const RemoteWorker&) = delete;
  RemoteWorker& operator=(const RemoteWorker&) = delete;

  [[nodiscard]] Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override {
    auto call = worker_.openRequest();
    call.setModel(request.model.c_str());
    protocol::Write(request.inputs, call.initInputs(static_cast<unsigned>(request.inputs.size())));
    protocol::Write(request.outputs, call.initOutputs(static_cast<unsigned>(request.outputs.size())));
    protocol::Write(request.setting, call.initSetting());
    protocol::Write(request.before, call.initBefore(static_cast<unsigned>(request.before.size())));
    protocol::Write(request.after, call.initAfter(static_cast<unsigned>(request.after.size())));
    ASSIGN_OR_RETURN(auto answer, Call<Wire::OpenResults>(call.send(), timeout_));
    engine::SessionInfo info;
    info.id = answer.getSession();
    ASSIGN_OR_RETURN(info.inputs, Read(answer.getInputs()));
    ASSIGN_OR_RETURN(info.outputs, Read(answer.getOutputs()));
    info.load_time = Seconds(answer.getLoadSeconds());
    return info;
  }

  Result<void> Close(engine::SessionId session) override {
    auto call = worker_.closeRequest();
    call.setSession(session);
    TRY(Call<Wire::CloseResults>(call.send(), timeout_));
    return {};
  }

  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override {
    auto call = worker_.setTensorRequest();
    protocol::Write(engine::TensorInfo{name, tensor.dtype(), tensor.shape()}, call.initTensor());
    call.setData(kj::arrayPtr(reinterpret_cast<const kj::byte*>(tensor.data()), tensor.size_bytes()));
    TRY(Call<Wire::SetTensorResults>(call.send(), timeout_));
    return {};
  }

  [[nodiscard]] Result<engine::Tensor> GetTensor(const std::string& name) override {
    auto call = worker_.getTensorRequest();
    call.setName(name.c_str());
    ASSIGN_OR_RETURN(auto answer, Call<Wire::GetTensorResults>(call.send(), timeout_));
    return protocol::ReadTensor(answer.getTensor(), answer.getData());
  }

  [[nodiscard]] Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override {
    auto call = worker_.primeRequest();
    call.setSession(session);
    ASSIGN_OR_RETURN(auto answer, Call<Wire::PrimeResults>(call.send(), timeout_));
    return Read(answer.getOutputs());
  }

  [[nodiscard]] Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    auto call = worker_.measureRequest();
    auto sessions = call.initSessions(static_cast<unsigned>(batch.sessions.size()));
    for (unsigned i = 0; i < sessions.size(); ++i) sessions.set(i, batch.sessions[i]);
    call.setRounds(batch.rounds);
    call.setBudget(batch.budget.count());
    ASSIGN_OR_RETURN(auto answer, Call<Wire::MeasureResults>(call.send(), Seconds(batch.budget) + timeout_));
    return Read(Wire::MeasureResults::Reader(answer));
  }

  [[nodiscard]] Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId session, std::uint32_t runs) override {
    auto call = worker_.traceRequest();
    call.setSession(session);
    call.setRuns(runs);
    ASSIGN_OR_RETURN(auto answer, Call<Wire::TraceResults>(call.send(), timeout_));
    return Read(answer.getEvents());
  }

  [[nodiscard]] Result<engine::WorkerUsage> Usage() override {
    ASSIGN_OR_RETURN(auto answer, Call<Wire::UsageResults>(worker_.usageRequest().send(), timeout_));
    engine::WorkerUsage usage;
    ASSIGN_OR_RETURN(usage.peak_memory, protocol::ReadQuantity<Bytes>(answer.getPeakMemory()));
    ASSIGN_OR_RETURN(usage.memory, protocol::ReadQuantity<Bytes>(answer.getMemory()));
    ASSIGN_OR_RETURN(usage.library_memory, protocol::ReadQuantity<Bytes>(answer.getLibraryMemory()));
    return usage;
  }

 private:
  template <typename Results>
  Result<capnp::Response<Results>> Call(capnp::RemotePromise<Results> promise, Seconds limit) {
    if (dead_) return Fail(*dead_);
    auto answer = Await(*state_->loop, kj::Promise<capnp::Response<Results>>(kj::mv(promise)), limit);
    KJ_IF_MAYBE (response, answer.value) {
      TRY(Read(response->getFailure()));
      return kj::mv(*response);
    }
    const std::string ending = End(false);
    const std::string what =
        answer.silence == Silence::kTimeout ? fmt::format("did not answer for {:.3g} s and was killed", limit.count()) : ending;
    dead_ = Error{ErrorCode::kMeasurement, fmt::format("the worker of engine {} {}", engine_, what)};
    return Fail(*dead_);
  }

  std::string End(bool lives) {
    auto call = state_->agent.endWorkerRequest();
    call.setHandle(handle_);
    call.setLives(lives);
    using Ended = protocol::wire::Agent::EndWorkerResults;
    auto answer = Await(*state_->loop, kj::Promise<capnp::Response<Ended>>(call.send()), kEndLimit);
    KJ_IF_MAYBE (response, answer.value) {
      return response->getEnding().cStr();
    }
    return "is gone, and so is its agent";
  }

  std::shared_ptr<Connection::State> state_;
  Wire::Client worker_;
  std::uint32_t handle_;
  std::string engine_;
  Seconds timeout_;
  std::optional<Error> dead_;
};

Result<std::unique_ptr<engine::Worker>> RemoteWorkers::Start(const setting::Setting& setting) {
  using Started = protocol::wire::Agent::StartWorkerResults;
  auto call = state_->agent.startWorkerRequest();
  protocol::Write(setting, call.initSetting());
  auto answer = Await(*state_->loop, kj::Promise<capnp::Response<Started>>(call.send()), std::max(timeout_, kStartLimit));
  KJ_IF_MAYBE (response, answer.value) {
    TRY(Read(response->getFailure()));
    return std::make_unique<RemoteWorker>(state_, response->getWorker(), response->getHandle(), setting.engine, timeout_);
  }
  return Fail(ErrorCode::kMeasurement, "dnntune-agent cannot start a worker: " + answer.detail);
}

}  // namespace dnntune::remote
