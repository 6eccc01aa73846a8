// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_trace.h"

#include <algorithm>
#include <map>

#include "base/clock.h"

namespace dnntune::engine {
namespace {

// Above this, microseconds that are lost by rounding do not count, and runs are dear.
constexpr Nanoseconds kShortRun = std::chrono::milliseconds(20);

// What the front end for ONNX makes of an operator with a bias, which it splits.
constexpr std::string_view kWithoutBias = "/WithoutBiases";

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

// Times of all nodes since the model was compiled; one that has taken less than a microsecond is said not to have run.
std::vector<Nanoseconds> Means(const std::vector<ov::ProfilingInfo>& infos) {
  std::vector<Nanoseconds> means;
  for (const ov::ProfilingInfo& info : infos) means.emplace_back(info.real_time);
  return means;
}

// Events of the nodes that ran, named.
std::vector<TraceEvent> Executed(const std::vector<ov::ProfilingInfo>& infos, std::vector<std::vector<Nanoseconds>> samples,
                                 const std::map<std::string, std::string>& originals, const std::set<std::string>& file) {
  std::vector<TraceEvent> events;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const std::string& own = infos[i].node_name;
    if (infos[i].status != ov::ProfilingInfo::Status::EXECUTED) continue;
    const auto original = originals.find(own);
    const std::string name = original == originals.end() ? own : FileName(original->second, file, own);
    events.push_back({name, infos[i].node_type + " " + infos[i].exec_type, std::move(samples[i])});
  }
  return events;
}

}  // namespace

Nanoseconds MeanSince(const RunningMean& before, const RunningMean& now) {
  const Nanoseconds sum = now.mean * now.runs - before.mean * before.runs;
  return std::max(sum / (now.runs - before.runs), Nanoseconds(0));
}

std::string FileName(const std::string& originals, const std::set<std::string>& file, const std::string& own) {
  for (std::size_t start = 0; start < originals.size();) {
    const std::size_t end = std::min(originals.find(',', start), originals.size());
    std::string name = originals.substr(start, end - start);
    if (name.ends_with(kWithoutBias)) name.resize(name.size() - kWithoutBias.size());
    if (file.contains(name)) return name;
    start = end + 1;
  }
  return own;
}

std::vector<TraceEvent> TraceOpenVino(ov::CompiledModel& model, ov::InferRequest& request, std::uint32_t samples,
                                      const std::set<std::string>& file) {
  request.infer();  // the first is slower
  const bool is_short = TimeOf(request) < kShortRun;
  std::uint32_t runs = 2;
  std::vector<ov::ProfilingInfo> infos = request.get_profiling_info();
  std::vector<Nanoseconds> before = Means(infos);
  std::vector<std::vector<Nanoseconds>> times(infos.size());
  for (std::uint32_t sample = 0; sample < samples; ++sample) {
    const std::uint32_t more = is_short ? runs : 1;
    for (std::uint32_t run = 0; run < more; ++run) request.infer();
    infos = request.get_profiling_info();
    const std::vector<Nanoseconds> now = Means(infos);
    for (std::size_t i = 0; i < times.size(); ++i) times[i].push_back(MeanSince({runs, before[i]}, {runs + more, now[i]}));
    runs += more;
    before = now;
  }
  return Executed(infos, std::move(times), Originals(model), file);
}

}  // namespace dnntune::engine
