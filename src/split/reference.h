// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/tensor.h"
#include "graph/quantization.h"
#include "record/decision.h"
#include "split/ends.h"

namespace dnntune::split {

// What the whole model yields, which every deployment is held against: as the cloud has it and, where the device has another file
// of it, as that has it.
class Reference {
 public:
  // Runs the whole model on both ends, closed again before anything is timed. An output whose conversion is not known is left out.
  [[nodiscard]] static Result<Reference> Run(const graph::Graph& graph, Ends& ends, bool are_two_files);

  [[nodiscard]] bool IsOutput(const std::string& tensor) const { return quantizations_.contains(tensor); }

  // How far outputs of a deployment are from it.
  struct Differences {
    std::optional<record::OutputDifference> from_cloud{};
    std::optional<record::OutputDifference> from_device{};
  };
  // Adds an output, in the device's form. Requires IsOutput.
  Result<void> Add(const std::string& name, const engine::Tensor& actual, Differences& differences) const;

 private:
  engine::TensorStore in_cloud_;
  std::optional<engine::TensorStore> on_device_;
  std::map<std::string, std::optional<graph::Quantization>> quantizations_;  // of the outputs, in the device's form
};

}  // namespace dnntune::split
