// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "engine/worker.h"

namespace dnntune::cli {

// Workers inside this process, on ONNX Runtime. They stand where workers in processes of their own will: a crash of the engine ends
// the program, and peak memory counts the program too, which WorkerUsage therefore leaves unavailable. Cores are set for the whole
// process.
class InProcessWorkers final : public engine::WorkerFactory {
 public:
  // kUnavailable where the engine's library is not installed.
  [[nodiscard]] static Result<std::unique_ptr<InProcessWorkers>> Make();
  [[nodiscard]] Result<std::unique_ptr<engine::Worker>> Start(const engine::Setting& setting) override;
  [[nodiscard]] const std::string& version() const { return version_; }

 private:
  explicit InProcessWorkers(std::string version) : version_(std::move(version)) {}
  std::string version_;
};

}  // namespace dnntune::cli
