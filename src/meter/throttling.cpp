// SPDX-License-Identifier: Apache-2.0
#include "meter/throttling.h"

#include <fstream>

#include "device/cpu_quota.h"

namespace dnntune::meter {
namespace fs = std::filesystem;

using metric::MetricId;
using Count = metric::Quantity<double>;

Throttling::Throttling(const fs::path& root) {
  for (const device::CpuQuota& quota : device::CpuQuotas(root)) {
    groups_.push_back({root / fs::path(quota.from).parent_path().relative_path() / "cpu.stat"});
  }
  if (groups_.empty()) why_ = "no control group limits this process's CPU time; there is nothing to count";
  for (const Group& group : groups_) {
    if (Read(group.file)) continue;
    why_ = "cannot read nr_throttled in " + group.file.filename().string() +
           " of the control group; mount it to learn when its CPU quota held a run back";
    groups_.clear();
    break;
  }
}

std::optional<Throttling::Counts> Throttling::Read(const fs::path& file) {
  std::ifstream lines(file);
  std::optional<std::int64_t> periods;
  std::optional<std::int64_t> throttled;
  std::string name;
  for (std::int64_t value = 0; lines >> name >> value;) {
    if (name == "nr_periods") periods = value;
    if (name == "nr_throttled") throttled = value;
  }
  if (!periods || !throttled) return std::nullopt;
  return Counts{*periods, *throttled};
}

void Throttling::Start() {
  for (Group& group : groups_) group.start = Read(group.file);
}

metric::Readings Throttling::Stop() {
  std::optional<Counts> most;
  bool is_known = !groups_.empty();
  for (const Group& group : groups_) {
    const auto now = Read(group.file);
    is_known = is_known && now && group.start && now->periods >= group.start->periods && now->throttled >= group.start->throttled;
    if (!is_known) break;
    const Counts since{now->periods - group.start->periods, now->throttled - group.start->throttled};
    if (!most || since.throttled > most->throttled) most = since;
  }
  metric::Readings readings;
  const auto count = [&](std::int64_t Counts::*member) {
    return is_known ? Count::Of(static_cast<double>((*most).*member), metric::Source::kMeasured) : Missing();
  };
  readings.Set(MetricId::kQuotaPeriods, count(&Counts::periods));
  readings.Set(MetricId::kThrottledPeriods, count(&Counts::throttled));
  return readings;
}

Count Throttling::Missing() const {
  return Count::Unavailable(why_.empty() ? "the counts of cpu.stat were not read at the start, or went back" : why_);
}

}  // namespace dnntune::meter
