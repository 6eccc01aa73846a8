// SPDX-License-Identifier: Apache-2.0
// The host's side of an agent: a machine to measure on, near or far.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "device/description.h"
#include "engine/engine.h"
#include "engine/worker.h"

namespace dnntune::remote {

// How the agent is reached. "local": as a process on this machine, the program dnntune-agent beside this one, else $DNNTUNE_AGENT.
struct Transport {
  std::string kind = "local";
};

// An engine that the machine has a program for, or why that program is of no use.
struct EngineStatus {
  engine::EngineInfo info;
  std::string problem;  // empty: it can be used
};

// Not thread-safe; connections of one thread share an event loop. Calls fail with kUnavailable or kMeasurement when the agent is
// gone.
class Connection {
 public:
  // kUnavailable: an unknown transport, or no agent there.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> Open(const Transport& transport);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] Result<device::DeviceDescription> Describe();
  [[nodiscard]] Result<std::vector<EngineStatus>> Engines();
  // The id by which this machine's workers know the model. Its files are sent unless the machine has them.
  [[nodiscard]] Result<std::string> PutModel(std::span<const std::filesystem::path> files);
  // Workers in processes of their own. One that does not answer for `timeout` past its budget is killed and fails with
  // kMeasurement, as does one that dies, with the signal that killed it. Neither factory nor workers may outlive the connection.
  [[nodiscard]] std::unique_ptr<engine::WorkerFactory> Workers(Seconds timeout);

  struct State;

 private:
  explicit Connection(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace dnntune::remote
