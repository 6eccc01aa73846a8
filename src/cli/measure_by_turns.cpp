// SPDX-License-Identifier: Apache-2.0
#include "cli/measure_by_turns.h"

#include "cli/progress.h"
#include "profiler/by_turns.h"
#include "profiler/profile_model.h"

namespace dnntune::cli {
namespace {

struct Job {
  const Candidate& candidate;
  Extent extent;
  const record::RunFolder& run;
  bool resume;
  Measured& measured;
};

Result<void> Measure(const Job& job, profiler::Turn turn) {
  const Candidate& candidate = job.candidate;
  if (!candidate.unavailable.empty()) return Fail(ErrorCode::kUnavailable, candidate.unavailable);
  ASSIGN_OR_RETURN(const auto measuring, Prepare(candidate.chosen.spec, candidate.chosen.device));
  std::optional<record::Profile> earlier;
  if (job.resume) {
    ASSIGN_OR_RETURN(earlier, record::LoadProfile(job.run.path(), candidate.name));
  }
  ConsoleSink console("measuring " + measuring->loaded.id.name + " with " + candidate.label, [&](const record::Profile& so_far) {
    job.measured.profile = so_far;
    return job.run.SaveProfileAs(candidate.name, so_far);
  });
  profiler::TurnSink sink(console, turn);
  profiler::TurnWorkers workers(*measuring->workers, turn);
  if (job.extent == Extent::kWhole) {
    TRY(profiler::BenchModel(*measuring->plan, workers, sink));
  } else {
    TRY(profiler::ProfileModel(*measuring->plan, workers, sink, earlier ? &*earlier : nullptr));
  }
  return {};
}

}  // namespace

std::vector<Measured> MeasureByTurns(std::span<const Candidate> candidates, Extent extent, const record::RunFolder& run,
                                     bool resume) {
  std::vector<Measured> measured(candidates.size());
  std::vector<std::function<void(profiler::Turn)>> jobs;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    jobs.emplace_back([job = Job{candidates[i], extent, run, resume, measured[i]}](profiler::Turn turn) {
      if (auto done = Measure(job, turn); !done) job.measured.error = std::move(done).error();
    });
  }
  profiler::TakeTurns(jobs);
  return measured;
}

}  // namespace dnntune::cli
