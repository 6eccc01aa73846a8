// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/config_flags.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "report/unavailable_section.h"

namespace dnntune::cli {
namespace {

report::Document Start(const spec::Spec& spec, const std::string& file) {
  report::Document document{.kind = "config", .title = "Config " + file, .verdict = {}, .sections = {}};
  document.verdict.push_back(
      spec.unavailable.empty()
          ? "The config is right and everything that it asks for is here."
          : fmt::format("The config is right; {} of the things that it asks for are not available here.", spec.unavailable.size()));
  return document;
}

Result<spec::Loaded> LoadAndResolve(const ConfigFlags& flags) {
  ASSIGN_OR_RETURN(spec::Loaded loaded, LoadConfig(flags));
  TRY(ResolveModel(loaded.spec));
  return loaded;
}

Result<report::Document> Check(const ConfigFlags& flags) {
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadAndResolve(flags));
  report::Document document = Start(loaded.spec, flags.file);
  if (!loaded.spec.unavailable.empty()) document.sections.push_back(report::UnavailableSection(loaded.spec.unavailable));
  return document;
}

Result<report::Document> Show(const ConfigFlags& flags) {
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadAndResolve(flags));
  report::Document document = Start(loaded.spec, flags.file);
  report::Table table{
      .id = "values", .title = "Values", .columns = {{"key", "Key"}, {"value", "Value"}, {"origin", "From"}}, .rows = {}};
  for (const spec::Effective& value : loaded.values) table.rows.push_back({{value.key, value.value, value.origin}, false});
  document.sections.push_back({"values", "Values", "", {std::move(table)}});
  if (!loaded.spec.unavailable.empty()) document.sections.push_back(report::UnavailableSection(loaded.spec.unavailable));
  return document;
}

void Configure(CLI::App& app, VerbContext& context) {
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* summary, Result<report::Document> (*run)(const ConfigFlags&)) {
    const auto flags = std::make_shared<ConfigFlags>();
    CLI::App* sub = app.add_subcommand(name, summary);
    sub->fallthrough();
    sub->add_option("file", flags->file, "Config file (YAML)")->required();
    AddConfigFlags(*sub, *flags);
    sub->callback([&context, flags, run] { context.run = [flags, run] { return run(*flags); }; });
  };
  add("check", "Say whether a config is right and what it asks for that is not here", &Check);
  add("show", "Show every value and where it comes from", &Show);
}

}  // namespace

extern const Verb kConfigVerb;
const Verb kConfigVerb{"config", "Check a config, or show its effective values", "dnntune config show examples/quickstart.yaml",
                       &Configure};

}  // namespace dnntune::cli
