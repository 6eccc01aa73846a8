// SPDX-License-Identifier: Apache-2.0
// An agent without a process, for tests of what measures.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "remote/agent.h"

namespace dnntune::target {

// What an agent was asked for.
struct AgentLog {
  int connected = 0;
  int engines_asked = 0;
  std::vector<std::string> models_put;  // first files
  int workers_started = 0;
  int workers_alive = 0;
  int most_workers_alive = 0;
};

// A machine of one kind of worker: its engines are described and its workers made by whoever made it. The log must outlive it.
class NearAgent final : public remote::Agent {
 public:
  struct Machine {
    device::DeviceDescription description;
    std::vector<remote::EngineStatus> engines;
    std::function<Result<std::unique_ptr<engine::Worker>>(const setting::Setting& setting)> start;
  };
  NearAgent(Machine machine, AgentLog& log) : machine_(std::move(machine)), log_(log) {}

  [[nodiscard]] Result<device::DeviceDescription> Describe() override { return machine_.description; }
  [[nodiscard]] Result<std::vector<remote::EngineStatus>> Engines() override;
  // The path of the first file.
  [[nodiscard]] Result<std::string> PutModel(std::span<const std::filesystem::path> files) override;
  [[nodiscard]] std::unique_ptr<engine::WorkerFactory> Workers(Seconds timeout) override;

 private:
  Machine machine_;
  AgentLog& log_;
};

}  // namespace dnntune::target
