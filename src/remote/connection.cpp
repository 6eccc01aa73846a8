// SPDX-License-Identifier: Apache-2.0
#include "remote/connection.h"

#include <unistd.h>

#include <cstdlib>

#include "remote/agent_client.h"
#include "remote/remote_worker.h"

namespace dnntune::remote {
namespace {

Result<std::filesystem::path> FindAgent() {
  if (const char* named = std::getenv("DNNTUNE_AGENT")) return std::filesystem::path(named);
  return FindProgram("dnntune-agent");
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::Open(const Transport& transport) {
  if (transport.kind != "local") {
    return Fail(ErrorCode::kUnavailable, "transport '" + transport.kind + "' is not part of this version; use local");
  }
  auto state = std::make_shared<State>();
  // The agent ends with the thread that starts it, by PR_SET_PDEATHSIG, so it must be the connection's own.
  TRY(state->Run([&]() -> Result<void> {
    ASSIGN_OR_RETURN(const auto program, FindAgent());
    ASSIGN_OR_RETURN(Child child, StartOnSocket(program, STDIN_FILENO));
    state->client = std::make_unique<AgentClient>(std::move(child));
    return {};
  }));
  return std::unique_ptr<Connection>(new Connection(std::move(state)));
}

Connection::~Connection() = default;

Result<device::DeviceDescription> Connection::Describe() {
  return state_->Run([&] { return state_->client->Describe(); });
}

Result<std::vector<EngineStatus>> Connection::Engines() {
  return state_->Run([&] { return state_->client->Engines(); });
}

Result<std::string> Connection::PutModel(std::span<const std::filesystem::path> files) {
  return state_->Run([&] { return state_->client->PutModel(files); });
}

std::unique_ptr<engine::WorkerFactory> Connection::Workers(Seconds timeout) {
  return std::make_unique<RemoteWorkers>(state_, timeout);
}

}  // namespace dnntune::remote
