// SPDX-License-Identifier: Apache-2.0
// A machine to measure on, whatever stands between it and this program.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "device/description.h"
#include "engine/engine.h"
#include "engine/worker.h"

namespace dnntune::remote {

// An engine that the machine has a program for, or why that program is of no use.
struct EngineStatus {
  engine::EngineInfo info;
  std::string problem;  // empty: it can be used
};

// Thread-safe, as are the workers. Calls fail with kUnavailable or kMeasurement when the machine is gone.
class Agent {
 public:
  virtual ~Agent() = default;

  [[nodiscard]] virtual Result<device::DeviceDescription> Describe() = 0;
  [[nodiscard]] virtual Result<std::vector<EngineStatus>> Engines() = 0;
  // How many threads the setting's engine takes by itself on the setting's cores.
  [[nodiscard]] virtual Result<int> OwnThreads(const setting::Setting& setting) = 0;
  // The id by which the machine's workers know the model. Its files are sent unless the machine has them.
  [[nodiscard]] virtual Result<std::string> PutModel(std::span<const std::filesystem::path> files) = 0;
  // Workers in processes of their own. One that does not answer for `timeout` past its budget is killed and fails with
  // kMeasurement, as does one that dies, with the signal that killed it. Neither factory nor workers may outlive the agent.
  [[nodiscard]] virtual std::unique_ptr<engine::WorkerFactory> Workers(Seconds timeout) = 0;
};

}  // namespace dnntune::remote
