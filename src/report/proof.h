// SPDX-License-Identifier: Apache-2.0
// What the runs that were to prove a decision show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/tune_record.h"
#include "report/document.h"

namespace dnntune::report {

// Of one whole model: "identical", "at most 0.25, 21.2 dB, within 1e-4 of the largest value".
[[nodiscard]] Cell DifferenceCell(const record::Proof& proof, const std::optional<record::OutputDifference>& difference);

// In short, of all that the outputs were held against: "equal", "within 1e-4 of the largest value", "differ"; null: it was not run.
[[nodiscard]] Cell OutputsCell(const record::Proof* proof);

// The candidate of the decision that its run proves and that is ranked best; null: none.
[[nodiscard]] const record::Candidate* BestProved(const record::Decision& decision);

// Whether a run proves nothing, and that was not allowed.
[[nodiscard]] bool HasFailedProof(const record::TuneRecord& tune);

// What is to be known beside the answers where runs prove nothing: a model that differs from itself, alternatives that are not
// proved, and what recommends them all the same.
[[nodiscard]] std::vector<std::string> ProofSentences(const record::TuneRecord& tune);

}  // namespace dnntune::report
