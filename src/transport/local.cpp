// SPDX-License-Identifier: Apache-2.0
#include "transport/local.h"

#include <cstdlib>

#include "base/process.h"
#include "transport/program.h"

namespace dnntune::transport {

Result<Stream> OpenLocal() {
  if (const char* named = std::getenv("DNNTUNE_AGENT")) {
    auto stream = StartProgram({named});
    if (!stream) return Fail(ErrorCode::kUnavailable, stream.error().message + "; DNNTUNE_AGENT names it");
    return stream;
  }
  ASSIGN_OR_RETURN(const auto program, FindProgram("dnntune-agent"));
  return StartProgram({program.string()});
}

}  // namespace dnntune::transport
