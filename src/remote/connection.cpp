// SPDX-License-Identifier: Apache-2.0
#include "remote/connection.h"

#include "remote/agent_client.h"
#include "remote/remote_worker.h"
#include "transport/transport.h"

namespace dnntune::remote {

Result<std::unique_ptr<Connection>> Connection::Open(const Address& address, Seconds limit) {
  ASSIGN_OR_RETURN(const transport::Transport* transport, transport::Find(address.transport));
  auto state = std::make_shared<State>();
  // An agent that is a child ends with the thread that starts it, by PR_SET_PDEATHSIG, so it must be the connection's own.
  TRY(state->Run([&]() -> Result<void> {
    ASSIGN_OR_RETURN(transport::Stream stream, transport->open());
    state->client = std::make_unique<AgentClient>(std::move(stream));
    ASSIGN_OR_RETURN(state->greeting, state->client->Greet(*transport, limit));
    return {};
  }));
  return std::unique_ptr<Connection>(new Connection(std::move(state)));
}

Connection::~Connection() = default;

const protocol::Greeting& Connection::greeting() const {
  return state_->greeting;
}

Result<device::DeviceDescription> Connection::Describe() {
  return state_->Run([&] { return state_->client->Describe(); });
}

Result<std::vector<EngineStatus>> Connection::Engines() {
  return state_->Run([&] { return state_->client->Engines(); });
}

Result<int> Connection::OwnThreads(const setting::Setting& setting) {
  return state_->Run([&] { return state_->client->OwnThreads(setting); });
}

Result<std::string> Connection::PutModel(std::span<const std::filesystem::path> files) {
  return state_->Run([&] { return state_->client->PutModel(files); });
}

std::unique_ptr<engine::WorkerFactory> Connection::Workers(Seconds timeout) {
  return std::make_unique<RemoteWorkers>(state_, timeout);
}

}  // namespace dnntune::remote
