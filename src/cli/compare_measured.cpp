// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_measured.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "comparison/compare.h"

namespace dnntune::cli {
namespace {

Error NothingMeasured(std::span<const Candidate> candidates, std::span<const Measured> measured) {
  std::string reasons;
  bool is_same = true;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    is_same = is_same && measured[i].error->message == measured[0].error->message;
    reasons += fmt::format("{}{}: {}", i == 0 ? "" : "; ", candidates[i].label, measured[i].error->message);
  }
  if (is_same) return *measured[0].error;
  return {measured[0].error->code, "none of the settings could be measured: " + reasons};
}

}  // namespace

const Error* FirstError(std::span<const Measured> measured, ErrorCode code) {
  for (const Measured& one : measured) {
    if (one.error && one.error->code == code) return &*one.error;
  }
  return nullptr;
}

Result<record::Comparison> CompareMeasured(std::span<const Candidate> candidates, std::span<const Measured> measured) {
  if (const Error* error = FirstError(measured, ErrorCode::kIo)) return Fail(*error);
  const bool is_any = std::ranges::any_of(measured, [](const Measured& one) { return one.profile.has_value(); });
  if (!is_any) {
    const Error* interrupted = FirstError(measured, ErrorCode::kInterrupted);
    return Fail(interrupted != nullptr ? *interrupted : NothingMeasured(candidates, measured));
  }
  std::vector<comparison::Entry> entries;
  std::string model = candidates.front().chosen.spec.model.name;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& [profile, error] = measured[i];
    const bool has_whole = profile && profile->whole;  // what came before an error says nothing of the model
    comparison::Entry entry{candidates[i].label, "", candidates[i].setting, has_whole ? &*profile : nullptr, ""};
    if (has_whole) entry.path = record::ProfilePath({}, candidates[i].name).string();
    if (profile) model = profile->model.name;
    if (!has_whole && error) entry.unavailable = error->message;
    entries.push_back(std::move(entry));
  }
  record::Comparison compared = comparison::Compare(entries, {model, true});
  compared.created = NowInUtc();
  compared.version = DNNTUNE_VERSION;
  return compared;
}

}  // namespace dnntune::cli
