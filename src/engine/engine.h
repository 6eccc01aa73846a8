// SPDX-License-Identifier: Apache-2.0
// What a vendor's library has to offer to be measured. Lives inside a worker process; LocalWorker turns it into a Worker.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/tensor.h"
#include "engine/worker.h"
#include "setting/setting.h"

namespace dnntune::engine {

// Something that an engine can or cannot do here.
struct Capability {
  std::string kind;  // "unit", "library", "precision", "knob", "format", "default", "own choice": as setting::EngineFact
  std::string name;  // "cpu", "graph_optimization"
  bool available = true;
  std::string detail;  // available: allowed values or version; else the reason and what to do
  // Works, but software stands in for the hardware, as `detail` says: its times tell nothing of the hardware's.
  bool is_function_only = false;
  std::string unit{};  // the only one that it is about; empty: all
};

struct EngineInfo {
  std::string name;
  std::string version;  // of the vendor's library as loaded
  std::vector<Capability> capabilities;
};

// One model, or part of one, ready to run. Not thread-safe.
class Session {
 public:
  virtual ~Session() = default;
  [[nodiscard]] virtual std::vector<TensorInfo> Inputs() const = 0;
  [[nodiscard]] virtual std::vector<TensorInfo> Outputs() const = 0;
  // Reads inputs from the store, runs once, writes outputs there (made with their true shapes) and binds to those buffers for Run.
  virtual Result<void> Prime(TensorStore& store) = 0;
  // One inference on the bound buffers: nothing else may happen here, for it is what is timed.
  virtual Result<void> Run() = 0;
  // After Run, when the clock has stopped: puts into the bound buffers what a library makes in memory of its own.
  virtual Result<void> Deliver() { return {}; }
  [[nodiscard]] virtual Result<std::vector<TraceEvent>> Trace(std::uint32_t runs) = 0;
};

// Not thread-safe.
class Engine {
 public:
  virtual ~Engine() = default;
  [[nodiscard]] virtual EngineInfo Describe() const = 0;
  // Loads what of the vendor's library was left until a setting is known. Comes before the first Open.
  virtual Result<void> LoadLibrary(const setting::Setting& /*setting*/) { return {}; }
  // How many threads the engine takes by itself for one model where nobody tells it, on the CPUs that this process may use.
  [[nodiscard]] virtual Result<int> OwnThreads(const setting::Setting& setting) = 0;
  // request.model is a path; request.setting has passed CheckSetting, and has the engine's defaults where it was silent.
  [[nodiscard]] virtual Result<std::unique_ptr<Session>> Open(const OpenRequest& request) = 0;
  // The clock that Run is timed by: the machine's, or one that a replayed record moves.
  [[nodiscard]] virtual const Clock& clock() const = 0;
};

}  // namespace dnntune::engine
