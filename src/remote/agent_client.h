// SPDX-License-Identifier: Apache-2.0
// The connection's inside: all that speaks RPC, made, used and destroyed on the connection's thread. Only for .cpp files of remote.
#pragma once

#include <capnp/rpc-twoparty.h>
#include <kj/async-io.h>
#include <protocol/dnntune.capnp.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "protocol/stream.h"
#include "remote/connection.h"
#include "remote/own_thread.h"
#include "transport/transport.h"

namespace dnntune::remote {

// An answer, or in which of two ways there was none; the caller knows who did not answer.
enum class Silence : std::uint8_t { kNone, kGone, kTimeout };
template <typename Results>
struct Answer {
  kj::Maybe<capnp::Response<Results>> value;
  Silence silence = Silence::kNone;
  std::string detail;
};

// The agent at the other end of a stream.
class AgentClient {
 public:
  explicit AgentClient(transport::Stream stream);
  ~AgentClient();
  AgentClient(const AgentClient&) = delete;
  AgentClient& operator=(const AgentClient&) = delete;

  // The first call: waits for at most `limit`. kUnavailable for whatever is no agent of this version.
  [[nodiscard]] Result<protocol::Greeting> Greet(const transport::Transport& transport, Seconds limit);

  // As Connection has them.
  [[nodiscard]] Result<device::DeviceDescription> Describe();
  [[nodiscard]] Result<std::vector<EngineStatus>> Engines();
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting);
  [[nodiscard]] Result<std::string> PutModel(std::span<const std::filesystem::path> files);
  // A worker that may be used on this thread only and must not outlive this.
  [[nodiscard]] Result<std::unique_ptr<engine::Worker>> StartWorker(const setting::Setting& setting, Seconds timeout);
  // How the worker ended. One that lives is killed.
  std::string EndWorker(std::uint32_t handle, bool lives);

  // Waits for the answer to a call that has been sent, for at most `limit`.
  template <typename Results>
  Answer<Results> Await(capnp::RemotePromise<Results> promise, Seconds limit) {
    Answer<Results> answer;
    const auto nanoseconds = std::chrono::duration_cast<Nanoseconds>(limit).count();
    try {
      kj::Promise<capnp::Response<Results>> response = kj::mv(promise);
      answer.value = io_.provider->getTimer().timeoutAfter(nanoseconds * kj::NANOSECONDS, kj::mv(response)).wait(io_.waitScope);
    } catch (const kj::Exception& error) {
      answer.silence = error.getType() == kj::Exception::Type::OVERLOADED ? Silence::kTimeout : Silence::kGone;
      answer.detail = error.getDescription().cStr();
    }
    return answer;
  }

 private:
  void ReadOn();
  Result<void> SendFile(const std::string& model, const std::string& name, const std::filesystem::path& file);

  kj::AsyncIoContext io_ = kj::setupAsyncIo();
  std::unique_ptr<transport::Ending> ending_;
  protocol::Stream stream_;
  capnp::TwoPartyVatNetwork network_;
  capnp::RpcSystem<capnp::rpc::twoparty::VatId> rpc_;
  protocol::wire::Agent::Client agent_;
};

// What a connection and its workers share.
struct Connection::State {
  OwnThread thread;
  std::unique_ptr<AgentClient> client;  // used on the thread only
  protocol::Greeting greeting;

  State() = default;
  ~State() {
    thread.Run([this] { client.reset(); });
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // Runs `job`, which returns a Result, on the thread. What Cap'n Proto throws there becomes an error of the kind `thrown`.
  template <typename Job>
  std::invoke_result_t<Job&> Run(Job&& job, ErrorCode thrown = ErrorCode::kUnavailable) {
    return thread.Run([&]() -> std::invoke_result_t<Job&> {
      try {
        return job();
      } catch (const kj::Exception& error) {
        return Fail(thrown, std::string("cannot speak with dnntune-agent: ") + error.getDescription().cStr());
      }
    });
  }
};

}  // namespace dnntune::remote
