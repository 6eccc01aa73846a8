// SPDX-License-Identifier: Apache-2.0
// An agent without a process, for tests of what measures.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "remote/agent.h"

namespace dnntune::target {

// What an agent was asked for.
struct AgentLog {
  int connected = 0;
  int engines_asked = 0;
  int threads_asked = 0;
  std::vector<std::string> models_put;  // first files
  int workers_started = 0;
  int workers_alive = 0;
  int most_workers_alive = 0;
};

// Another worker that is counted while it lives.
class CountedWorker final : public engine::Worker {
 public:
  CountedWorker(std::unique_ptr<engine::Worker> worker, AgentLog& log) : worker_(std::move(worker)), log_(log) {
    ++log_.workers_started;
    log_.most_workers_alive = std::max(log_.most_workers_alive, ++log_.workers_alive);
  }
  ~CountedWorker() override { --log_.workers_alive; }
  CountedWorker(const CountedWorker&) = delete;
  CountedWorker& operator=(const CountedWorker&) = delete;

  Result<engine::SessionInfo> Open(const engine::OpenRequest& request) override { return worker_->Open(request); }
  Result<void> Close(engine::SessionId session) override { return worker_->Close(session); }
  Result<void> SetTensor(const std::string& name, engine::Tensor tensor) override {
    return worker_->SetTensor(name, std::move(tensor));
  }
  Result<engine::Tensor> GetTensor(const std::string& name) override { return worker_->GetTensor(name); }
  Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override { return worker_->Prime(session); }
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override { return worker_->Measure(batch); }
  Result<std::vector<engine::TraceEvent>> Trace(engine::SessionId session, std::uint32_t runs) override {
    return worker_->Trace(session, runs);
  }
  Result<metric::Readings> Usage() override { return worker_->Usage(); }

 private:
  std::unique_ptr<engine::Worker> worker_;
  AgentLog& log_;
};

using Starter = std::function<Result<std::unique_ptr<engine::Worker>>(const setting::Setting& setting)>;

class CountedWorkers final : public engine::WorkerFactory {
 public:
  CountedWorkers(Starter start, AgentLog& log) : start_(std::move(start)), log_(log) {}
  Result<std::unique_ptr<engine::Worker>> Start(const setting::Setting& setting) override {
    ASSIGN_OR_RETURN(auto worker, start_(setting));
    return std::make_unique<CountedWorker>(std::move(worker), log_);
  }

 private:
  Starter start_;
  AgentLog& log_;
};

// A machine of one kind of worker: its engines are described and its workers made by whoever made it. The log must outlive it.
class NearAgent final : public remote::Agent {
 public:
  struct Machine {
    device::DeviceDescription description;
    std::vector<remote::EngineStatus> engines;
    std::function<Result<std::unique_ptr<engine::Worker>>(const setting::Setting& setting)> start;
    int own_threads = 1;  // of every engine
  };
  NearAgent(Machine machine, AgentLog& log) : machine_(std::move(machine)), log_(log) {}

  [[nodiscard]] Result<device::DeviceDescription> Describe() override { return machine_.description; }
  [[nodiscard]] Result<std::vector<remote::EngineStatus>> Engines() override;
  [[nodiscard]] Result<int> OwnThreads(const setting::Setting&) override {
    ++log_.threads_asked;
    return machine_.own_threads;
  }
  // The path of the first file.
  [[nodiscard]] Result<std::string> PutModel(std::span<const std::filesystem::path> files) override;
  [[nodiscard]] std::unique_ptr<engine::WorkerFactory> Workers(Seconds timeout) override;

 private:
  Machine machine_;
  AgentLog& log_;
};

inline Result<std::vector<remote::EngineStatus>> NearAgent::Engines() {
  ++log_.engines_asked;
  return machine_.engines;
}

inline Result<std::string> NearAgent::PutModel(std::span<const std::filesystem::path> files) {
  log_.models_put.push_back(files.front().string());
  return files.front().string();
}

inline std::unique_ptr<engine::WorkerFactory> NearAgent::Workers(Seconds) {
  return std::make_unique<CountedWorkers>(machine_.start, log_);
}

}  // namespace dnntune::target
