// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/runtime/core.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "engine/openvino/openvino_reader.h"

namespace dnntune::engine {

// A model whose inputs' dimensions are open is compiled by Prime, for the shapes that the inputs have then.
class OpenVinoSession final : public Session {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Session>> Make(ov::Core& core, OpenVinoReader reader,
                                                             const setting::Setting& setting);

  [[nodiscard]] std::vector<TensorInfo> Inputs() const override { return inputs_; }
  [[nodiscard]] std::vector<TensorInfo> Outputs() const override { return outputs_; }
  Result<void> Prime(TensorStore& store) override;
  Result<void> Run() override;
  Result<void> Deliver() override;
  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t runs) override;

 private:
  OpenVinoSession(ov::Core& core, OpenVinoReader reader, ov::AnyMap config, int threads)
      : core_(core), reader_(std::move(reader)), config_(std::move(config)), threads_(threads) {}
  Result<void> Load();
  [[nodiscard]] Result<ov::CompiledModel> Compile(const std::shared_ptr<ov::Model>& model, const ov::AnyMap& config) const;
  Result<void> CompileFor(const Shapes& shapes);
  Result<void> BindOutputs(TensorStore& store);
  void BindInputs(ov::InferRequest& request) const;

  ov::Core& core_;
  OpenVinoReader reader_;
  ov::AnyMap config_;
  int threads_;
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  bool has_open_shapes_ = false;
  Shapes compiled_for_;  // has_open_shapes_: of the inputs
  ov::CompiledModel compiled_;
  std::vector<ov::Tensor> input_values_;  // over the store's bytes
  ov::InferRequest request_;
  std::vector<std::pair<std::size_t, Tensor*>> delivered_;  // outputs that are copied after a run, and their places in the store
};

}  // namespace dnntune::engine
