// SPDX-License-Identifier: Apache-2.0
#include "search/race.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/interrupt.h"
#include "comparison/compare.h"
#include "record/run_folder.h"

namespace dnntune::search {
namespace {

Result<void> Begin(const Contender& contender) {
  if (!contender.unavailable.empty()) return Fail(ErrorCode::kUnavailable, contender.unavailable);
  if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted");
  return {};
}

Error NothingMeasured(std::span<const Contender> contenders, std::span<const Measured> measured) {
  std::string reasons;
  bool is_same = true;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    is_same = is_same && measured[i].error->message == measured[0].error->message;
    reasons += fmt::format("{}{}: {}", i == 0 ? "" : "; ", contenders[i].label, measured[i].error->message);
  }
  if (is_same) return *measured[0].error;
  return {measured[0].error->code, "none of the settings could be measured: " + reasons};
}

}  // namespace

std::vector<Measured> Race(std::span<const Contender> contenders, const Evaluate& evaluate) {
  std::vector<Measured> measured(contenders.size());
  std::vector<std::function<void(profiler::Turn)>> jobs;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    jobs.emplace_back([&, i](profiler::Turn turn) {
      auto done = Begin(contenders[i]);
      if (done) done = evaluate(i, turn, measured[i].profile);
      if (!done) measured[i].error = std::move(done).error();
    });
  }
  profiler::TakeTurns(jobs);
  return measured;
}

const Error* FirstError(std::span<const Measured> measured, ErrorCode code) {
  for (const Measured& one : measured) {
    if (one.error && one.error->code == code) return &*one.error;
  }
  return nullptr;
}

Result<record::Comparison> CompareMeasured(std::span<const Contender> contenders, std::span<const Measured> measured,
                                           const std::string& model) {
  if (const Error* error = FirstError(measured, ErrorCode::kIo)) return Fail(*error);
  const bool is_any = std::ranges::any_of(measured, [](const Measured& one) { return one.profile.has_value(); });
  if (!is_any) {
    const Error* interrupted = FirstError(measured, ErrorCode::kInterrupted);
    return Fail(interrupted != nullptr ? *interrupted : NothingMeasured(contenders, measured));
  }
  std::vector<comparison::Entry> entries;
  std::string name = model;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const auto& [profile, error] = measured[i];
    const bool has_whole = profile && profile->whole;  // what came before an error says nothing of the model
    comparison::Entry entry{contenders[i].label, "", contenders[i].setting, has_whole ? &*profile : nullptr, ""};
    if (has_whole) entry.path = record::ProfilePath({}, contenders[i].name).string();
    if (profile) name = profile->model.name;
    if (!has_whole && error) entry.unavailable = error->message;
    entries.push_back(std::move(entry));
  }
  record::Comparison compared = comparison::Compare(entries, {name, true});
  compared.created = NowInUtc();
  compared.version = DNNTUNE_VERSION;
  return compared;
}

const Contender& Winner(std::span<const Contender> contenders, const record::Comparison& comparison) {
  const auto wins = [&](const Contender& contender) {
    return std::ranges::any_of(comparison.settings, [&](const record::ComparedSetting& one) {
      const record::Standing standing = record::ToLeast(one, metric::MetricId::kLatency).standing;
      const bool leads = standing == record::Standing::kBest || standing == record::Standing::kTie;
      return one.label == contender.label && leads;
    });
  };
  const auto first = std::ranges::find_if(contenders, wins);
  return first == contenders.end() ? contenders.front() : *first;
}

}  // namespace dnntune::search
