// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "target/target.h"

namespace dnntune::target {

// What an engine of the device is, and what it is measured with where nothing is said: "version 2026.4.1, reads onnx, tflite;
// default: 2 threads, library onednn, precision fp32 (by itself it would take bf16)".
[[nodiscard]] std::string EngineInWords(Target& target, const engine::EngineInfo& engine);

}  // namespace dnntune::target
