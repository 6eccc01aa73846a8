// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/profile.h"
#include "report/document.h"

namespace dnntune::cli {

// Median of the samples with its 95 % interval, or why there is none.
[[nodiscard]] metric::Quantity<Seconds> LatencyOf(const record::Cost& cost);

// Model, machine, setting and notes: what every measurement says of itself.
[[nodiscard]] report::Section SettingSection(const record::Profile& profile);

// The whole model, every layer, and the engine's own trace.
[[nodiscard]] report::Document ProfileDocument(const record::Profile& profile);

}  // namespace dnntune::cli
