// SPDX-License-Identifier: Apache-2.0
// The two machines of a deployment, each with a worker, and what is done to tensors between them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/progress.h"
#include "engine/subject.h"
#include "profiler/part.h"
#include "record/conversions.h"
#include "record/output_difference.h"
#include "spec/spec.h"
#include "split/adapter.h"
#include "split/carrier.h"

namespace dnntune::split {

// How near a deployment's outputs have to be to a whole model's.
struct Tolerances {
  record::Tolerance in_cloud{};  // where one machine ran both: of the same engine in the same setting
  record::Tolerance on_device{};
  record::Tolerance between{};  // where a part ran on the other machine than the whole
};

// Where deployments are run, how long, and who is told meanwhile. The conversions are not owned.
struct Stage {
  engine::Subject device;
  engine::Subject cloud;
  spec::Profiling profiling;
  Progress& progress;
  const record::Conversions* conversions = nullptr;  // where the cloud runs another file of the model than the device
  Tolerances tolerances{};
};

using Names = std::vector<std::string>;

class Ends {
 public:
  // Starts a worker on each side; the device's has the model's inputs, filled with noise. The stage must outlive the ends.
  [[nodiscard]] static Result<Ends> Start(const Stage& stage);

  [[nodiscard]] engine::Worker& device() { return *device_; }
  [[nodiscard]] engine::Worker& cloud() { return *cloud_; }
  [[nodiscard]] const Adapter& adapter() const { return adapter_; }

  // Opens and primes a part of the model; the request says which tensors it reads and yields.
  Result<engine::SessionId> OpenOnDevice(engine::OpenRequest request);
  // With the conversions of what arrives and of what goes back.
  Result<engine::SessionId> OpenInCloud(engine::OpenRequest request);
  // The model as it is, with these names for what enters and leaves it.
  Result<engine::SessionId> OpenWholeInCloud(const Names& inputs, const Names& outputs);

  // Tensors that the device's worker has, to the cloud's.
  Result<void> Send(const Names& names);
  // A tensor of the cloud's worker, in the form of the device's file.
  [[nodiscard]] Result<engine::Tensor> Fetch(const std::string& name);

 private:
  explicit Ends(const Stage& stage) : stage_(&stage), adapter_(stage.conversions) {}

  const Stage* stage_;
  Adapter adapter_;
  std::unique_ptr<Carrier> carrier_;
  std::unique_ptr<engine::Worker> device_;
  std::unique_ptr<engine::Worker> cloud_;
};

[[nodiscard]] Names NamesOf(const graph::Graph& graph, std::span<const graph::TensorId> ids);

}  // namespace dnntune::split
