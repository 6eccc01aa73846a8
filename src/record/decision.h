// SPDX-License-Identifier: Apache-2.0
// What was decided for one link, on what ground, and what the proof run found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "metric/quantity.h"
#include "record/output_difference.h"

namespace dnntune::record {

enum class Place : std::uint8_t { kDevice, kCloud, kSplit };
[[nodiscard]] const char* PlaceName(Place place);  // "all on the device", "all in the cloud", "split"

// Times and energy of one deployment of one inference. total = device + upload + cloud + download.
struct Prediction {
  metric::Quantity<Seconds> device;
  metric::Quantity<Seconds> upload;  // round trip included where counted
  metric::Quantity<Seconds> cloud;
  metric::Quantity<Seconds> download;
  metric::Quantity<Seconds> conversion;     // of tensors between two files of the model; contained in `cloud`
  metric::Quantity<Seconds> latency;        // the total
  metric::Quantity<Joules> compute_energy;  // on the device
  metric::Quantity<Joules> radio_energy;    // on the device; promotion and tail where counted
  metric::Quantity<Joules> energy;          // the total
};

// One way to deploy: which layers run on the device.
struct Candidate {
  Place place = Place::kDevice;
  std::string name;                   // "after Bottleneck_3_3", "all on the device"
  std::vector<std::string> head;      // layers on the device, topological order
  std::vector<std::string> tail;      // layers in the cloud
  std::vector<std::string> crossing;  // tensors sent up
  Bytes upload_bytes;
  Bytes download_bytes;
  Prediction predicted;
  std::optional<std::string> refused;      // the limit that rules it out, and by how much; none: allowed
  std::optional<double> probability_best;  // by bootstrap over samples; none: single values only
  bool ties_with_best = false;
  bool on_front = false;  // no other allowed candidate is better in both latency and energy
};

// A candidate run for real.
struct Proof {
  std::string candidate;             // its name
  metric::Quantity<Seconds> device;  // measured; unavailable where that part is empty
  metric::Quantity<Seconds> cloud;
  metric::Quantity<Seconds> transfer;  // modelled, from the link
  metric::Quantity<Seconds> latency;   // device + transfer + cloud
  metric::Quantity<Joules> energy;
  std::optional<OutputDifference> difference;   // from the whole model in the cloud; none: nothing to compare
  std::optional<OutputDifference> from_device;  // where the device has another file of the model: from the whole of that
  std::string failure;                          // empty: it ran
  std::string unproved{};                       // why its outputs prove nothing; empty: they do, or in older records
};
// "its run failed: ...", or what its outputs do; empty: the run proves the candidate.
[[nodiscard]] std::string WhyUnproved(const Proof& proof);

struct Decision {
  std::string link;  // "wifi"
  BitRate up;        // of the link, as are the next three
  BitRate down;
  Seconds round_trip{0};
  std::string link_source;                 // where the link's figures come from
  std::string objective;                   // "latency", "energy", "weighted"
  std::vector<Candidate> candidates;       // ranked, best first, refused ones last; at least the best and the two extremes
  std::size_t best = 0;                    // index of the predicted best
  bool tie = false;                        // the runner-up cannot be told from the best
  metric::Quantity<Seconds> regret;        // expected loss if the answer is wrong, in the objective's unit: seconds ...
  metric::Quantity<Joules> energy_regret;  // ... or joules
  std::vector<Proof> proofs;               // best and runner-up
  std::size_t proven = 0;                  // index of the best after the proof, be it proved or not
  bool overturned = false;                 // proven != best because the measurement said so
  bool recommended = true;                 // false: the run of candidates[proven] proves nothing, and nobody allowed that
  std::vector<std::string> counted;        // what the sum has: "round trip 70 ms", "result download"; and what it leaves out
  std::vector<std::string> notes;
};

}  // namespace dnntune::record
