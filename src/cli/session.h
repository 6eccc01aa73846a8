// SPDX-License-Identifier: Apache-2.0
// From what the config says to what a measurement needs; shared by bench, profile and tune.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "device/description.h"
#include "format/format.h"
#include "record/profile.h"
#include "setting/setting.h"
#include "spec/spec.h"

namespace dnntune::cli {

struct LoadedModel {
  std::unique_ptr<format::Model> model;
  format::ReadOptions options;  // as it was read, to read it again with shapes that a run has found
  std::filesystem::path file;
  record::ModelId id;
};

// Settles which model a config means: a file of a format that cannot be read yet gives way to the zoo's model of its name, which is
// noted in spec.unavailable. kBadInput where no model is named or the zoo has none of that name (with the nearest); kIo where the
// file is missing.
[[nodiscard]] Result<void> ResolveModel(spec::Spec& spec);

// A file, or a zoo model where no file is given, for engines that are to run parts of it. A zoo image model takes its shape in
// either order, [1,224,224,3] or [1,3,224,224]. Of several files the first that all engines read, else the
// first that engines[0] reads. Errors as format::Read, zoo::Materialise and CheckReads of every engine.
[[nodiscard]] Result<LoadedModel> LoadModel(const spec::Model& model, std::span<const std::string> engines);

// kBadInput or kUnavailable for cores that the machine does not have.
[[nodiscard]] Result<setting::Setting> SettingFor(const spec::Device& device, const device::DeviceDescription& machine);

// Declared power for the device's unit and threads, else the reason and the key to add.
[[nodiscard]] record::Power PowerFor(const spec::Device& device);

[[nodiscard]] record::DeviceId DeviceIdFor(const spec::Device& device, const device::DeviceDescription& machine);

}  // namespace dnntune::cli
