// SPDX-License-Identifier: Apache-2.0
#include "device/description.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <sstream>

#include "device/cpu_list.h"
#include "device/kernel_file.h"

namespace dnntune::device {
namespace fs = std::filesystem;
namespace {

metric::Quantity<Bytes> MemoryField(const fs::path& root, std::string_view key) {
  const auto text = Field(root / "proc/meminfo", key);
  double kibibytes = 0;
  if (!text || !(std::istringstream(*text) >> kibibytes)) {
    return metric::Quantity<Bytes>::Unavailable("/proc/meminfo has no " + std::string(key));
  }
  return metric::Quantity<Bytes>::Of(Bytes(kibibytes * 1024), metric::Source::kMeasured);
}

std::vector<Core> Cores(const fs::path& root) {
  const fs::path base = root / "sys/devices/system/cpu";
  std::vector<Core> cores;
  const auto online = ParseCpuList(FirstLine(base / "online").value_or("0"));
  for (const int id : online.value_or(std::vector<int>{0})) {
    const fs::path folder = base / ("cpu" + std::to_string(id));
    cores.push_back({.id = id,
                     .max_khz = ReadNumber(folder / "cpufreq/cpuinfo_max_freq"),
                     .capacity = ReadNumber(folder / "cpu_capacity"),
                     .governor = FirstLine(folder / "cpufreq/scaling_governor").value_or("")});
  }
  return cores;
}

// Of the online ones those that a process started here may use; all where the kernel does not say.
std::vector<int> Allowed(const fs::path& root, const std::vector<Core>& cores) {
  const auto allowed = ParseCpuList(Field(root / "proc/self/status", "Cpus_allowed_list").value_or(""));
  std::vector<int> usable;
  for (const Core& core : cores) {
    if (!allowed || std::ranges::binary_search(*allowed, core.id)) usable.push_back(core.id);
  }
  return usable;
}

std::optional<Cache> ReadCache(const fs::path& folder) {
  const auto level = ReadNumber(folder / "level");
  const auto size = FirstLine(folder / "size");  // "32K"
  const auto number = ReadNumber(folder / "size");
  if (!level || !size || !number) return std::nullopt;
  const double unit = size->back() == 'M' ? 1024 * 1024 : (size->back() == 'K' ? 1024 : 1);
  return Cache{.level = static_cast<int>(*level),
               .type = FirstLine(folder / "type").value_or(""),
               .size = Bytes(static_cast<double>(*number) * unit),
               .shared_by = FirstLine(folder / "shared_cpu_list").value_or("")};
}

std::vector<Cache> Caches(const fs::path& root) {
  std::vector<Cache> caches;
  for (int index = 0;; ++index) {
    const auto cache = ReadCache(root / "sys/devices/system/cpu/cpu0/cache" / ("index" + std::to_string(index)));
    if (!cache) return caches;
    caches.push_back(*cache);
  }
}

std::string Temperature(const fs::path& root) {
  std::optional<std::int64_t> hottest;  // millidegrees Celsius, Documentation/ABI/testing/sysfs-class-thermal
  for (int zone = 0; zone < 64; ++zone) {
    const auto value = ReadNumber(root / "sys/class/thermal" / ("thermal_zone" + std::to_string(zone)) / "temp");
    if (value) hottest = std::max(hottest.value_or(*value), *value);
  }
  if (!hottest) return "unavailable: the kernel shows no thermal zone";
  return fmt::format("{:.1f} °C", static_cast<double>(*hottest) / 1000);
}

bool IsVirtual(const fs::path& root) {
  const auto flags = Field(root / "proc/cpuinfo", "flags");
  return flags && (" " + *flags + " ").find(" hypervisor ") != std::string::npos;
}

}  // namespace

DeviceDescription Describe(const fs::path& root) {
  DeviceDescription device;
  for (const char* key : {"model name", "Hardware", "Processor"}) {
    if (device.cpu.empty()) device.cpu = Field(root / "proc/cpuinfo", key).value_or("");
  }
  if (device.cpu.empty()) device.cpu = "unknown CPU";
  utsname names{};
  if (::uname(&names) == 0) {
    device.architecture = names.machine;
    device.kernel = std::string(names.sysname) + " " + names.release;
  }
  device.is_virtual = IsVirtual(root);
  device.cores = Cores(root);
  device.allowed = Allowed(root, device.cores);
  device.quota = SmallestCpuQuota(root);
  device.caches = Caches(root);
  device.memory = MemoryField(root, "MemTotal");
  device.free_memory = MemoryField(root, "MemAvailable");
  const std::string load = FirstLine(root / "proc/loadavg").value_or("");
  device.load = load.substr(0, load.find(' '));
  device.temperature = Temperature(root);
  return device;
}

std::string Summary(const DeviceDescription& device) {
  std::string text = fmt::format("{}, {} core{}", device.cpu, device.cores.size(), device.cores.size() == 1 ? "" : "s");
  if (!device.allowed.empty() && device.allowed.size() < device.cores.size())
    text += fmt::format(" of which {} may be used", device.allowed.size());
  if (device.quota) text += fmt::format(", CPU quota of {:g}", device.quota->cpus);
  if (device.memory.IsAvailable()) text += fmt::format(", {:.0f} GB", device.memory.value().value() / 1e9);
  if (!device.kernel.empty()) text += ", " + device.kernel;
  if (device.is_virtual) text += ", virtual";
  return text;
}

std::string LimitsNote(const DeviceDescription& device, int threads, std::size_t cores) {
  const std::string who = fmt::format("{} thread{}", threads, threads == 1 ? "" : "s");
  std::string note;
  if (cores > 0 && cores < static_cast<std::size_t>(threads)) {
    note =
        fmt::format("{} on {} core{}, which {} all that may be used", who, cores, cores == 1 ? "" : "s", cores == 1 ? "is" : "are");
  }
  if (device.quota && device.quota->cpus < threads) {
    note += fmt::format("{} with a CPU quota of {:g} core{} ({}): what runs longer waits for the next period",
                        note.empty() ? who : ", and", device.quota->cpus, device.quota->cpus == 1 ? "" : "s", device.quota->from);
  }
  return note;
}

}  // namespace dnntune::device
