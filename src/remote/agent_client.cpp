// SPDX-License-Identifier: Apache-2.0
#include "remote/agent_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "base/printable.h"
#include "base/sha256.h"
#include "protocol/convert.h"
#include "protocol/limits.h"
#include "protocol/model_store.h"
#include "remote/worker_client.h"

namespace dnntune::remote {
namespace {

namespace wire = protocol::wire;

constexpr Seconds kAgentLimit{30};  // the agent is not the one that may hang
constexpr Seconds kEndLimit{5};
constexpr std::size_t kChunk = std::size_t{8} << 20;
constexpr int kAgentGraceMs = 200;
constexpr std::size_t kShown = 80;  // characters of what a stranger printed

capnp::Capability::Client Bootstrap(capnp::RpcSystem<capnp::rpc::twoparty::VatId>& rpc) {
  capnp::MallocMessageBuilder message;
  auto id = message.initRoot<capnp::rpc::twoparty::VatId>();
  id.setSide(capnp::rpc::twoparty::Side::SERVER);
  return rpc.bootstrap(id);
}

template <typename Results>
Result<capnp::Response<Results>> Unwrap(Answer<Results> answer) {
  KJ_IF_MAYBE (value, answer.value) {
    return kj::mv(*value);
  }
  const bool is_slow = answer.silence == Silence::kTimeout;
  return Fail(ErrorCode::kUnavailable, is_slow ? "dnntune-agent does not answer" : "dnntune-agent is gone: " + answer.detail);
}

}  // namespace

AgentClient::AgentClient(transport::Stream stream)
    : ending_(std::move(stream.ending)),
      stream_(*io_.lowLevelProvider, std::move(stream.from), std::move(stream.to)),
      network_(stream_, capnp::rpc::twoparty::Side::CLIENT, protocol::MessageLimits()),
      rpc_(capnp::makeRpcClient(network_)),
      agent_(Bootstrap(rpc_).castAs<wire::Agent>()) {}

AgentClient::~AgentClient() {
  // The agent ends when it sees the end of the stream.
  stream_.shutdownWrite();
  (void)ending_->End(kAgentGraceMs);
}

Result<protocol::Greeting> AgentClient::Greet(const transport::Transport& transport, Seconds limit) {
  auto answer = Await(agent_.greetRequest().send(), limit);
  KJ_IF_MAYBE (response, answer.value) {
    const protocol::Greeting greeting = protocol::Read(response->getGreeting());
    TRY(protocol::CheckVersion(greeting));
    return greeting;
  }
  if (answer.silence == Silence::kGone) ReadOn();
  const std::string printed = Printable(stream_.first(), kShown);
  std::string what;
  if (!printed.empty()) {
    what = fmt::format("what transport {} reaches is no dnntune-agent: it printed '{}'", transport.name, printed);
  } else if (answer.silence == Silence::kTimeout) {
    what = fmt::format("what transport {} reaches did not greet for {:.3g} s as dnntune-agent does", transport.name, limit.count());
  } else {
    what = fmt::format("what transport {} reaches {} before it greeted", transport.name, ending_->End(kAgentGraceMs));
  }
  return Fail(ErrorCode::kUnavailable, fmt::format("{}; {}", what, transport.advice));
}

// The RPC gave up at the first bytes that are no message; the rest of them says more.
void AgentClient::ReadOn() {
  std::array<kj::byte, protocol::Stream::kFirst> ignored;
  try {
    auto reading = stream_.tryRead(ignored.data(), ignored.size(), ignored.size());
    io_.provider->getTimer().timeoutAfter(kAgentGraceMs * kj::MILLISECONDS, kj::mv(reading)).wait(io_.waitScope);
  } catch (const kj::Exception&) {
    // What came until then is kept.
  }
}

Result<device::DeviceDescription> AgentClient::Describe() {
  ASSIGN_OR_RETURN(auto response, Unwrap(Await(agent_.describeRequest().send(), kAgentLimit)));
  return protocol::Read(response.getDevice());
}

Result<std::vector<EngineStatus>> AgentClient::Engines() {
  ASSIGN_OR_RETURN(auto response, Unwrap(Await(agent_.enginesRequest().send(), kAgentLimit)));
  std::vector<EngineStatus> engines;
  for (const auto row : response.getEngines()) {
    const auto usable = protocol::Read(row.getFailure());
    engines.push_back({protocol::Read(row), usable ? "" : usable.error().message});
  }
  return engines;
}

Result<int> AgentClient::OwnThreads(const setting::Setting& setting) {
  auto request = agent_.ownThreadsRequest();
  protocol::Write(setting, request.initSetting());
  ASSIGN_OR_RETURN(auto response, Unwrap(Await(request.send(), kAgentLimit)));
  TRY(protocol::Read(response.getFailure()));
  return response.getThreads();
}

Result<std::string> AgentClient::PutModel(std::span<const std::filesystem::path> files) {
  ASSIGN_OR_RETURN(const std::string id, protocol::ModelIdOf(files));
  auto asked = agent_.hasModelRequest();
  asked.setId(id.c_str());
  ASSIGN_OR_RETURN(auto has, Unwrap(Await(asked.send(), kAgentLimit)));
  if (has.getPresent()) return id;
  auto end = agent_.endModelRequest();
  end.setId(id.c_str());
  auto list = end.initFiles(static_cast<unsigned>(files.size()));
  for (unsigned i = 0; i < files.size(); ++i) {
    ASSIGN_OR_RETURN(const std::string hash, Sha256File(files[i]));
    const std::string name = protocol::NameWithin(files.front(), files[i]);
    list[i].setName(name.c_str());
    list[i].setValue(hash.c_str());
    TRY(SendFile(id, name, files[i]));
  }
  ASSIGN_OR_RETURN(auto ended, Unwrap(Await(end.send(), kAgentLimit)));
  TRY(protocol::Read(ended.getFailure()));
  return id;
}

Result<void> AgentClient::SendFile(const std::string& model, const std::string& name, const std::filesystem::path& file) {
  std::vector<char> buffer(kChunk);
  std::ifstream stream(file, std::ios::binary);
  for (std::uint64_t offset = 0; stream;) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto size = static_cast<std::size_t>(stream.gcount());
    auto put = agent_.putFileRequest();
    put.setId(model.c_str());
    put.setName(name.c_str());
    put.setOffset(offset);
    put.setData(kj::arrayPtr(reinterpret_cast<const kj::byte*>(buffer.data()), size));
    ASSIGN_OR_RETURN(auto written, Unwrap(Await(put.send(), kAgentLimit)));
    TRY(protocol::Read(written.getFailure()));
    offset += size;
  }
  return {};
}

Result<std::unique_ptr<engine::Worker>> AgentClient::StartWorker(const setting::Setting& setting, Seconds timeout) {
  auto call = agent_.startWorkerRequest();
  protocol::Write(setting, call.initSetting());
  auto answer = Await(call.send(), std::max(timeout, kAgentLimit));
  KJ_IF_MAYBE (response, answer.value) {
    TRY(protocol::Read(response->getFailure()));
    const WorkerIdentity identity{response->getHandle(), setting.engine, timeout};
    return std::make_unique<WorkerClient>(*this, response->getWorker(), identity);
  }
  return Fail(ErrorCode::kMeasurement, "dnntune-agent cannot start a worker: " + answer.detail);
}

std::string AgentClient::EndWorker(std::uint32_t handle, bool lives) {
  auto call = agent_.endWorkerRequest();
  call.setHandle(handle);
  call.setLives(lives);
  auto answer = Await(call.send(), kEndLimit);
  KJ_IF_MAYBE (response, answer.value) {
    return response->getEnding().cStr();
  }
  return "is gone, and so is its agent";
}

}  // namespace dnntune::remote
