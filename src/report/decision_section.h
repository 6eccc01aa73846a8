// SPDX-License-Identifier: Apache-2.0
// A decision as blocks of a document. Reads the record and recomputes nothing.
#pragma once

#include <string>
#include <vector>

#include "record/decision.h"
#include "report/document.h"

namespace dnntune::report {

// One sentence for decisions of one objective, links of the same answer together: "For latency: on 3g and 4g run everything on
// phone (89.0 ms); on wifi run up to Bottleneck_4_1 on phone, the rest on server (74.9 ms; all on the device 90.1 ms)." Values are
// measured where it was run, else said to be predicted. Ties and overturned predictions are named; where the run of the best proves
// nothing, "nothing is recommended", with the reason and what is proved.
[[nodiscard]] std::string AnswerSentence(const std::vector<const record::Decision*>& decisions, const std::string& device,
                                         const std::string& cloud);

// How far the measured latency is from the predicted one: "+3.1 %".
[[nodiscard]] Cell DifferenceOf(const record::Candidate& candidate, const record::Proof& proof);

// Candidates in rank order (refused ones last), with the best highlighted; `prefix` keeps ids of several decisions apart.
[[nodiscard]] Table CandidateTable(const record::Decision& decision, const std::string& prefix);

// The candidates as a stacked chart along the model and, where energies are known, against each other; proofs, what was counted and
// notes.
[[nodiscard]] std::vector<Block> DecisionBlocks(const record::Decision& decision, const std::string& prefix);

}  // namespace dnntune::report
