// SPDX-License-Identifier: Apache-2.0
#include "protocol/greeting.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace dnntune::protocol {

std::string_view ProgramVersion() {
  return DNNTUNE_VERSION;
}

Result<void> CheckVersion(const Greeting& greeting) {
  if (greeting.version == ProgramVersion() && greeting.protocol == kProtocolVersion) return {};
  const std::string version = Printable(greeting.version, 40);
  return Fail(ErrorCode::kUnavailable,
              fmt::format("dnntune-agent is of version {} (protocol {}) and dnntune here of version {} (protocol {}); install the "
                          "same version on both sides",
                          version.empty() ? "unknown" : version, greeting.protocol, ProgramVersion(), kProtocolVersion));
}

}  // namespace dnntune::protocol
