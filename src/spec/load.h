// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "spec/spec.h"
#include "spec/value.h"

namespace dnntune::spec {

// A key set by a flag: "processing.cpu_threads" (all devices), "devices.phone.cpu_threads", "limits.max_upload", "links".
struct Override {
  std::string key;
  std::string value;
  std::string flag;  // as typed: "--threads"
};

// What a key is and why.
struct Effective {
  std::string key;
  std::string value;
  std::string origin;  // "quickstart.yaml:12", "--threads" or "default"
};

struct Loaded {
  Spec spec;
  std::vector<Effective> values;  // in the order of the table of options
};

// Merges defaults, the file and the flags, the later over the earlier, and checks. Without devices there are two, "device" and
// "cloud", both this machine. Errors: see ReadYaml and Option::set; kBadInput also for devices of one name or role and links that
// are neither a preset nor have rates.
[[nodiscard]] Result<Loaded> Load(const std::optional<std::filesystem::path>& file, std::span<const Override> overrides);

// The same from text; `name` stands for the file in errors.
[[nodiscard]] Result<Loaded> LoadText(const std::string& yaml, const std::string& name, std::span<const Override> overrides);

}  // namespace dnntune::spec
