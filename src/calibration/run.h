// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "calibration/examples.h"
#include "engine/subject.h"

namespace dnntune::calibration {

// One session of a subject, in a worker of its own, run on one example after the other.
class Run {
 public:
  // kBadInput: the engine refuses the model; kMeasurement: the worker died.
  [[nodiscard]] static Result<Run> Open(const engine::Subject& subject, std::vector<std::string> outputs);

  // The outputs' values, in the order in which they were asked for. kInterrupted after Ctrl-C.
  [[nodiscard]] Result<std::vector<engine::Tensor>> On(Example example);

 private:
  Run(std::unique_ptr<engine::Worker> worker, engine::SessionId session, std::vector<std::string> outputs)
      : worker_(std::move(worker)), session_(session), outputs_(std::move(outputs)) {}

  std::unique_ptr<engine::Worker> worker_;
  engine::SessionId session_;
  std::vector<std::string> outputs_;
};

}  // namespace dnntune::calibration
