// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/onnxruntime/onnxruntime_library.h"
#include "engine/source/model_source.h"

namespace dnntune::engine {

class OnnxRuntimeSession final : public Session {
 public:
  // `shared_pool`: on the threads of the environment, which has as many as the setting asks for; else on threads of its own.
  [[nodiscard]] static Result<std::unique_ptr<Session>> Make(Ort::Env& env, ModelSource source, const setting::Setting& setting,
                                                             bool shared_pool);

  [[nodiscard]] std::vector<TensorInfo> Inputs() const override { return inputs_; }
  [[nodiscard]] std::vector<TensorInfo> Outputs() const override { return outputs_; }
  Result<void> Prime(TensorStore& store) override;
  Result<void> Run() override;
  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t runs) override;

 private:
  OnnxRuntimeSession(Ort::Env& env, ModelSource source, setting::Setting setting, bool shared_pool)
      : env_(env), source_(std::move(source)), setting_(std::move(setting)), shared_pool_(shared_pool) {}
  Result<void> Describe();
  Result<void> BindInputs(TensorStore& store);
  Result<void> BindOutputs(TensorStore& store, std::vector<Ort::Value>& made);

  Ort::Env& env_;
  ModelSource source_;
  setting::Setting setting_;
  bool shared_pool_;
  Ort::Session session_{nullptr};
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  std::vector<const char*> input_names_;
  std::vector<const char*> output_names_;
  std::vector<Ort::Value> input_values_;
  std::vector<Ort::Value> output_values_;
};

}  // namespace dnntune::engine
