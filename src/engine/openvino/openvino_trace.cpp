// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_trace.h"

#include <algorithm>
#include <map>

#include "base/clock.h"

namespace dnntune::engine {
namespace {

// Above this, microseconds that are lost by rounding do not count, and runs are dear.
constexpr Nanoseconds kShortRun = std::chrono::milliseconds(20);

// Names of execution nodes and of what they were made from.
std::map<std::string, std::string> Originals(const ov::CompiledModel& model) {
  std::map<std::string, std::string> originals;
  for (const auto& node : model.get_runtime_model()->get_ops()) {
    const auto& info = node->get_rt_info();
    const auto found = info.find("originalLayersNames");
    if (found != info.end()) originals[node->get_friendly_name()] = found->second.as<std::string>();
  }
  return originals;
}

Nanoseconds TimeOf(ov::InferRequest& request) {
  const SteadyClock clock;
  const Nanoseconds start = clock.Now();
  request.infer();
  return clock.Now() - start;
}

}  // namespace

Nanoseconds MeanSince(const RunningMean& before, const RunningMean& now) {
  const Nanoseconds sum = now.mean * now.runs - before.mean * before.runs;
  return std::max(sum / (now.runs - before.runs), Nanoseconds(0));
}

std::string FileName(const std::string& originals, const std::set<std::string>& file, const std::string& own) {
  for (std::size_t start = 0; start < originals.size();) {
    const std::size_t end = std::min(originals.find(',', start), originals.size());
    const std::string name = originals.substr(start, end - start);
    if (file.contains(name)) return name;
    start = end + 1;
  }
  return own;
}

std::vector<TraceEvent> TraceOpenVino(ov::CompiledModel& model, ov::InferRequest& request, std::uint32_t samples,
                                      const std::set<std::string>& file) {
  request.infer();  // the first is slower
  std::uint32_t runs = 2;
  const bool is_short = TimeOf(request) < kShortRun;
  auto originals = Originals(model);
  std::vector<TraceEvent> events;
  std::map<std::string, std::pair<std::size_t, RunningMean>> known;  // by the engine's name: place in events, last mean
  for (std::uint32_t sample = 0; sample <= samples; ++sample) {
    const std::uint32_t more = sample == 0 ? 0 : is_short ? runs : 1;
    for (std::uint32_t run = 0; run < more; ++run) request.infer();
    runs += more;
    for (const ov::ProfilingInfo& info : request.get_profiling_info()) {
      if (info.status != ov::ProfilingInfo::Status::EXECUTED) continue;
      const RunningMean now{runs, info.real_time};
      const auto [found, is_new] = known.try_emplace(info.node_name, events.size(), now);
      if (is_new) {
        events.push_back({FileName(originals[info.node_name], file, info.node_name), info.node_type + " " + info.exec_type, {}});
      }
      auto& [place, last] = found->second;
      if (sample > 0) events[place].samples.push_back(MeanSince(last, now));
      last = now;
    }
  }
  return events;
}

}  // namespace dnntune::engine
