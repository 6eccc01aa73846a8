// SPDX-License-Identifier: Apache-2.0
// A decision as blocks of a document. Reads the record and recomputes nothing.
#pragma once

#include <string>
#include <vector>

#include "record/decision.h"
#include "report/document.h"

namespace dnntune::report {

// "wifi, latency: after fire5: 43.1 ms measured, ..." - one sentence that holds the answer; names as in `device` and `cloud`.
[[nodiscard]] std::string AnswerSentence(const record::Decision& decision, const std::string& device, const std::string& cloud);

// Candidates in rank order (refused ones last), with the best highlighted; `prefix` keeps ids of several decisions apart.
[[nodiscard]] Table CandidateTable(const record::Decision& decision, const std::string& prefix);

// The candidates as a stacked chart along the model, proofs, what was counted and notes.
[[nodiscard]] std::vector<Block> DecisionBlocks(const record::Decision& decision, const std::string& prefix);

}  // namespace dnntune::report
