// SPDX-License-Identifier: Apache-2.0
#include "remote/connection.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/sha256.h"
#include "protocol/limits.h"
#include "protocol/model_store.h"
#include "remote/agent_client.h"
#include "remote/remote_worker.h"

namespace dnntune::remote {
namespace {

namespace wire = protocol::wire;

constexpr Seconds kAgentLimit{30};
constexpr std::size_t kChunk = std::size_t{8} << 20;
constexpr int kAgentGraceMs = 200;

capnp::Capability::Client Bootstrap(capnp::RpcSystem<capnp::rpc::twoparty::VatId>& rpc) {
  capnp::MallocMessageBuilder message;
  auto id = message.initRoot<capnp::rpc::twoparty::VatId>();
  id.setSide(capnp::rpc::twoparty::Side::SERVER);
  return rpc.bootstrap(id);
}

template <typename T>
Result<T> Unwrap(Answer<T> answer) {
  KJ_IF_MAYBE (value, answer.value) {
    return kj::mv(*value);
  }
  const bool is_slow = answer.silence == Silence::kTimeout;
  return Fail(ErrorCode::kUnavailable, is_slow ? "dnntune-agent does not answer" : "dnntune-agent is gone: " + answer.detail);
}

Result<std::filesystem::path> FindAgent() {
  if (const char* named = std::getenv("DNNTUNE_AGENT")) return std::filesystem::path(named);
  return FindProgram("dnntune-agent");
}

}  // namespace

std::shared_ptr<EventLoop> EventLoop::OfThisThread() {
  thread_local std::weak_ptr<EventLoop> current;
  std::shared_ptr<EventLoop> loop = current.lock();
  if (!loop) current = loop = std::make_shared<EventLoop>();
  return loop;
}

Connection::State::State(std::shared_ptr<EventLoop> event_loop, const Child& child)
    : loop(std::move(event_loop)),
      pid(child.pid),
      stream(loop->io.lowLevelProvider->wrapSocketFd(child.socket, kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP)),
      network(*stream, capnp::rpc::twoparty::Side::CLIENT, protocol::MessageLimits()),
      rpc(capnp::makeRpcClient(network)),
      agent(Bootstrap(rpc).castAs<wire::Agent>()) {}

Connection::State::~State() {
  // The agent ends when it sees the end of the stream.
  stream->shutdownWrite();
  (void)EndChild(pid, kAgentGraceMs);
}

Result<std::unique_ptr<Connection>> Connection::Open(const Transport& transport) {
  if (transport.kind != "local") {
    return Fail(ErrorCode::kUnavailable, "transport '" + transport.kind + "' is not part of this version; use local");
  }
  ASSIGN_OR_RETURN(const auto program, FindAgent());
  ASSIGN_OR_RETURN(const Child child, StartChild(program, STDIN_FILENO));
  return std::unique_ptr<Connection>(new Connection(std::make_shared<State>(EventLoop::OfThisThread(), child)));
}

Connection::~Connection() = default;

Result<device::DeviceDescription> Connection::Describe() {
  ASSIGN_OR_RETURN(auto response,
                   Unwrap(Await(*state_->loop,
                                kj::Promise<capnp::Response<wire::Agent::DescribeResults>>(state_->agent.describeRequest().send()),
                                kAgentLimit)));
  return protocol::Read(response.getDevice());
}

Result<std::vector<EngineStatus>> Connection::Engines() {
  ASSIGN_OR_RETURN(
      auto response,
      Unwrap(Await(*state_->loop, kj::Promise<capnp::Response<wire::Agent::EnginesResults>>(state_->agent.enginesRequest().send()),
                   kAgentLimit)));
  std::vector<EngineStatus> engines;
  for (const auto row : response.getEngines()) {
    const auto usable = protocol::Read(row.getFailure());
    engines.push_back({protocol::Read(row), usable ? "" : usable.error().message});
  }
  return engines;
}

Result<std::string> Connection::PutModel(std::span<const std::filesystem::path> files) {
  ASSIGN_OR_RETURN(const std::string id, protocol::ModelIdOf(files));
  auto asked = state_->agent.hasModelRequest();
  asked.setId(id.c_str());
  ASSIGN_OR_RETURN(auto has, Unwrap(Await(*state_->loop, kj::Promise<capnp::Response<wire::Agent::HasModelResults>>(asked.send()),
                                          kAgentLimit)));
  if (has.getPresent()) return id;
  auto end = state_->agent.endModelRequest();
  end.setId(id.c_str());
  auto list = end.initFiles(static_cast<unsigned>(files.size()));
  std::vector<char> buffer(kChunk);
  for (unsigned i = 0; i < files.size(); ++i) {
    const std::string name = files[i].filename().string();
    ASSIGN_OR_RETURN(const std::string hash, Sha256File(files[i]));
    list[i].setName(name.c_str());
    list[i].setValue(hash.c_str());
    std::ifstream stream(files[i], std::ios::binary);
    for (std::uint64_t offset = 0; stream;) {
      stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
      const auto size = static_cast<std::size_t>(stream.gcount());
      auto put = state_->agent.putFileRequest();
      put.setId(id.c_str());
      put.setName(name.c_str());
      put.setOffset(offset);
      put.setData(kj::arrayPtr(reinterpret_cast<const kj::byte*>(buffer.data()), size));
      ASSIGN_OR_RETURN(
          auto written,
          Unwrap(Await(*state_->loop, kj::Promise<capnp::Response<wire::Agent::PutFileResults>>(put.send()), kAgentLimit)));
      TRY(protocol::Read(written.getFailure()));
      offset += size;
    }
  }
  ASSIGN_OR_RETURN(auto ended, Unwrap(Await(*state_->loop, kj::Promise<capnp::Response<wire::Agent::EndModelResults>>(end.send()),
                                            kAgentLimit)));
  TRY(protocol::Read(ended.getFailure()));
  return id;
}

std::unique_ptr<engine::WorkerFactory> Connection::Workers(Seconds timeout) {
  return std::make_unique<RemoteWorkers>(state_, timeout);
}

}  // namespace dnntune::remote
