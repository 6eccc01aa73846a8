// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/vulkan.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include "engine/vendor_library.h"

namespace dnntune::engine {
namespace {

struct InstanceCreateInfo {
  int type = 1;  // VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO
  const void* next = nullptr;
  std::uint32_t flags = 0;
  const void* application = nullptr;
  std::uint32_t layer_count = 0;
  const char* const* layers = nullptr;
  std::uint32_t extension_count = 0;
  const char* const* extensions = nullptr;
};

struct PhysicalDeviceProperties {
  std::uint32_t api_version, driver_version, vendor, device;
  int type;
  char name[256];
  alignas(8) unsigned char rest[1024];  // 548 bytes of identifiers and limits in Vulkan 1.0
};

using Instance = void*;
using PhysicalDevice = void*;

struct Loader {
  int (*CreateInstance)(const InstanceCreateInfo* info, const void* allocator, Instance* made);
  int (*Enumerate)(Instance instance, std::uint32_t* count, PhysicalDevice* devices);
  void (*GetProperties)(PhysicalDevice device, PhysicalDeviceProperties* properties);
};

// What a child process tells of one device.
struct Told {
  int type;
  char name[256];
};

void TellDevices(const Loader& loader, int pipe) {
  const InstanceCreateInfo info;
  Instance instance = nullptr;
  PhysicalDevice devices[16];
  auto count = static_cast<std::uint32_t>(std::size(devices));
  if (loader.CreateInstance(&info, nullptr, &instance) != 0 || loader.Enumerate(instance, &count, devices) < 0) return;
  for (std::uint32_t i = 0; i < count; ++i) {
    PhysicalDeviceProperties properties{};
    loader.GetProperties(devices[i], &properties);
    Told told{properties.type, {}};
    std::memcpy(told.name, properties.name, sizeof told.name - 1);
    if (::write(pipe, &told, sizeof told) != sizeof told) return;
  }
}

// Asks in a child process: a driver may crash, and what it takes of memory is not to be counted where only the CPU is used.
std::vector<Adapter> Enumerate(const Loader& loader) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    TellDevices(loader, ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  std::vector<Adapter> adapters;
  Told told{};
  while (child > 0 && ::read(ends[0], &told, sizeof told) == sizeof told) adapters.push_back({told.name, told.type});
  ::close(ends[0]);
  if (child > 0) ::waitpid(child, nullptr, 0);
  return adapters;
}

bool IsDriverNamed() {
  return std::getenv("VK_ICD_FILENAMES") != nullptr || std::getenv("VK_DRIVER_FILES") != nullptr;
}

// By VkPhysicalDeviceType: other, integrated, discrete, virtual, CPU; and what later versions may add.
int Rank(const Adapter& adapter) {
  constexpr int kRanks[] = {1, 3, 4, 2, 0};
  return adapter.type >= 0 && adapter.type < 5 ? kRanks[adapter.type] : 1;
}

}  // namespace

const Adapter* Best(std::span<const Adapter> adapters) {
  const auto best =
      std::max_element(adapters.begin(), adapters.end(), [](const Adapter& a, const Adapter& b) { return Rank(a) < Rank(b); });
  return best == adapters.end() ? nullptr : &*best;
}

Result<Adapter> FindAdapter(const std::filesystem::path& software) {
  void* library = ::dlopen("libvulkan.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return Fail(ErrorCode::kUnavailable,
                "there is no Vulkan loader, libvulkan.so.1; run tools/setup --engines litert, or install libvulkan1 and the GPU's "
                "driver");
  }
  Loader loader{};
  FunctionFinder finder(library);
  finder.Find(loader.CreateInstance, "vkCreateInstance");
  finder.Find(loader.Enumerate, "vkEnumeratePhysicalDevices");
  finder.Find(loader.GetProperties, "vkGetPhysicalDeviceProperties");
  if (!finder.missing().empty()) return Fail(ErrorCode::kUnavailable, "libvulkan.so.1 has no " + finder.missing());
  std::vector<Adapter> adapters = Enumerate(loader);
  const bool has_gpu = Best(adapters) != nullptr && !Best(adapters)->IsSoftware();
  if (std::error_code ignored; !has_gpu && !IsDriverNamed() && std::filesystem::exists(software, ignored)) {
    ::setenv("VK_ICD_FILENAMES", software.c_str(), 1);
    adapters = Enumerate(loader);
  }
  if (const Adapter* best = Best(adapters)) return *best;
  return Fail(ErrorCode::kUnavailable,
              "Vulkan finds no device; install the driver of the GPU, or for a check of function without one run tools/setup "
              "--engines litert");
}

}  // namespace dnntune::engine
