// SPDX-License-Identifier: Apache-2.0
// What an agent says of itself before all else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace dnntune::protocol {

// Of this program.
[[nodiscard]] std::string_view ProgramVersion();
// Counts up with every change of dnntune.capnp that the other side has to know of.
inline constexpr std::uint32_t kProtocolVersion = 2;

struct Greeting {
  std::string version{};       // of the program, as ProgramVersion()
  std::uint32_t protocol = 0;  // as kProtocolVersion
  std::string architecture{};  // as uname -m: "x86_64"
  // The kernel's, new with every start of the machine, or why it is not known.
  Result<std::string> boot_id = Fail(ErrorCode::kUnavailable, "the agent told no boot id");
};

// kUnavailable where the agent is of another version than this program: which here, which there, what to do.
[[nodiscard]] Result<void> CheckVersion(const Greeting& greeting);

}  // namespace dnntune::protocol
