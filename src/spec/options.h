// SPDX-License-Identifier: Apache-2.0
// The one table of options: what YAML, flags, 'config show', docs/config.md and the JSON schema know of a key comes from its row.
#pragma once

#include <span>
#include <vector>

#include "spec/spec.h"
#include "spec/value.h"

namespace dnntune::setting {
struct Dimension;
}

namespace dnntune::spec {

// What a row sets. Rows of kDevice hold for an entry of devices[] and, where they are in kProcessing, for all devices at once.
struct Target {
  Spec& spec;
  Device* device = nullptr;
  LinkSpec* link = nullptr;
};

enum class Part : std::uint8_t { kModel, kProcessing, kObjective, kDevice, kLink, kLimits, kProfiling, kOutput };

struct Option {
  Part part;
  const char* key;       // inside its part: "cpu_threads"
  const char* type;      // "text", "list", "whole number", "true or false", "time", "power", ...
  const char* standard;  // the default as text; "" for none
  const char* help;
  Result<void> (*set)(Target target, const Value& value);
  const char* alias = "";                         // short flag: "--threads"; only for options that are set once
  const setting::Dimension* dimension = nullptr;  // what the row was made from, in place of `set`

  Result<void> Set(Target target, const Value& value) const;
};

[[nodiscard]] std::span<const Option> Options();
[[nodiscard]] const char* PartName(Part part);  // "model", ..., "devices[]", "links[]"
// Of all devices at once, of a dimension by its name in records, which there must be: "threads" gives "processing.cpu_threads".
[[nodiscard]] std::string FullKey(std::string_view dimension);

// The row of a key in a part, case ignored. kBadInput naming the nearest.
[[nodiscard]] Result<const Option*> FindOption(Part part, const Value& member, const std::string& name);

}  // namespace dnntune::spec
