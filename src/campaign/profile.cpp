// SPDX-License-Identifier: Apache-2.0
#include "campaign/profile.h"

#include "base/file.h"
#include "campaign/model_file.h"
#include "campaign/run_place.h"
#include "campaign/saving_sink.h"
#include "profiler/profile_model.h"

namespace dnntune::campaign {

Result<Profiled> Bench(const spec::Spec& spec, const std::string& device, const Context& context) {
  ASSIGN_OR_RETURN(spec::Plan plan, PlanOne(spec, device, context));
  ASSIGN_OR_RETURN(const TemporaryFolder made, TemporaryFolder::Make());  // for a file in another precision
  ASSIGN_OR_RETURN(const auto ready, MakeReadyInPrecision({spec, plan.model, plan.devices.front()}, made.path(), context));
  SavingSink sink(context.progress, "measuring " + ready->task->model.name);
  ASSIGN_OR_RETURN(profiler::Bench bench, profiler::BenchModel(*ready->task, sink));
  return Profiled{std::nullopt, std::move(bench.profile), bench.load_time, std::move(plan.unavailable)};
}

Result<Profiled> Profile(const spec::Spec& spec, const std::string& device, const Context& context, const std::string& resume) {
  ASSIGN_OR_RETURN(spec::Plan plan, PlanOne(spec, device, context));
  std::optional<record::RunFolder> run;
  std::optional<record::Profile> earlier;
  if (!resume.empty() || !spec.output.folder.empty()) {
    ASSIGN_OR_RETURN(run, OpenRun(spec, resume));
    ASSIGN_OR_RETURN(earlier, record::LoadProfile(run->path(), plan.devices.front().name));
  }
  std::optional<TemporaryFolder> made;  // for a file in another precision, where no run keeps it
  if (!run) {
    ASSIGN_OR_RETURN(made, TemporaryFolder::Make());
  }
  const std::filesystem::path& folder = run ? run->path() : made->path();
  ASSIGN_OR_RETURN(const auto ready, MakeReadyInPrecision({spec, plan.model, plan.devices.front()}, folder, context));
  SavingSink sink(context.progress, "profiling " + ready->task->model.name,
                  [&](const record::Profile& so_far) { return run ? run->SaveProfile(so_far) : Result<void>(); });
  auto profile = profiler::ProfileModel(*ready->task, sink, earlier ? &*earlier : nullptr);
  if (!profile) return Fail(run ? KeptIn(profile.error(), run->path()) : profile.error());
  return Profiled{std::move(run), *std::move(profile),
                  metric::Quantity<Seconds>::Unavailable("it is told of a whole model that is measured by itself"),
                  std::move(plan.unavailable)};
}

}  // namespace dnntune::campaign
