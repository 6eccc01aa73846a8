// SPDX-License-Identifier: Apache-2.0
// What there is to compute on by Vulkan, asked of its loader, whose structures are declared by ourselves (Vulkan 1.0,
// vulkan_core.h).
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace dnntune::engine {

struct Adapter {
  std::string name;  // "llvmpipe (LLVM 15.0.6, 256 bits)"
  int type = 0;      // VkPhysicalDeviceType
  // A processor computes what a GPU should.
  [[nodiscard]] bool IsSoftware() const { return type == 4; }
};

// A GPU of its own before one inside the processor before a virtual one before software, as WebGPU chooses when it is asked for
// speed. Null: there is none.
[[nodiscard]] const Adapter* Best(std::span<const Adapter> adapters);

// The best adapter of this machine. Where it has no GPU and `software`, a driver's manifest, is there, that driver is used by this
// process from now on, unless the environment names one. For a process that has started no thread yet. kUnavailable with what to do
// where there is no loader or no adapter.
[[nodiscard]] Result<Adapter> FindAdapter(const std::filesystem::path& software);

}  // namespace dnntune::engine
