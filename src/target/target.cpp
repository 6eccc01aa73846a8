// SPDX-License-Identifier: Apache-2.0
#include "target/target.h"

#include "remote/connection.h"

namespace dnntune::target {

Result<std::unique_ptr<Target>> Target::Make(std::string name, std::unique_ptr<remote::Agent> agent) {
  std::unique_ptr<Target> target(new Target(std::move(name), std::move(agent)));
  ASSIGN_OR_RETURN(target->machine_, target->agent_->Describe());
  ASSIGN_OR_RETURN(target->engines_, target->agent_->Engines());
  return target;
}

Result<int> Target::OwnThreads(const setting::Setting& setting) {
  for (const auto& [known, threads] : own_threads_) {
    if (known == setting) return threads;
  }
  ASSIGN_OR_RETURN(const int threads, agent_->OwnThreads(setting));
  return own_threads_.emplace_back(setting, threads).second;
}

Result<std::string> Target::Put(std::span<const std::filesystem::path> files) {
  const std::vector<std::filesystem::path> key(files.begin(), files.end());
  if (const auto known = models_.find(key); known != models_.end()) return known->second;
  ASSIGN_OR_RETURN(const std::string id, agent_->PutModel(files));
  return models_.emplace(key, id).first->second;
}

Result<std::unique_ptr<remote::Agent>> ConnectByTransport(const spec::Device& device) {
  ASSIGN_OR_RETURN(auto connection, remote::Connection::Open({device.transport}));
  return std::unique_ptr<remote::Agent>(std::move(connection));
}

Result<Target*> Targets::Open(const spec::Device& device) {
  auto& target = open_[device.name];
  if (target == nullptr) {
    ASSIGN_OR_RETURN(auto agent, connect_(device));
    ASSIGN_OR_RETURN(target, Target::Make(device.name, std::move(agent)));
  }
  return target.get();
}

}  // namespace dnntune::target
