// SPDX-License-Identifier: Apache-2.0
#include "profiler/part.h"

#include <set>

#include "metric/statistics.h"

namespace dnntune::profiler {

void AddSamples(Part& part, const engine::BatchResult& batch, std::size_t index) {
  const auto& samples = batch.samples.at(index);
  if (!samples.empty()) part.batches.push_back(static_cast<std::uint32_t>(part.samples.size()));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    part.samples.push_back(Seconds(samples[i]).count());
    part.preempted.push_back(index < batch.preempted.size() && i < batch.preempted[index].size() && batch.preempted[index][i]);
  }
  part.shares.Add(ShareOf(batch, index), samples.size());
}

record::Latency ToLatency(const Part& part) {
  record::Latency latency;
  for (const double sample : part.samples) latency.samples.emplace_back(sample);
  std::set<std::uint32_t> marked;
  for (const std::size_t index : metric::Outliers(part.samples)) marked.insert(static_cast<std::uint32_t>(index));
  for (std::size_t i = 0; i < part.preempted.size(); ++i) {
    if (part.preempted[i]) marked.insert(static_cast<std::uint32_t>(i));
  }
  latency.marked.assign(marked.begin(), marked.end());
  latency.stop = part.stop;
  latency.batches = part.batches;
  return latency;
}

}  // namespace dnntune::profiler
