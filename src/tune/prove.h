// SPDX-License-Identifier: Apache-2.0
// Predictions held against real runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "link/link.h"
#include "record/decision.h"
#include "record/profile.h"
#include "split/split.h"

namespace dnntune::tune {

// A decision and the link it was made for.
struct LinkDecision {
  link::Link link;
  record::Decision decision;
};

// The indices of the candidates that a decision wants proven: the predicted best and the runner-up, refused ones left out.
[[nodiscard]] std::vector<std::size_t> CandidatesToProve(const record::Decision& decision);

// Puts measured times together with the link's modelled transfer. Pure.
// Energy: E = T_device * (P_active - P_idle) + radio, from the power that the profile names.
[[nodiscard]] record::Proof MakeProof(const record::Candidate& candidate, const split::PartTimes& times, const link::Link& link,
                                      const link::Counting& counting, const record::Power& power);

// Why the proof proves nothing although it ran: its outputs are further from a whole model's than they may be, or the whole model
// is further from itself (`repeat`, where it was run twice); empty: it proves the candidate.
[[nodiscard]] std::string Doubt(const record::Proof& proof, const std::optional<record::OutputDifference>& repeat);

// Enters the proofs (in the order of CandidatesToProve, more may follow) and corrects the decision where the runner-up measured
// better beyond both intervals; where the intervals overlap the prediction stands and a note says that the runs cannot tell them
// apart. A run that proves nothing overturns nothing, and a decision that rests on one is not recommended.
void ApplyProofs(record::Decision& decision, std::vector<record::Proof> proofs);

// Runs the candidates of all decisions in one interleaved measurement and applies the proofs; an end that was run for one decision
// is a proof of the others, too. Returns how far two runs of the whole model are apart, as split::SplitTimes::repeat.
[[nodiscard]] Result<std::optional<record::OutputDifference>> ProveAll(std::vector<LinkDecision>& decisions,
                                                                       const record::Power& power, const split::Stage& stage,
                                                                       const link::Counting& counting);

}  // namespace dnntune::tune
