// SPDX-License-Identifier: Apache-2.0
// The host's side of an agent in a process of its own.
#pragma once

#include "protocol/greeting.h"
#include "remote/agent.h"

namespace dnntune::remote {

// Where an agent is.
struct Address {
  std::string transport = "local";  // a name of transport::Transports()
};

// Belongs to no thread: it and its workers may be used and destroyed on any, by several at once. Calls are served one after the
// other, on a thread that the connection has for them; several connections do not wait for each other.
class Connection final : public Agent {
 public:
  // kUnavailable: an unknown transport, or no agent of this version there, or none that greets within `limit`.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> Open(const Address& address, Seconds limit = Seconds(30));
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // What the agent said of itself when the connection was opened.
  [[nodiscard]] const protocol::Greeting& greeting() const;

  [[nodiscard]] Result<device::DeviceDescription> Describe() override;
  [[nodiscard]] Result<std::vector<EngineStatus>> Engines() override;
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting) override;
  [[nodiscard]] Result<std::string> PutModel(std::span<const std::filesystem::path> files) override;
  [[nodiscard]] std::unique_ptr<engine::WorkerFactory> Workers(Seconds timeout) override;

  struct State;

 private:
  explicit Connection(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace dnntune::remote
