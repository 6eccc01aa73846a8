// SPDX-License-Identifier: Apache-2.0
#include "agent/greet.h"

#include <sys/utsname.h>

#include "device/boot_id.h"

namespace dnntune::agent {

protocol::Greeting Greet(const std::filesystem::path& root) {
  utsname names{};
  (void)::uname(&names);
  return {std::string(protocol::ProgramVersion()), protocol::kProtocolVersion, names.machine, device::BootId(root)};
}

}  // namespace dnntune::agent
