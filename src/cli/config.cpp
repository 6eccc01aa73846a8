// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "cli/config_flags.h"
#include "cli/verb.h"
#include "report/config_document.h"
#include "target/loaded_model.h"

namespace dnntune::cli {
namespace {

Result<spec::Loaded> LoadAndResolve(const ConfigFlags& flags) {
  ASSIGN_OR_RETURN(spec::Loaded loaded, LoadConfig(flags));
  ASSIGN_OR_RETURN(loaded.spec.model, target::ResolveModel(loaded.spec.model, loaded.spec.unavailable));
  return loaded;
}

Result<report::Document> Check(const ConfigFlags& flags) {
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadAndResolve(flags));
  return report::ConfigCheckDocument(flags.file, loaded.spec);
}

Result<report::Document> Show(const ConfigFlags& flags) {
  ASSIGN_OR_RETURN(const spec::Loaded loaded, LoadAndResolve(flags));
  return report::ConfigShowDocument(flags.file, loaded);
}

void Configure(Command& command, VerbContext& context) {
  command.RequireCommand();
  const auto add = [&](const char* name, const char* summary, Result<report::Document> (*run)(const ConfigFlags&)) {
    const auto flags = std::make_shared<ConfigFlags>();
    Command sub = command.AddCommand(name, summary);
    sub.InheritFlags();
    sub.Add("file", flags->file, "Config file (YAML)").Required();
    AddConfigFlags(sub, *flags);
    sub.OnGiven([&context, flags, run] { context.run = [flags, run] { return run(*flags); }; });
  };
  add("check", "Say whether a config is right and what it asks for that is not here", &Check);
  add("show", "Show every value and where it comes from", &Show);
}

}  // namespace

extern const Verb kConfigVerb;
const Verb kConfigVerb{"config", "Check a config, or show its effective values", "dnntune config show examples/quickstart.yaml",
                       &Configure};

}  // namespace dnntune::cli
