// SPDX-License-Identifier: Apache-2.0
#include "profiler/sampling.h"

#include <algorithm>
#include <cmath>

#include "base/interrupt.h"
#include "metric/statistics.h"
#include "profiler/stopping_rule.h"

namespace dnntune::profiler {
namespace {

constexpr Seconds kBatch{0.1};

std::vector<engine::SessionId> SessionsOf(std::span<Part* const> parts) {
  std::vector<engine::SessionId> sessions;
  for (const Part* part : parts) sessions.push_back(part->session.value());
  return sessions;
}

Nanoseconds ToNanoseconds(Seconds time) {
  return std::chrono::duration_cast<Nanoseconds>(time);
}

bool AllFinished(std::span<Part* const> parts) {
  return std::ranges::all_of(parts, [](const Part* part) { return part->IsFinished(); });
}

bool GoesOn(std::span<Part* const> parts, const Sampling& sampling, Seconds spent) {
  if (!AllFinished(parts)) return true;
  return spent < sampling.budget && sampling.goes_on && sampling.goes_on();
}

void StopUnfinished(std::span<Part* const> parts, record::Stop stop) {
  for (Part* part : parts) {
    if (!part->IsFinished() && !part->samples.empty()) part->stop = stop;
  }
}

// Whether a part became finished.
bool TakeBatch(std::span<Part* const> parts, const engine::BatchResult& batch, const spec::Profiling& rule) {
  bool finished = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = *parts[i];
    const bool full = part.samples.size() >= static_cast<std::size_t>(rule.max_samples);
    if (part.resumed || (part.IsFinished() && full)) continue;
    AddSamples(part, batch, i);
    if (part.IsFinished()) continue;
    part.stop = WhyStop(part.samples, rule);
    finished = finished || part.stop;
  }
  return finished;
}

Result<void> CheckShape(const engine::BatchResult& batch, std::size_t sessions) {
  const bool whole =
      batch.samples.size() == sessions && std::ranges::none_of(batch.samples, [](const auto& row) { return row.empty(); });
  if (!whole) return Fail(ErrorCode::kMeasurement, "the worker sent back fewer samples than were asked for");
  return {};
}

std::uint32_t RoundsOf(Seconds round_time, const spec::Profiling& rule) {
  const double rounds = round_time.count() > 0 ? kBatch / round_time : 1e9;
  return static_cast<std::uint32_t>(std::clamp(rounds, 1.0, static_cast<double>(std::max(rule.min_samples, 1)) * 4));
}

Seconds TimeToGo(std::span<Part* const> parts, const Sampling& sampling, Seconds spent) {
  double rounds = 0;
  for (const Part* part : parts) {
    if (part->IsFinished()) continue;
    rounds = std::max(rounds, SamplesToGo(part->samples, sampling.rule).value_or(static_cast<double>(sampling.rule.min_samples)));
  }
  return std::clamp(rounds * sampling.round_time, Seconds(0), std::max(sampling.budget - spent, Seconds(0)));
}

}  // namespace

Result<Seconds> WarmUp(const Measure& measure, std::span<Part* const> parts, Seconds most, std::size_t most_rounds) {
  const auto sessions = SessionsOf(parts);
  std::vector<double> rounds;
  Seconds spent{0};
  std::size_t next = 1;
  do {
    if (IsInterrupted()) return Fail(ErrorCode::kInterrupted, "interrupted");
    const std::size_t count = std::min(next, most_rounds - rounds.size());
    ASSIGN_OR_RETURN(const auto batch, measure({sessions, static_cast<std::uint32_t>(count), ToNanoseconds(most - spent)}));
    TRY(CheckShape(batch, sessions.size()));
    for (std::size_t round = 0; round < batch.samples.front().size(); ++round) {
      Nanoseconds sum{0};
      for (const auto& samples : batch.samples) sum += samples.at(round);
      rounds.push_back(Seconds(sum).count());
    }
    spent += batch.window.Length();
    next *= 2;
  } while (spent < most && rounds.size() < most_rounds && !metric::IsStationary(rounds));
  return Seconds(metric::Median(std::span(rounds).last((rounds.size() + 1) / 2)));
}

Result<void> Sample(const Measure& measure, std::span<Part* const> parts, const Sampling& sampling) {
  const auto sessions = SessionsOf(parts);
  const std::uint32_t rounds = RoundsOf(sampling.round_time, sampling.rule);
  Seconds spent{0};
  while (GoesOn(parts, sampling, spent)) {
    if (IsInterrupted()) {
      StopUnfinished(parts, record::Stop::kInterrupted);
      return Fail(ErrorCode::kInterrupted, "interrupted");
    }
    const Seconds left = std::max(sampling.budget - spent, Seconds(1e-9));
    ASSIGN_OR_RETURN(const auto batch, measure({sessions, rounds, ToNanoseconds(left)}));
    TRY(CheckShape(batch, sessions.size()));
    spent += batch.window.Length();
    bool finished = TakeBatch(parts, batch, sampling.rule);
    if (spent >= sampling.budget) {
      StopUnfinished(parts, record::Stop::kBudget);
      finished = true;
    }
    if (sampling.after_batch) TRY(sampling.after_batch({spent, TimeToGo(parts, sampling, spent), finished, batch.readings}));
  }
  return {};
}

}  // namespace dnntune::profiler
