// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "engine/tflite/tflite_api.h"
#include "engine/worker.h"

namespace dnntune::engine {

// Collects what an interpreter's telemetry profiler is told. Operators that TensorFlow Lite runs itself carry the file's names;
// XNNPACK fuses and numbers as it likes and tells whole microseconds, so its operators are called "xnnpack/<part of the
// model>/<number>". The
// delegate's own entry, which holds all of them, is left out.
class TraceRecorder {
 public:
  // `operators`: names in the file's order.
  explicit TraceRecorder(const std::vector<std::string>& operators);
  TraceRecorder(const TraceRecorder&) = delete;
  TraceRecorder& operator=(const TraceRecorder&) = delete;

  [[nodiscard]] TelemetryProfiler* profiler() { return &profiler_; }
  // What comes from now on belongs to one more run; what came before the first is dropped.
  void StartRun() { ++runs_; }
  [[nodiscard]] std::vector<TraceEvent> Events() const;

 private:
  struct Open {
    std::string type;
    std::int64_t op, subgraph;
    Nanoseconds start;
  };
  void Begin(const char* type, std::int64_t op, std::int64_t subgraph);
  void End();
  void AddOfDelegate(const char* type, std::int64_t op, Nanoseconds time);
  void Add(const std::string& name, const std::string& type, Nanoseconds time);

  const std::vector<std::string>& operators_;
  TelemetryProfiler profiler_{};
  SteadyClock clock_;
  std::size_t runs_ = 0;
  std::vector<Open> open_;  // innermost last
  std::vector<TraceEvent> events_;
  std::map<std::string, std::size_t> index_;  // by name
};

}  // namespace dnntune::engine
