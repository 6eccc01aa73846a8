// SPDX-License-Identifier: Apache-2.0
#include "engine/tflite/trace_recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dnntune::engine {
namespace {

TraceRecorder& Self(TelemetryProfiler* profiler) {
  return *static_cast<TraceRecorder*>(profiler->data);
}

}  // namespace

TraceRecorder::TraceRecorder(const std::vector<std::string>& operators) : operators_(operators) {
  profiler_.data = this;
  profiler_.report_event = [](TelemetryProfiler*, const char*, std::uint64_t) {};
  profiler_.report_operator_event = [](TelemetryProfiler*, const char*, std::int64_t, std::int64_t, std::uint64_t) {};
  profiler_.report_settings = [](TelemetryProfiler*, const char*, const void*) {};
  profiler_.begin_operator = [](TelemetryProfiler* self, const char* name, std::int64_t op, std::int64_t subgraph) {
    Self(self).Begin(name, op, subgraph);
    return std::uint32_t{1};
  };
  profiler_.end_operator = [](TelemetryProfiler* self, std::uint32_t) { Self(self).End(); };
  profiler_.report_operator = [](TelemetryProfiler* self, const char* name, std::uint64_t microseconds, std::int64_t op,
                                 std::int64_t) {
    Self(self).AddOfDelegate(name, op, std::chrono::microseconds(static_cast<std::int64_t>(microseconds)));
  };
}

void TraceRecorder::Begin(const char* type, std::int64_t op, std::int64_t subgraph) {
  open_.push_back({type, op, subgraph, clock_.Now()});
}

void TraceRecorder::End() {
  if (open_.empty()) return;
  const Nanoseconds now = clock_.Now();
  const Open ended = std::move(open_.back());
  open_.pop_back();
  if (ended.subgraph != 0) {
    Add(fmt::format("subgraph {}/{}", ended.subgraph, ended.op), ended.type, now - ended.start);
  } else if (ended.op >= 0 && static_cast<std::size_t>(ended.op) < operators_.size()) {
    Add(operators_[static_cast<std::size_t>(ended.op)], ended.type, now - ended.start);
  }
}

void TraceRecorder::AddOfDelegate(const char* type, std::int64_t op, Nanoseconds time) {
  // The entries of its parts follow those of the file's operators.
  const auto first = static_cast<std::int64_t>(operators_.size());
  const std::int64_t part = open_.empty() ? 0 : std::max<std::int64_t>(open_.back().op - first, 0);
  Add(fmt::format("xnnpack/{}/{}", part, op), type, time);
}

// An operator in a loop runs several times in one run.
void TraceRecorder::Add(const std::string& name, const std::string& type, Nanoseconds time) {
  if (runs_ == 0) return;
  const auto [found, is_new] = index_.emplace(name, events_.size());
  if (is_new) events_.push_back({name, type, {}});
  std::vector<Nanoseconds>& samples = events_[found->second].samples;
  samples.resize(runs_, Nanoseconds(0));
  samples.back() += time;
}

std::vector<TraceEvent> TraceRecorder::Events() const {
  std::vector<TraceEvent> events = events_;
  for (TraceEvent& event : events) event.samples.resize(runs_, Nanoseconds(0));
  return events;
}

}  // namespace dnntune::engine
