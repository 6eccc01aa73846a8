// SPDX-License-Identifier: Apache-2.0
#include "cli/measuring_flags.h"

#include "setting/engines.h"
#include "zoo/zoo.h"

namespace dnntune::cli {

void AddMeasuringFlags(Command& command, MeasuringFlags& flags) {
  command.Add("model", flags.model, "Model file, or a name of 'dnntune zoo list'; may be left out with --config");
  AddMachineFlags(command, flags);
}

void AddMachineFlags(Command& command, MeasuringFlags& flags) {
  command.Add("--config", flags.config.file, "Config file (YAML)");
  command.Add("--device", flags.device, "Name of the config's device to measure with; else the one with the role device");
  AddConfigFlags(command, flags.config, kMeasuringParts);
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
