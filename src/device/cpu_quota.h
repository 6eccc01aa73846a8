// SPDX-License-Identifier: Apache-2.0
// CPU time that control groups grant, as a container's `--cpus` sets it: so much of every period, and whoever has spent it waits
// for the next one (Documentation/scheduler/sched-bwc.rst, admin-guide/cgroup-v1/, admin-guide/cgroup-v2.rst).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dnntune::device {

struct CpuQuota {
  double cpus = 0;   // CPU time a second: 0.2 of one core, 1.5 cores
  std::string from;  // the file that says so: "/sys/fs/cgroup/cpu/q/cpu.cfs_quota_us"
  bool operator==(const CpuQuota&) const = default;
};

// The quotas of this process's group and of those that it is nested in, of both versions of control groups, on the machine whose
// file system starts at `root`; the own group's first.
[[nodiscard]] std::vector<CpuQuota> CpuQuotas(const std::filesystem::path& root);

// The one that binds: the smallest. Nothing: there is none.
[[nodiscard]] std::optional<CpuQuota> SmallestCpuQuota(const std::filesystem::path& root);

}  // namespace dnntune::device
