// SPDX-License-Identifier: Apache-2.0
// Workers behind a connection, for any thread; only for .cpp files of remote.
#pragma once

#include <memory>

#include "remote/connection.h"

namespace dnntune::remote {

class RemoteWorkers final : public engine::WorkerFactory {
 public:
  RemoteWorkers(std::shared_ptr<Connection::State> state, Seconds timeout) : state_(std::move(state)), timeout_(timeout) {}
  [[nodiscard]] Result<std::unique_ptr<engine::Worker>> Start(const setting::Setting& setting) override;

 private:
  std::shared_ptr<Connection::State> state_;
  Seconds timeout_;
};

}  // namespace dnntune::remote
