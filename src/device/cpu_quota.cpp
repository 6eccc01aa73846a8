// SPDX-License-Identifier: Apache-2.0
#include "device/cpu_quota.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "device/kernel_file.h"

namespace dnntune::device {
namespace fs = std::filesystem;
namespace {

bool Lists(const std::string& text, std::string_view word) {
  std::istringstream words(text);
  for (std::string one; std::getline(words, one, ',');) {
    if (one == word) return true;
  }
  return false;
}

// Where a hierarchy of groups is seen: which of its groups, and at which folder.
struct Mount {
  std::string group;
  fs::path folder;
};

// proc(5), mountinfo: "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu".
std::optional<Mount> FindMount(const fs::path& root, bool is_second_version) {
  std::ifstream file(root / "proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    std::istringstream before(line.substr(0, dash));
    std::istringstream after(line.substr(dash + 3));
    std::string id, parent, device, group, folder, type, source, options;
    before >> id >> parent >> device >> group >> folder;
    after >> type >> source >> options;
    const bool is_it = is_second_version ? type == "cgroup2" : type == "cgroup" && Lists(options, "cpu");
    if (is_it) return Mount{group, folder};
  }
  return std::nullopt;
}

// The process's group as a folder below the mount. A group that the mount does not show, as in a container with a view of its own,
// is the one that it shows first.
fs::path FolderOf(const Mount& mount, const std::string& group) {
  const fs::path below = fs::path(group).lexically_relative(mount.group);
  const bool is_shown = !below.empty() && *below.begin() != "..";
  return is_shown && below != "." ? mount.folder / below : mount.folder;
}

std::optional<CpuQuota> QuotaOf(const fs::path& root, const fs::path& folder, bool is_second_version) {
  const fs::path file = folder / (is_second_version ? "cpu.max" : "cpu.cfs_quota_us");
  std::istringstream line(FirstLine(root / file.relative_path()).value_or(""));
  double quota = 0;
  double period = 0;
  if (!(line >> quota) || quota <= 0) return std::nullopt;  // "max", "-1"
  if (is_second_version) {
    line >> period;
  } else {
    period = static_cast<double>(ReadNumber(root / folder.relative_path() / "cpu.cfs_period_us").value_or(0));
  }
  if (period <= 0) return std::nullopt;
  return CpuQuota{quota / period, file.string()};
}

// From the process's group up to the one that is mounted.
void AddQuotas(const fs::path& root, const std::string& group, bool is_second_version, std::vector<CpuQuota>& quotas) {
  const auto mount = FindMount(root, is_second_version);
  if (!mount) return;
  for (fs::path folder = FolderOf(*mount, group);; folder = folder.parent_path()) {
    if (auto quota = QuotaOf(root, folder, is_second_version)) quotas.push_back(*std::move(quota));
    if (folder == mount->folder || !folder.has_relative_path()) return;
  }
}

}  // namespace

// proc(5), cgroup: "1:cpu,cpuacct:/q" of the first version, "0::/q" of the second.
std::vector<CpuQuota> CpuQuotas(const fs::path& root) {
  std::vector<CpuQuota> quotas;
  std::ifstream file(root / "proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool is_second_version = line.substr(0, first) == "0" && controllers.empty();
    if (is_second_version || Lists(controllers, "cpu")) AddQuotas(root, line.substr(second + 1), is_second_version, quotas);
  }
  return quotas;
}

std::optional<CpuQuota> SmallestCpuQuota(const fs::path& root) {
  const auto quotas = CpuQuotas(root);
  const auto least = std::ranges::min_element(quotas, {}, &CpuQuota::cpus);
  return least == quotas.end() ? std::nullopt : std::optional(*least);
}

}  // namespace dnntune::device
