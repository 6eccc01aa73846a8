// SPDX-License-Identifier: Apache-2.0
// What it takes to judge a .tflite file that was quantised.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/tensor.h"
#include "engine/worker.h"
#include "format/quantize.h"

namespace dnntune::conformance {

// By name of the model's input.
using ModelInputs = std::map<std::string, engine::Tensor>;

// Noise of a seed for each input.
[[nodiscard]] ModelInputs NoiseFor(const graph::Graph& graph, std::uint64_t seed);

// The ranges that the quantizer wants to know, over all inputs, by TensorFlow Lite's own kernels.
[[nodiscard]] format::Ranges Calibrate(const std::filesystem::path& file, const std::vector<ModelInputs>& inputs);

// What an engine makes of the inputs, in the order of the file's outputs.
[[nodiscard]] std::vector<engine::Tensor> Answer(engine::Worker& worker, const engine::OpenRequest& request,
                                                 const ModelInputs& inputs);

// How far the answer is from the truth: ten times the logarithm of the truth's power over that of the difference, in dB; infinite
// where they are the same.
[[nodiscard]] double SignalToNoise(const engine::Tensor& truth, const engine::Tensor& answer);

}  // namespace dnntune::conformance
