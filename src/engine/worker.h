// SPDX-License-Identifier: Apache-2.0
// One measurement session's worker as the host sees it: near (LocalWorker) or in a process on another machine
// (remote::RemoteWorker).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "engine/tensor.h"
#include "graph/conversion.h"
#include "metric/readings.h"
#include "setting/setting.h"

namespace dnntune::engine {

using SessionId = std::uint32_t;

// The store's tensor `from` made into the tensor `to`.
struct NamedConversion {
  std::string from;
  std::string to;
  graph::Conversion how;
};

// A model, or a part of it, to be made ready to run.
struct OpenRequest {
  std::string model{};  // LocalWorker: a path. RemoteWorker: the id that Agent::PutModel returned. Empty: only convert
  std::vector<std::string> inputs{};  // tensor names; empty: the model's own
  std::vector<std::string> outputs{};
  setting::Setting setting{};
  std::vector<NamedConversion> before{};  // part of every run: into inputs, ahead of the model
  std::vector<NamedConversion> after{};   // and from outputs, behind it
  std::vector<TensorInfo> known{};        // what the worker's store holds of `inputs`; filled by LocalWorker, for engines
};

struct SessionInfo {
  SessionId id = 0;
  std::vector<TensorInfo> inputs;
  std::vector<TensorInfo> outputs;
  Seconds load_time{0};
};

// Work for the measuring loop, which runs in the worker with nothing crossing the wire: for each round, each session once in this
// order.
struct Batch {
  std::vector<SessionId> sessions;
  std::uint32_t rounds = 1;  // at most
  Nanoseconds budget{0};     // stop after the round in which this much time is spent; 0: no limit
};

struct BatchResult {
  std::vector<std::vector<Nanoseconds>> samples;  // [index in Batch::sessions][round]: time of one inference
  std::vector<std::vector<bool>> preempted;       // same shape: whether the thread was switched out against its will meanwhile
  metric::Window window{};                        // from the start of the loop to its end, ours included, on the worker's clock
  // Of the loop, by every meter of the worker and its machine; what adds up has the loop's window.
  metric::Readings readings{};
};

// One operator as the engine itself executed it.
struct TraceEvent {
  std::string name;  // the engine's own, which fusing may have changed
  std::string type;
  std::vector<Nanoseconds> samples;  // one per traced run
};

// Not thread-safe. Every call may fail with kMeasurement when the worker has died or hung; it is then of no further use and a new
// one must be started. kBadInput: the model or a tensor does not fit; the worker goes on.
class Worker {
 public:
  virtual ~Worker() = default;

  // Loads a model or a slice of it.
  [[nodiscard]] virtual Result<SessionInfo> Open(const OpenRequest& request) = 0;
  virtual Result<void> Close(SessionId session) = 0;

  // The worker's tensors by name. A session reads its inputs there and Prime writes its outputs there.
  virtual Result<void> SetTensor(const std::string& name, Tensor tensor) = 0;
  [[nodiscard]] virtual Result<Tensor> GetTensor(const std::string& name) = 0;

  // Runs once untimed, so that outputs exist with their true shapes, and binds the session to the tensors. Required before Measure,
  // and again once a tensor of the session has another shape: by SetTensor, or by another session's Prime. Returns the outputs'
  // true shapes.
  [[nodiscard]] virtual Result<std::vector<TensorInfo>> Prime(SessionId session) = 0;

  [[nodiscard]] virtual Result<BatchResult> Measure(const Batch& batch) = 0;

  // The engine's own profile of `runs` inferences of a primed session; kUnavailable where the engine has none. Inflates times:
  // never used for totals.
  [[nodiscard]] virtual Result<std::vector<TraceEvent>> Trace(SessionId session, std::uint32_t runs) = 0;

  // Of the worker's process: its resident memory now and at its highest since it started, and kLibraryMemory: resident when the
  // engine's library was loaded, before the first model was opened.
  [[nodiscard]] virtual Result<metric::Readings> Usage() = 0;
};

// Starts fresh workers of one engine on one device.
class WorkerFactory {
 public:
  virtual ~WorkerFactory() = default;
  [[nodiscard]] virtual Result<std::unique_ptr<Worker>> Start(const setting::Setting& setting) = 0;
};

}  // namespace dnntune::engine
