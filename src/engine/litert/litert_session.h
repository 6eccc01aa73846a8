// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/litert/buffer.h"
#include "engine/source/tflite_source.h"

namespace dnntune::engine {

class LiteRtSession final : public Session {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Session>> Make(const LiteRt& library, TfliteSource source,
                                                             const setting::Setting& setting);

  [[nodiscard]] std::vector<TensorInfo> Inputs() const override { return infos_; }
  [[nodiscard]] std::vector<TensorInfo> Outputs() const override { return model_->outputs(); }
  Result<void> Prime(TensorStore& store) override;
  // From inputs in the host's memory to outputs there: a GPU's answer is of no use before, and the library's own call returns
  // before the work is done.
  Result<void> Run() override;
  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t runs) override;

 private:
  LiteRtSession(const LiteRt& library, ModelSource source, std::string unit)
      : library_(library), source_(std::move(source)), unit_(std::move(unit)) {}
  Result<void> BindInputs(TensorStore& store);
  Result<void> BindOutputs(TensorStore& store);

  const LiteRt& library_;
  ModelSource source_;
  std::string unit_;
  std::unique_ptr<CompiledModel> model_;
  std::vector<TensorInfo> infos_;                  // of the inputs
  std::vector<std::vector<std::int64_t>> shapes_;  // of the inputs, as the model is set to
  std::vector<Buffer> inputs_;
  std::vector<Buffer> outputs_;
  std::vector<LiteRtTensorBuffer> input_handles_;
  std::vector<LiteRtTensorBuffer> output_handles_;
};

}  // namespace dnntune::engine
