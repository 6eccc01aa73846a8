// SPDX-License-Identifier: Apache-2.0
#include "spec/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/nearest.h"

namespace dnntune::spec {

void Note(std::vector<Unavailable>& known, const Unavailable& one) {
  if (std::ranges::find(known, one) == known.end()) known.push_back(one);
}

Result<const Device*> DeviceNamed(const Spec& spec, const std::string& name) {
  std::vector<std::string> names;
  for (const Device& device : spec.devices) {
    if (name.empty() ? device.role == Role::kDevice : device.name == name) return &device;
    names.push_back(device.name);
  }
  return Fail(ErrorCode::kBadInput, fmt::format("--device: the config has no device '{}'{}; it has {}", name,
                                                DidYouMean(name, names), fmt::join(names, ", ")));
}

const Device& DeviceOf(const Spec& spec, Role role) {
  return *std::ranges::find(spec.devices, role, &Device::role);
}

}  // namespace dnntune::spec
