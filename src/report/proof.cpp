// SPDX-License-Identifier: Apache-2.0
#include "report/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace dnntune::report {
namespace {

using record::Decision;
using record::Proof;
using record::WhyUnproved;

std::string Judged(const record::OutputDifference& difference) {
  if (!difference.held_to) return "";
  return (record::IsWithin(difference) ? ", " : ", not ") + record::Describe(*difference.held_to);
}

bool IsAnswer(const Decision& decision, const Proof& proof) {
  return decision.candidates[decision.proven].name == proof.candidate;
}

// "after b (its run failed: ...)", of those that are no answers, each once.
std::vector<std::string> UnprovedAlternatives(const std::vector<Decision>& decisions) {
  std::vector<std::string> names;
  for (const Decision& decision : decisions) {
    for (const Proof& proof : decision.proofs) {
      if (WhyUnproved(proof).empty() || decision.candidates.empty() || IsAnswer(decision, proof)) continue;
      std::string name = proof.candidate + " (" + WhyUnproved(proof) + ")";
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace

Cell DifferenceCell(const Proof& proof, const std::optional<record::OutputDifference>& difference) {
  if (!proof.failure.empty()) return Missing{proof.failure};
  if (!difference) return Missing{proof.from_device ? "the outputs cannot be handed over" : "nothing to compare"};
  if (difference->largest == 0) return std::string("identical");
  if (!std::isfinite(difference->largest)) return "numbers on one side only" + Judged(*difference);
  const std::string most = fmt::format("at most {:.2g}", difference->largest);
  return (difference->snr_db ? fmt::format("{}, {:.1f} dB", most, *difference->snr_db) : most) + Judged(*difference);
}

Cell OutputsCell(const Proof* proof) {
  if (proof == nullptr) return Missing{"not run"};
  if (!proof->failure.empty()) return Missing{proof->failure};
  if (!proof->unproved.empty()) return std::string("differ");
  std::optional<record::OutputDifference> furthest = proof->difference;
  if (proof->from_device) record::Include(*proof->from_device, furthest);
  if (!furthest) return Missing{"nothing to compare"};
  if (furthest->largest == 0) return std::string("equal");
  return furthest->held_to ? record::Describe(*furthest->held_to) : fmt::format("at most {:.2g} apart", furthest->largest);
}

const record::Candidate* BestProved(const Decision& decision) {
  for (const record::Candidate& candidate : decision.candidates) {
    const bool is_proved = std::ranges::any_of(
        decision.proofs, [&](const Proof& proof) { return proof.candidate == candidate.name && WhyUnproved(proof).empty(); });
    if (is_proved && !candidate.refused) return &candidate;
  }
  return nullptr;
}

bool HasFailedProof(const record::TuneRecord& tune) {
  const auto has_failed = [](const Decision& decision) {
    return std::ranges::any_of(decision.proofs, [](const Proof& proof) { return !WhyUnproved(proof).empty(); });
  };
  return !tune.allow_unproved && std::ranges::any_of(tune.decisions, has_failed);
}

std::vector<std::string> ProofSentences(const record::TuneRecord& tune) {
  std::vector<std::string> sentences;
  if (tune.repeat && !record::IsWithin(*tune.repeat)) {
    sentences.push_back(
        fmt::format("Two runs of the whole model on the same inputs differ: {} ({} is asked). It draws random numbers or keeps a "
                    "state, so that "
                    "no run of its parts can be held against it.",
                    record::HowFar(*tune.repeat), record::Describe(*tune.repeat->held_to)));
  } else if (const auto others = UnprovedAlternatives(tune.decisions); !others.empty()) {
    const std::string more = others.size() > 1 ? fmt::format("; and {} more", others.size() - 1) : "";
    sentences.push_back("Also run, and not proved: " + others.front() + more + ".");
  }
  if (std::ranges::any_of(tune.decisions, [](const Decision& decision) { return !decision.recommended; })) {
    sentences.emplace_back("To have it recommended all the same, give --allow-unproved.");
  }
  return sentences;
}

}  // namespace dnntune::report
