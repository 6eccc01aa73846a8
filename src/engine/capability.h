// SPDX-License-Identifier: Apache-2.0
// What an engine says of itself, looked up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"

namespace dnntune::engine {

// Whether available or not; null where the engine knows of none.
[[nodiscard]] const Capability* FindCapability(const EngineInfo& engine, std::string_view kind, std::string_view name);

// Names of the kind that are available, in the engine's order.
[[nodiscard]] std::vector<std::string> Available(const EngineInfo& engine, std::string_view kind);

// The formats of model files that it reads, the one to write a model in first; empty: it takes any.
[[nodiscard]] inline std::vector<std::string> FormatsOf(const EngineInfo& engine) {
  return Available(engine, "format");
}

// All capabilities that the table of engines has for the name, available or not as it says there. The version is the library's.
[[nodiscard]] EngineInfo DescribeAs(std::string_view name, std::string version);

// The setting with the engine's default wherever it leaves something out that the engine has one for.
[[nodiscard]] setting::Setting WithDefaults(const setting::Setting& setting, const EngineInfo& engine);

// What the engine would take by itself where the setting has something else only because dnntune takes that unless it is asked:
// "openvino by itself computes in bf16 here; ...". Empty: nothing.
[[nodiscard]] std::string OwnChoiceNote(const setting::Setting& setting, const EngineInfo& engine);

// Makes a capability one that is not there, for this reason.
void Withdraw(EngineInfo& engine, std::string_view kind, std::string_view name, std::string reason);

// Says more of one that is there; `is_function_only` as in Capability.
void Detail(EngineInfo& engine, std::string_view kind, std::string_view name, std::string detail, bool is_function_only);

}  // namespace dnntune::engine
