// SPDX-License-Identifier: Apache-2.0
#include "remote/worker_client.h"

#include <fmt/format.h>

#include "protocol/convert.h"

namespace dnntune::remote {

using protocol::Read;

WorkerClient::~WorkerClient() noexcept {
  if (!dead_) (void)agent_.EndWorker(identity_.handle, true);
}

template <typename Results>
Result<capnp::Response<Results>> WorkerClient::Call(capnp::RemotePromise<Results> promise, Seconds budget) {
  if (dead_) return Fail(*dead_);
  const Seconds limit = budget + identity_.timeout;
  auto answer = agent_.Await(kj::mv(promise), limit);
  KJ_IF_MAYBE (response, answer.value) {
    TRY(Read(response->getFailure()));
    return kj::mv(*response);
  }
  const std::string ending = agent_.EndWorker(identity_.handle, false);
  const std::string what =
      answer.silence == Silence::kTimeout ? fmt::format("did not answer for {:.3g} s and was killed", limit.count()) : ending;
  dead_ = Error{ErrorCode::kMeasurement, fmt::format("the worker of engine {} {}", identity_.engine, what)};
  return Fail(*dead_);
}

Result<engine::SessionInfo> WorkerClient::Open(const engine::OpenRequest& request) {
  auto call = worker_.openRequest();
  call.setModel(request.model.c_str());
  protocol::Write(request.inputs, call.initInputs(static_cast<unsigned>(request.inputs.size())));
  protocol::Write(request.outputs, call.initOutputs(static_cast<unsigned>(request.outputs.size())));
  protocol::Write(request.setting, call.initSetting());
  protocol::Write(request.before, call.initBefore(static_cast<unsigned>(request.before.size())));
  protocol::Write(request.after, call.initAfter(static_cast<unsigned>(request.after.size())));
  ASSIGN_OR_RETURN(auto answer, Call(call.send()));
  engine::SessionInfo info;
  info.id = answer.getSession();
  ASSIGN_OR_RETURN(info.inputs, Read(answer.getInputs()));
  ASSIGN_OR_RETURN(info.outputs, Read(answer.getOutputs()));
  info.load_time = Seconds(answer.getLoadSeconds());
  return info;
}

Result<void> WorkerClient::Close(engine::SessionId session) {
  auto call = worker_.closeRequest();
  call.setSession(session);
  TRY(Call(call.send()));
  return {};
}

Result<void> WorkerClient::SetTensor(const std::string& name, engine::Tensor tensor) {
  auto call = worker_.setTensorRequest();
  protocol::Write(engine::TensorInfo{name, tensor.dtype(), tensor.shape()}, call.initTensor());
  call.setData(kj::arrayPtr(reinterpret_cast<const kj::byte*>(tensor.data()), tensor.size_bytes()));
  TRY(Call(call.send()));
  return {};
}

Result<engine::Tensor> WorkerClient::GetTensor(const std::string& name) {
  auto call = worker_.getTensorRequest();
  call.setName(name.c_str());
  ASSIGN_OR_RETURN(auto answer, Call(call.send()));
  return protocol::ReadTensor(answer.getTensor(), answer.getData());
}

Result<std::vector<engine::TensorInfo>> WorkerClient::Prime(engine::SessionId session) {
  auto call = worker_.primeRequest();
  call.setSession(session);
  ASSIGN_OR_RETURN(auto answer, Call(call.send()));
  return Read(answer.getOutputs());
}

Result<engine::BatchResult> WorkerClient::Measure(const engine::Batch& batch) {
  auto call = worker_.measureRequest();
  auto sessions = call.initSessions(static_cast<unsigned>(batch.sessions.size()));
  for (unsigned i = 0; i < sessions.size(); ++i) sessions.set(i, batch.sessions[i]);
  call.setRounds(batch.rounds);
  call.setBudget(batch.budget.count());
  ASSIGN_OR_RETURN(auto answer, Call(call.send(), Seconds(batch.budget)));
  return Read(Wire::MeasureResults::Reader(answer));
}

Result<std::vector<engine::TraceEvent>> WorkerClient::Trace(engine::SessionId session, std::uint32_t runs) {
  auto call = worker_.traceRequest();
  call.setSession(session);
  call.setRuns(runs);
  ASSIGN_OR_RETURN(auto answer, Call(call.send()));
  return Read(answer.getEvents());
}

Result<metric::Readings> WorkerClient::Usage() {
  ASSIGN_OR_RETURN(auto answer, Call(worker_.usageRequest().send()));
  return protocol::Read(answer.getReadings());
}

}  // namespace dnntune::remote
