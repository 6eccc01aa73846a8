// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "record/decision.h"
#include "record/profile.h"

namespace dnntune::record {

const char* StopName(Stop stop) {
  switch (stop) {
    case Stop::kPrecise:
      return "precise";
    case Stop::kBudget:
      return "budget";
    case Stop::kNoisy:
      return "noisy";
    case Stop::kFailed:
      return "failed";
    case Stop::kInterrupted:
      return "interrupted";
  }
  return "unknown";
}

const char* PlaceName(Place place) {
  switch (place) {
    case Place::kDevice:
      return "all on the device";
    case Place::kCloud:
      return "all in the cloud";
    case Place::kSplit:
      return "split";
  }
  return "unknown";
}

std::string WhyUnproved(const Proof& proof) {
  return proof.failure.empty() ? proof.unproved : "its run failed: " + proof.failure;
}

std::optional<std::string> DeviceNote(const DeviceId& device) {
  std::string note = device.slowdown > 1 ? fmt::format("stand-in, this machine slowed {:g}x", device.slowdown) : "";
  if (!device.function_only.empty()) note += (note.empty() ? "" : "; ") + device.function_only;
  if (note.empty()) return std::nullopt;
  return note;
}

}  // namespace dnntune::record
