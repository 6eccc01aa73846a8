// SPDX-License-Identifier: Apache-2.0
#include "agent/worker_server.h"

#include <capnp/rpc-twoparty.h>
#include <fcntl.h>
#include <kj/async-io.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "engine/local_worker.h"
#include "protocol/convert.h"
#include "protocol/limits.h"
#include "protocol/model_store.h"

// Cap'n Proto's servers are owned by reference counts and never deleted through a base.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

namespace dnntune::agent {
namespace {

namespace wire = protocol::wire;

Result<void> PinTo(const setting::Setting& setting) {
  if (setting.core_ids.empty()) return {};
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int core : setting.core_ids) {
    if (core >= 0 && core < CPU_SETSIZE) CPU_SET(static_cast<std::size_t>(core), &set);
  }
  if (::sched_setaffinity(0, sizeof set, &set) != 0) {
    return Fail(ErrorCode::kUnavailable, "cannot run on cores '" + setting.cores + "': " + std::strerror(errno));
  }
  // A set of CPUs that a control group allows narrows what was asked for in silence.
  cpu_set_t granted;
  CPU_ZERO(&granted);
  if (::sched_getaffinity(0, sizeof granted, &granted) != 0 || CPU_EQUAL(&set, &granted) != 0) return {};
  return Fail(ErrorCode::kUnavailable, "cannot run on cores '" + setting.cores + "': of these " +
                                           std::to_string(CPU_COUNT(&granted)) + " may be used here; see 'dnntune doctor'");
}

class WorkerServer final : public wire::Worker::Server {
 public:
  explicit WorkerServer(Result<std::unique_ptr<engine::Engine>> engine) {
    if (!engine) {
      missing_ = engine.error();
      return;
    }
    info_ = (*engine)->Describe();
    worker_.emplace(*std::move(engine));
  }

  kj::Promise<void> describe(DescribeContext context) override {
    auto info = context.getResults().initInfo();
    protocol::Write(info_, info);
    if (missing_) protocol::Write(*missing_, info.initFailure());
    return kj::READY_NOW;
  }

  kj::Promise<void> open(OpenContext context) override {
    return Answer(context, [&](auto params, auto results) -> Result<void> {
      ASSIGN_OR_RETURN(engine::OpenRequest request, ReadRequest(params));
      TRY(PinTo(request.setting));
      ASSIGN_OR_RETURN(const engine::SessionInfo info, worker_->Open(request));
      results.setSession(info.id);
      protocol::Write(info.inputs, results.initInputs(static_cast<unsigned>(info.inputs.size())));
      protocol::Write(info.outputs, results.initOutputs(static_cast<unsigned>(info.outputs.size())));
      results.setLoadSeconds(info.load_time.count());
      return {};
    });
  }

  kj::Promise<void> ownThreads(OwnThreadsContext context) override {
    return Answer(context, [&](auto params, auto results) -> Result<void> {
      ASSIGN_OR_RETURN(const setting::Setting setting, protocol::Read(params.getSetting()));
      TRY(PinTo(setting));
      ASSIGN_OR_RETURN(const int threads, worker_->OwnThreads(setting));
      results.setThreads(threads);
      return {};
    });
  }

  kj::Promise<void> close(CloseContext context) override {
    return Answer(context, [&](auto params, auto) { return worker_->Close(params.getSession()); });
  }

  kj::Promise<void> setTensor(SetTensorContext context) override {
    return Answer(context, [&](auto params, auto) -> Result<void> {
      ASSIGN_OR_RETURN(engine::Tensor tensor, protocol::ReadTensor(params.getTensor(), params.getData()));
      return worker_->SetTensor(params.getTensor().getName().cStr(), std::move(tensor));
    });
  }

  kj::Promise<void> getTensor(GetTensorContext context) override {
    return Answer(context, [&](auto params, auto results) -> Result<void> {
      const std::string name = params.getName().cStr();
      ASSIGN_OR_RETURN(const engine::Tensor tensor, worker_->GetTensor(name));
      protocol::Write(engine::TensorInfo{name, tensor.dtype(), tensor.shape()}, results.initTensor());
      auto data = results.initData(static_cast<unsigned>(tensor.size_bytes()));
      std::memcpy(data.begin(), tensor.data(), tensor.size_bytes());
      return {};
    });
  }

  kj::Promise<void> prime(PrimeContext context) override {
    return Answer(context, [&](auto params, auto results) -> Result<void> {
      ASSIGN_OR_RETURN(const auto outputs, worker_->Prime(params.getSession()));
      protocol::Write(outputs, results.initOutputs(static_cast<unsigned>(outputs.size())));
      return {};
    });
  }

  kj::Promise<void> measure(MeasureContext context) override {
    return Answer(context, [&](auto params, auto results) -> Result<void> {
      engine::Batch batch{{}, params.getRounds(), Nanoseconds(params.getBudget())};
      for (const std::uint32_t session : params.getSessions()) batch.sessions.push_back(session);
      ASSIGN_OR_RETURN(const engine::BatchResult result, worker_->Measure(batch));
      protocol::Write(result, results);
      return {};
    });
  }

  kj::Promise<void> trace(TraceContext context) override {
    return Answer(context, [&](auto params, auto results) -> Result<void> {
      ASSIGN_OR_RETURN(const auto events, worker_->Trace(params.getSession(), params.getRuns()));
      protocol::Write(events, results.initEvents(static_cast<unsigned>(events.size())));
      return {};
    });
  }

  kj::Promise<void> usage(UsageContext context) override {
    return Answer(context, [&](auto, auto results) -> Result<void> {
      ASSIGN_OR_RETURN(const metric::Readings usage, worker_->Usage());
      protocol::Write(usage, results.initReadings(usage.size()));
      return {};
    });
  }

 private:
  // Runs the call and puts its error, if any, into the results.
  template <typename Context, typename Call>
  kj::Promise<void> Answer(Context& context, Call&& call) {
    auto results = context.getResults();
    Result<void> outcome = missing_ ? Result<void>(Fail(*missing_)) : call(context.getParams(), results);
    if (!outcome) protocol::Write(outcome.error(), results.initFailure());
    return kj::READY_NOW;
  }

  static Result<engine::OpenRequest> ReadRequest(wire::Worker::OpenParams::Reader params) {
    engine::OpenRequest request;
    // The null engine opens what is no model.
    const std::string id = params.getModel().cStr();
    if (const auto path = protocol::ModelPath(protocol::ModelStore(), id)) request.model = path->string();
    request.inputs = protocol::Read(params.getInputs());
    request.outputs = protocol::Read(params.getOutputs());
    ASSIGN_OR_RETURN(request.setting, protocol::Read(params.getSetting()));
    ASSIGN_OR_RETURN(request.before, protocol::Read(params.getBefore()));
    ASSIGN_OR_RETURN(request.after, protocol::Read(params.getAfter()));
    const bool only_converts = id.empty() && !request.before.empty();
    if (request.model.empty() && !only_converts && request.setting.engine != "null")
      return Fail(ErrorCode::kBadInput, "'" + id + "' is no id of a model");
    return request;
  }

  std::optional<Error> missing_;  // why there is no engine
  engine::EngineInfo info_;
  std::optional<engine::LocalWorker> worker_;
};

}  // namespace

int ServeWorker(Result<std::unique_ptr<engine::Engine>> engine) {
  ::signal(SIGINT, SIG_IGN);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::fcntl(kWorkerSocket, F_GETFD) < 0) {
    std::fputs("this program is started by dnntune-agent; run 'dnntune doctor' to see what it offers\n", stderr);
    return static_cast<int>(ErrorCode::kUsage);
  }
  try {
    auto io = kj::setupAsyncIo();
    auto stream = io.lowLevelProvider->wrapSocketFd(kWorkerSocket, kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP);
    capnp::TwoPartyVatNetwork network(*stream, capnp::rpc::twoparty::Side::SERVER, protocol::MessageLimits());
    auto rpc = capnp::makeRpcServer(network, wire::Worker::Client(kj::heap<WorkerServer>(std::move(engine))));
    network.onDisconnect().wait(io.waitScope);
  } catch (const kj::Exception& error) {
    std::fprintf(stderr, "worker: %s\n", error.getDescription().cStr());
    return static_cast<int>(ErrorCode::kInternal);
  }
  return 0;
}

}  // namespace dnntune::agent
