// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/tensor.h"
#include "graph/quantization.h"
#include "record/output_difference.h"
#include "split/ends.h"

namespace dnntune::split {

// What the whole model yields, which every deployment is held against: as the cloud has it and, where the device has another file
// of it, as that has it.
class Reference {
 public:
  // Runs the whole model twice on both ends, closed again before anything is timed. An output whose conversion is not known is left
  // out.
  [[nodiscard]] static Result<Reference> Run(const graph::Graph& graph, Ends& ends, const Stage& stage);

  [[nodiscard]] bool IsOutput(const std::string& tensor) const { return quantizations_.contains(tensor); }

  // How far the second run's outputs are from the first's, of the end where they are further; none: nothing to compare. Where it is
  // not within what it is held to, the model is not repeatable, and a deployment's difference says nothing of where it is cut.
  [[nodiscard]] const std::optional<record::OutputDifference>& repeat() const { return repeat_; }

  // How far outputs of a deployment are from it.
  struct Differences {
    std::optional<record::OutputDifference> from_cloud{};
    std::optional<record::OutputDifference> from_device{};
  };
  // What a deployment runs where.
  struct Parts {
    bool has_head = false;
    bool has_tail = false;
  };
  // Adds an output, in the device's form, of a deployment of these parts. Requires IsOutput.
  Result<void> Add(const std::string& name, const engine::Tensor& actual, const Parts& parts, Differences& differences) const;

 private:
  using Quantizations = std::map<std::string, std::optional<graph::Quantization>>;
  // The outputs of two runs of the whole model on one end.
  struct Runs {
    engine::TensorStore first;
    engine::TensorStore second;
  };

  explicit Reference(const Tolerances& tolerances) : tolerances_(tolerances) {}
  static Result<Runs> RunInCloud(const graph::Graph& graph, Ends& ends);
  static Result<Runs> RunOnDevice(const graph::Graph& graph, Ends& ends);
  engine::TensorStore Take(Runs runs, const record::Tolerance& tolerance);  // of the first, the second held against it
  [[nodiscard]] Result<record::OutputDifference> Difference(const std::string& name, const engine::Tensor& expected,
                                                            const engine::Tensor& actual, const record::Tolerance& tolerance) const;

  Tolerances tolerances_;
  engine::TensorStore in_cloud_;
  std::optional<engine::TensorStore> on_device_;
  Quantizations quantizations_;  // of the outputs, in the device's form
  std::optional<record::OutputDifference> repeat_;
};

}  // namespace dnntune::split
