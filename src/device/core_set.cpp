// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "device/cpu_list.h"
#include "device/description.h"

namespace dnntune::device {
namespace {

// What orders cores by size: capacity where the kernel gives it, else the highest frequency, else nothing.
std::int64_t Size(const Core& core) {
  return core.capacity.value_or(core.max_khz.value_or(0));
}

std::vector<int> CoresWhere(const DeviceDescription& device, bool big) {
  std::int64_t largest = 0;
  for (const Core& core : device.cores) largest = std::max(largest, Size(core));
  std::vector<int> cores;
  for (const Core& core : device.cores) {
    if ((Size(core) == largest) == big) cores.push_back(core.id);
  }
  return cores;
}

std::vector<int> AllCores(const DeviceDescription& device) {
  std::vector<int> cores;
  for (const Core& core : device.cores) cores.push_back(core.id);
  return cores;
}

}  // namespace

Result<std::vector<int>> CoreSet(const DeviceDescription& device, std::string_view name) {
  if (name.empty() || name == "all" || name == "big+little" || name == "little+big") return AllCores(device);
  if (name == "big") return CoresWhere(device, true);
  if (name == "little") {
    auto cores = CoresWhere(device, false);
    if (cores.empty()) {
      return Fail(ErrorCode::kUnavailable,
                  "core set 'little': all cores of " + device.cpu + " are of one kind; use 'all' or a list such as 0-1");
    }
    return cores;
  }
  const auto cores = ParseCpuList(name);
  if (!cores) {
    return Fail(ErrorCode::kBadInput,
                "core set '" + std::string(name) + "' is none of all, big, little, big+little or a list such as 0-3,5");
  }
  const auto known = AllCores(device);
  for (const int core : *cores) {
    if (!std::binary_search(known.begin(), known.end(), core)) {
      return Fail(ErrorCode::kBadInput, "core set '" + std::string(name) + "': there is no core " + std::to_string(core) +
                                            "; this machine has " + std::to_string(known.size()) + ", from 0 on");
    }
  }
  return *cores;
}

}  // namespace dnntune::device
