// SPDX-License-Identifier: Apache-2.0
// Only for .cpp files of agent: Cap'n Proto's headers are heavy.
#pragma once

#include <capnp/rpc-twoparty.h>
#include <kj/async-io.h>
#include <protocol/dnntune.capnp.h>
#include <sys/types.h>

#include <memory>
#include <string>

#include "base/process.h"
#include "base/result.h"

namespace dnntune::agent {

// A worker's process and the connection to it. Ends the process when it goes.
class WorkerProcess {
 public:
  // The engine's program. kBadInput for what is no name, kUnavailable where there is no such program.
  [[nodiscard]] static Result<std::unique_ptr<WorkerProcess>> Start(kj::LowLevelAsyncIoProvider& provider,
                                                                    const std::string& engine);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  [[nodiscard]] protocol::wire::Worker::Client Client();
  // Kills it if it lives and says how it ended. One that is believed dead is given a moment to end by itself. Call once.
  [[nodiscard]] std::string End(bool lives);

 private:
  WorkerProcess(kj::LowLevelAsyncIoProvider& provider, Child child);

  pid_t pid_;
  kj::Own<kj::AsyncIoStream> stream_;
  capnp::TwoPartyVatNetwork network_;
  capnp::RpcSystem<capnp::rpc::twoparty::VatId> rpc_;
};

}  // namespace dnntune::agent
