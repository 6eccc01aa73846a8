// SPDX-License-Identifier: Apache-2.0
#include "transport/transport.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "transport/local.h"

namespace dnntune::transport {
namespace {

constexpr Transport kTransports[] = {
    {"local", &OpenLocal, "install dnntune anew, or let DNNTUNE_AGENT name its agent"},
};

}  // namespace

std::span<const Transport> Transports() {
  return kTransports;
}

Result<const Transport*> Find(std::string_view name) {
  std::vector<std::string_view> known;
  for (const Transport& transport : kTransports) {
    if (transport.name == name) return &transport;
    known.push_back(transport.name);
  }
  return Fail(ErrorCode::kUnavailable,
              fmt::format("transport '{}' is not part of this version, which knows {}", name, fmt::join(known, ", ")));
}

}  // namespace dnntune::transport
