// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "record/decision.h"

namespace dnntune::record {

// What another deployment costs more than the best, term by term (seconds, joules; negative: less).
struct Neighbour {
  Candidate candidate;
  std::string change;  // "moves Bottleneck_3_3 to the device"; empty for the ends
  double device_s = 0, upload_s = 0, cloud_s = 0, download_s = 0, latency_s = 0;
  std::optional<double> compute_j, radio_j, energy_j;
  std::string deciding;  // the term that makes it worse: "upload"
};

// A rate of the uplink at which the answer changes.
struct Switch {
  BitRate up;
  bool below = false;     // the other one is better below this rate, else above it
  std::string candidate;  // the other one
};

struct Explanation {
  Candidate best;
  std::vector<Neighbour> neighbours;  // one layer more or less in the head, then the ends
  std::vector<Switch> switches;       // the nearest rate on either side, for the latency; none where nothing changes
};

}  // namespace dnntune::record
