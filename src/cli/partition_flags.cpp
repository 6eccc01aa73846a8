// SPDX-License-Identifier: Apache-2.0
#include "cli/partition_flags.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cmath>

#include "cli/decidable.h"
#include "spec/links.h"

namespace dnntune::cli {
namespace {

constexpr std::array kParts = {spec::Part::kObjective, spec::Part::kLimits};

Result<link::Link> LinkOf(const PartitionFlags& flags) {
  spec::LinkSpec row;
  row.name = flags.link;
  row.up_mbps = flags.up_mbps;
  row.down_mbps = flags.down_mbps;
  row.round_trip_ms = flags.round_trip_ms;
  auto link = spec::ToLink(row);
  if (!link) return Fail(std::move(link).error().Context("--link"));
  return link;
}

// CLI11's own validators print the largest double there is, in full.
CLI::Validator Number(const char* what, bool (*is_right)(double)) {
  const auto check = [what, is_right](const std::string& text) {
    double number = 0;
    const bool is_number = CLI::detail::lexical_cast(text, number) && std::isfinite(number);
    return is_number && is_right(number) ? std::string() : fmt::format("'{}' is no number {}", text, what);
  };
  return {check, "", ""};
}

void AddFlags(CLI::App& app, PartitionFlags& flags) {
  const CLI::Validator above_zero = Number("above zero", [](double number) { return number > 0; });
  const CLI::Validator not_negative = Number("from zero on", [](double number) { return number >= 0; });
  app.add_option("--device", flags.device, "Profile document of the device")->required();
  app.add_option("--cloud", flags.cloud, "Profile document of the cloud")->required();
  app.add_option("--link", flags.link, "3g, 4g, wifi or ethernet, or a name of your own with rates")->capture_default_str();
  app.add_option("--up-mbps", flags.up_mbps, "Uplink in Mbit/s instead of the preset's")->check(above_zero);
  app.add_option("--down-mbps", flags.down_mbps, "Downlink in Mbit/s instead of the preset's")->check(above_zero);
  app.add_option("--round-trip-ms", flags.round_trip_ms, "Round trip in ms instead of the preset's")->check(not_negative);
  app.add_option("--top", flags.top, "Alternatives to rank")->check(above_zero)->capture_default_str();
  app.add_option("--seed", flags.seed, "Seed of the bootstrap")->capture_default_str();
  AddConfigFlags(app, flags.config, kParts);
}

}  // namespace

void ConfigurePartition(CLI::App& app, VerbContext& context, Result<report::Document> (*run)(const PartitionFlags&)) {
  const auto flags = std::make_shared<PartitionFlags>();
  AddFlags(app, *flags);
  context.run = [flags, run] { return run(*flags); };
}

Result<std::unique_ptr<LoadedProblem>> LoadProblem(const PartitionFlags& flags) {
  ASSIGN_OR_RETURN(record::Profile device, record::ReadProfile(flags.device));
  ASSIGN_OR_RETURN(record::Profile cloud, record::ReadProfile(flags.cloud));
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadConfig(flags.config));
  for (const record::Profile* profile : {&device, &cloud}) TRY(CheckDecidable(profile->device, loaded.spec));
  ASSIGN_OR_RETURN(link::Link link, LinkOf(flags));
  std::unique_ptr<LoadedProblem> problem(new LoadedProblem{std::move(device), std::move(cloud), nullptr});
  const spec::Spec& spec = loaded.spec;
  problem->problem = std::make_unique<partition::Problem>(partition::Problem{.device = problem->device,
                                                                             .cloud = problem->cloud,
                                                                             .link = std::move(link),
                                                                             .counting = spec.counting,
                                                                             .objective = spec.objective,
                                                                             .energy_weight = spec.energy_weight,
                                                                             .limits = spec.limits,
                                                                             .top = flags.top,
                                                                             .seed = flags.seed});
  return problem;
}

std::vector<std::string> NotesOf(const LoadedProblem& problem) {
  std::vector<std::string> notes;
  for (const record::Profile* profile : {&problem.device, &problem.cloud}) {
    if (const auto note = record::DeviceNote(profile->device)) notes.push_back(profile->device.name + ": " + *note + ".");
  }
  return notes;
}

}  // namespace dnntune::cli
