// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "device/description.h"
#include "engine/worker.h"
#include "remote/agent.h"
#include "spec/spec.h"

namespace dnntune::target {

// A device that is open: what it is and which engines it has are asked once, a model is sent once. Known by its name in the config.
// Not thread-safe; may be used from several threads one after the other, as remote::Agent may.
class Target {
 public:
  // Asks the agent for all that a run wants to know of the device. Errors as remote::Agent.
  [[nodiscard]] static Result<std::unique_ptr<Target>> Make(std::string name, std::unique_ptr<remote::Agent> agent);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const device::DeviceDescription& machine() const { return machine_; }
  [[nodiscard]] std::span<const remote::EngineStatus> engines() const { return engines_; }

  // How many threads the setting's engine takes by itself there, asked once for each setting.
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting& setting);
  // The id by which the device's workers know the files, which are hashed and sent when they are first asked for.
  [[nodiscard]] Result<std::string> Put(std::span<const std::filesystem::path> files);
  // They may not outlive the target.
  [[nodiscard]] std::unique_ptr<engine::WorkerFactory> Workers(Seconds timeout) { return agent_->Workers(timeout); }

 private:
  Target(std::string name, std::unique_ptr<remote::Agent> agent) : name_(std::move(name)), agent_(std::move(agent)) {}

  std::string name_;
  std::unique_ptr<remote::Agent> agent_;
  device::DeviceDescription machine_;
  std::vector<remote::EngineStatus> engines_;
  std::map<std::vector<std::filesystem::path>, std::string> models_;  // files sent, and their ids
  std::vector<std::pair<setting::Setting, int>> own_threads_;
};

// Connects to the agent of a device.
using Connect = std::function<Result<std::unique_ptr<remote::Agent>>(const spec::Device& device)>;
// By the device's transport.
[[nodiscard]] Result<std::unique_ptr<remote::Agent>> ConnectByTransport(const spec::Device& device);

// The devices of a run, each opened when it is first asked for and open until the run ends.
class Targets {
 public:
  explicit Targets(Connect connect = &ConnectByTransport) : connect_(std::move(connect)) {}
  // Known by its name; owned here. Errors as Target::Make.
  [[nodiscard]] Result<Target*> Open(const spec::Device& device);
  // One that is open.
  [[nodiscard]] Target& At(const std::string& name) { return *open_.at(name); }

 private:
  Connect connect_;
  std::map<std::string, std::unique_ptr<Target>> open_;
};

}  // namespace dnntune::target
