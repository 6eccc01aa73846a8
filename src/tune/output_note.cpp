// SPDX-License-Identifier: Apache-2.0
#include "tune/output_note.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace dnntune::tune {

// Matched values have a signal to noise only where they were matched by it.
bool AreInOtherNumbers(const record::Conversions& conversions) {
  return std::any_of(conversions.tensors.begin(), conversions.tensors.end(), [](const record::TensorConversion& one) {
    return one.snr_db || one.how.from.quantization != one.how.to.quantization;
  });
}

std::optional<std::string> OutputNote(const std::vector<LinkDecision>& decisions, const record::Conversions& conversions) {
  if (!AreInOtherNumbers(conversions)) return std::nullopt;
  std::vector<std::string> ratios;
  for (const LinkDecision& entry : decisions) {
    for (const record::Proof& proof : entry.decision.proofs) {
      if (!proof.difference || !proof.difference->snr_db) continue;
      std::string ratio = fmt::format("{:.1f} dB {}", *proof.difference->snr_db, proof.candidate);
      if (std::find(ratios.begin(), ratios.end(), ratio) == ratios.end()) ratios.push_back(std::move(ratio));
    }
  }
  const std::string found =
      ratios.empty() ? "" : fmt::format(": against the whole model in the cloud, signal to noise is {}", fmt::join(ratios, ", "));
  return fmt::format(
      "the device's and the cloud's file compute in different numbers, so where a layer runs changes the outputs{}; "
      "which of them are accurate enough is not judged here",
      found);
}

}  // namespace dnntune::tune
