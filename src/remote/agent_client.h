// SPDX-License-Identifier: Apache-2.0
// The connection's inside; only for .cpp files of remote.
#pragma once

#include <capnp/rpc-twoparty.h>
#include <kj/async-io.h>
#include <protocol/dnntune.capnp.h>

#include <memory>

#include "base/process.h"
#include "base/result.h"
#include "base/units.h"
#include "protocol/convert.h"
#include "remote/connection.h"

namespace dnntune::remote {

// One event loop a thread; alive while a connection uses it.
struct EventLoop {
  kj::AsyncIoContext io = kj::setupAsyncIo();
  static std::shared_ptr<EventLoop> OfThisThread();
};

// Waits for an answer for at most `limit`. The error says which of the two ways it failed; the caller knows who did not answer.
enum class Silence : std::uint8_t { kNone, kGone, kTimeout };
template <typename T>
struct Answer {
  kj::Maybe<T> value;
  Silence silence = Silence::kNone;
  std::string detail;
};

template <typename T>
Answer<T> Await(EventLoop& loop, kj::Promise<T> promise, Seconds limit) {
  Answer<T> answer;
  const auto nanoseconds = std::chrono::duration_cast<Nanoseconds>(limit).count();
  try {
    answer.value =
        loop.io.provider->getTimer().timeoutAfter(nanoseconds * kj::NANOSECONDS, kj::mv(promise)).wait(loop.io.waitScope);
  } catch (const kj::Exception& error) {
    answer.silence = error.getType() == kj::Exception::Type::OVERLOADED ? Silence::kTimeout : Silence::kGone;
    answer.detail = error.getDescription().cStr();
  }
  return answer;
}

struct Connection::State {
  std::shared_ptr<EventLoop> loop;
  pid_t pid;
  kj::Own<kj::AsyncIoStream> stream;
  capnp::TwoPartyVatNetwork network;
  capnp::RpcSystem<capnp::rpc::twoparty::VatId> rpc;
  protocol::wire::Agent::Client agent;

  State(std::shared_ptr<EventLoop> event_loop, const Child& child);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

}  // namespace dnntune::remote
