// SPDX-License-Identifier: Apache-2.0
#include "agent/worker_process.h"

#include "agent/engine_programs.h"
#include "agent/worker_server.h"
#include "protocol/limits.h"
#include "protocol/model_store.h"

namespace dnntune::agent {
namespace {

constexpr int kGraceMs = 50;

}  // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::Start(kj::LowLevelAsyncIoProvider& provider, const std::string& engine) {
  if (!protocol::IsPlainName(engine)) return Fail(ErrorCode::kBadInput, "'" + engine + "' is no engine");
  ASSIGN_OR_RETURN(const auto program, FindProgram(kEnginePrefix + engine));
  ASSIGN_OR_RETURN(Child child, StartOnSocket(program, kWorkerSocket));
  return std::unique_ptr<WorkerProcess>(new WorkerProcess(provider, std::move(child)));
}

WorkerProcess::WorkerProcess(kj::LowLevelAsyncIoProvider& provider, Child child)
    : pid_(child.pid),
      stream_(provider.wrapSocketFd(child.from.Release(), kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP)),
      network_(*stream_, capnp::rpc::twoparty::Side::CLIENT, protocol::MessageLimits()),
      rpc_(capnp::makeRpcClient(network_)) {}

WorkerProcess::~WorkerProcess() {
  if (pid_ > 0) (void)EndChild(pid_, 0);
}

protocol::wire::Worker::Client WorkerProcess::Client() {
  capnp::MallocMessageBuilder message;
  auto id = message.initRoot<capnp::rpc::twoparty::VatId>();
  id.setSide(capnp::rpc::twoparty::Side::SERVER);
  return rpc_.bootstrap(id).castAs<protocol::wire::Worker>();
}

std::string WorkerProcess::End(bool lives) {
  const std::string ending = EndChild(pid_, lives ? 0 : kGraceMs);
  pid_ = -1;
  return ending;
}

}  // namespace dnntune::agent
