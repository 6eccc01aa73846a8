// SPDX-License-Identifier: Apache-2.0
// Inputs that a model is calibrated with: generated, or read from a folder. Every example has a value for each input of the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/tensor.h"
#include "graph/graph.h"

namespace dnntune::calibration {

struct NamedTensor {
  std::string name;
  engine::Tensor tensor;
};
using Example = std::vector<NamedTensor>;

// Immutable. An example is made anew whenever it is asked for, so that a large folder needs no memory.
class Examples {
 public:
  virtual ~Examples() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  // kIo, kBadInput: names the file and what is wrong with it.
  [[nodiscard]] virtual Result<Example> Load(std::size_t index) const = 0;
  // "8 generated inputs", "12 files of photos/".
  [[nodiscard]] virtual std::string Describe() const = 0;
  [[nodiscard]] virtual bool AreGenerated() const = 0;
};

// Noise, as profiles are measured with, seeded 1, 2, ... kBadInput for an input whose shape or type is not known, kUnavailable for
// strings. `graph` must outlive the examples.
[[nodiscard]] Result<std::unique_ptr<Examples>> GeneratedExamples(const graph::Graph& graph, std::size_t count);

// What a pixel of 0 to 255 becomes.
enum class Scaling : std::uint8_t {
  kUnit,      // 0 to 1
  kSigned,    // -1 to 1
  kRaw,       // 0 to 255
  kImageNet,  // 0 to 1, less the mean (0.485, 0.456, 0.406), divided by the deviation (0.229, 0.224, 0.225)
};
[[nodiscard]] std::vector<std::string> ScalingNames();
// kUsage, with the nearest, for a name that is none.
[[nodiscard]] Result<Scaling> ParseScaling(std::string_view name);

struct Preparation {
  Scaling scaling = Scaling::kUnit;
  std::size_t most = 0;  // examples; 0: all
};

// Files in the order of their names: images (.png, .jpg, .jpeg), stretched to the input's size, and arrays (.npy) of the input's
// shape, with or without a leading 1. A batch takes as many images as it holds. For a model with several inputs the folder has a
// folder for each, named like it, with '_' for '/' and ':'. Hidden files are passed over. kIo: there is no such folder, or no file
// in it; kBadInput: a file of another kind, folders of different length. `graph` must outlive the examples.
[[nodiscard]] Result<std::unique_ptr<Examples>> FolderExamples(const graph::Graph& graph, const std::filesystem::path& folder,
                                                               const Preparation& preparation);

}  // namespace dnntune::calibration
