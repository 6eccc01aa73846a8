// SPDX-License-Identifier: Apache-2.0
// What a machine is, as far as it changes a measurement. Read from /proc and /sys; nothing is guessed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "device/cpu_quota.h"
#include "metric/quantity.h"

namespace dnntune::device {

struct Core {
  int id = 0;                            // logical CPU number
  std::optional<std::int64_t> max_khz;   // highest frequency; none where the kernel does not say
  std::optional<std::int64_t> capacity;  // relative capacity, 1024 = the biggest; Arm only
  std::string governor;                  // cpufreq governor; empty where there is none
};

struct Cache {
  int level = 0;
  std::string type;  // "Data", "Instruction", "Unified"
  Bytes size;
  std::string shared_by;  // CPU list of the kernel's form: "0-3"
};

struct DeviceDescription {
  std::string cpu;                      // model name; "unknown CPU" where the kernel has none
  std::string architecture;             // as uname -m: "x86_64"
  std::string kernel;                   // "Linux 6.1.0"
  bool is_virtual = false;              // a hypervisor announces itself
  std::vector<Core> cores;              // online ones, ascending
  std::vector<int> allowed;             // those that what is started here may use: affinity and control groups; empty: not known
  std::optional<CpuQuota> quota;        // CPU time that the control groups grant; none: no limit
  std::vector<Cache> caches;            // of the first core
  metric::Quantity<Bytes> memory;       // installed
  metric::Quantity<Bytes> free_memory;  // available now
  std::string load;                     // load average over 1 minute, as text; empty: not known
  std::string temperature;              // hottest thermal zone with unit, or why there is none
};

// Reads the machine whose file system starts at `root`.
[[nodiscard]] DeviceDescription Describe(const std::filesystem::path& root = "/");

// One line for people: "AMD EPYC, 2 cores, 23 GB, Linux 6.1, virtual".
[[nodiscard]] std::string Summary(const DeviceDescription& device);

// What a measurement with so many threads on so many cores (0: not known) must say of the machine's limits: fewer cores than
// threads, a CPU quota of less. Empty: neither.
[[nodiscard]] std::string LimitsNote(const DeviceDescription& device, int threads, std::size_t cores);

// Logical CPUs by name: "all", "big", "little", "big+little", or a CPU list such as "0-3,5". Cores with the highest capacity, else
// frequency, are big; where all are of one kind, big means all of them and little is kUnavailable. kBadInput for text that is none
// of these or for a core that does not exist. Ascending.
[[nodiscard]] Result<std::vector<int>> CoreSet(const DeviceDescription& device, std::string_view name);

}  // namespace dnntune::device
