// SPDX-License-Identifier: Apache-2.0
// The resolved twin of a Spec: what is really used of what was asked for.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "spec/spec.h"

namespace dnntune::spec {

// A device with the setting that it is measured with: an engine, a unit and a library that it has, and the numbers of its cores.
struct PlannedDevice {
  std::string name;
  Role role = Role::kDevice;
  setting::Setting setting;
  DeclaredPower power{};
};

struct Plan {
  Model model;
  std::vector<PlannedDevice> devices;
  std::vector<Unavailable> unavailable;  // of the Spec, and what was found missing since
};

// Adds what is not known yet.
void Note(std::vector<Unavailable>& known, const Unavailable& one);

// The device of that name; of an empty name the one whose role is device. kBadInput, with the nearest, where there is none.
[[nodiscard]] Result<const Device*> DeviceNamed(const Spec& spec, const std::string& name);

// The loader sees to it that there is one of each role.
[[nodiscard]] const Device& DeviceOf(const Spec& spec, Role role);

}  // namespace dnntune::spec
