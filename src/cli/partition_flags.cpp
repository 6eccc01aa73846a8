// SPDX-License-Identifier: Apache-2.0
#include "cli/partition_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "campaign/identify.h"
#include "spec/links.h"

namespace dnntune::cli {
namespace {

constexpr std::array kParts = {spec::Part::kObjective, spec::Part::kLimits};

Result<link::Link> LinkOf(const PartitionFlags& flags) {
  spec::Spec unused;
  spec::LinkSpec row;
  for (const spec::Override& one : flags.link) {
    const spec::Value value = spec::FromFlag(one.key, one.value, one.flag);
    ASSIGN_OR_RETURN(const spec::Option* option, spec::FindOption(spec::Part::kLink, value, one.key));
    TRY(option->set({unused, nullptr, &row}, value));
  }
  auto link = spec::ToLink(row);
  if (!link) return Fail(std::move(link).error().Context("--link"));
  return link;
}

// A flag for every key of a link that is no map: --up-mbps for up_mbps. The name of one is --link.
void AddLinkFlags(Command& command, PartitionFlags& flags) {
  for (const spec::Option& option : spec::Options()) {
    const std::string key = option.key;
    if (option.part != spec::Part::kLink || std::string_view(option.type).starts_with("map")) continue;
    std::string flag = key == "name" ? "--link" : "--" + key;
    std::ranges::replace(flag, '_', '-');
    const std::string standard = key == "name" ? flags.link.front().value : option.standard;
    const auto take = [&flags, key, flag](const std::string& value) { flags.link.push_back({key, value, flag}); };
    command.AddEach(flag, take, fmt::format("{} (default: {})", option.help, standard)).Named(option.type);
  }
}

void AddFlags(Command& command, PartitionFlags& flags) {
  command.Add("--device", flags.device, "Profile document of the device").Required();
  command.Add("--cloud", flags.cloud, "Profile document of the cloud").Required();
  AddLinkFlags(command, flags);
  command.Add("--top", flags.top, "Alternatives to rank").AboveZero().WithDefaultShown();
  command.Add("--seed", flags.seed, "Seed of the bootstrap").WithDefaultShown();
  AddConfigFlags(command, flags.config, kParts);
}

}  // namespace

void ConfigurePartition(Command& command, VerbContext& context, Result<report::Document> (*run)(const PartitionFlags&)) {
  const auto flags = std::make_shared<PartitionFlags>();
  AddFlags(command, *flags);
  context.run = [flags, run] { return run(*flags); };
}

Result<std::unique_ptr<LoadedProblem>> LoadProblem(const PartitionFlags& flags) {
  ASSIGN_OR_RETURN(record::Profile device, record::ReadProfile(flags.device));
  ASSIGN_OR_RETURN(record::Profile cloud, record::ReadProfile(flags.cloud));
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadConfig(flags.config));
  for (const record::Profile* profile : {&device, &cloud}) TRY(campaign::CheckDecidable(profile->device, loaded.spec));
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

}  // namespace dnntune::cli
