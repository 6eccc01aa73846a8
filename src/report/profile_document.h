// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/profile.h"
#include "report/document.h"

namespace dnntune::report {

// Model, machine, setting and notes: what every measurement says of itself.
[[nodiscard]] Section SettingSection(const record::Profile& profile);

// Latency and output of every layer, as measured; the id is `prefix` + "layers".
[[nodiscard]] Table LayerTable(const record::Profile& profile, const std::string& prefix = "");

// The whole model, every layer, and the engine's own trace. The outcome is kMeasurement where the whole model, or every layer,
// could not be measured.
[[nodiscard]] Document ProfileDocument(const record::Profile& profile);

}  // namespace dnntune::report
