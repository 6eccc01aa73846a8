// SPDX-License-Identifier: Apache-2.0
#include "cli/measuring_flags.h"

#include <CLI/CLI.hpp>

#include "setting/engines.h"
#include "zoo/zoo.h"

namespace dnntune::cli {

void AddMeasuringFlags(CLI::App& app, MeasuringFlags& flags) {
  app.add_option("model", flags.model, "Model file, or a name of 'dnntune zoo list'; may be left out with --config");
  AddMachineFlags(app, flags);
}

void AddMachineFlags(CLI::App& app, MeasuringFlags& flags) {
  app.add_option("--config", flags.config.file, "Config file (YAML)");
  app.add_option("--device", flags.device, "Name of the config's device to measure with; else the one with the role device");
  AddConfigFlags(app, flags.config, kMeasuringParts);
}

Result<spec::Spec> LoadSpec(const MeasuringFlags& flags) {
  ASSIGN_OR_RETURN(spec::Loaded loaded, LoadConfig(flags.config));
  spec::Model& model = loaded.spec.model;
  if (flags.model.empty()) return std::move(loaded.spec);
  model.other_files.clear();
  if (zoo::Find(flags.model) != nullptr) {
    model.name = flags.model;
    model.file.clear();
  } else {
    ASSIGN_OR_RETURN(model.file, zoo::Resolve(flags.model, setting::DefaultFormat()));
  }
  return std::move(loaded.spec);
}

}  // namespace dnntune::cli
