// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/source/tflite_source.h"
#include "engine/tflite/interpreter.h"

namespace dnntune::engine {

class TfliteSession final : public Session {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Session>> Make(const TfLiteApi& api, TfliteSource source,
                                                             const setting::Setting& setting);

  [[nodiscard]] std::vector<TensorInfo> Inputs() const override { return inputs_; }
  [[nodiscard]] std::vector<TensorInfo> Outputs() const override { return outputs_; }
  Result<void> Prime(TensorStore& store) override;
  // The interpreter works on the store's tensors themselves; only an output whose size the run decides is copied there.
  Result<void> Run() override;
  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t runs) override;

 private:
  // An output that the library keeps where it likes.
  struct Copied {
    std::int32_t output;
    Tensor* to;
  };
  TfliteSession(const TfLiteApi& api, TfliteSource source, setting::Setting setting)
      : api_(api), source_(std::move(source.model)), operators_(std::move(source.facts.operators)), setting_(std::move(setting)) {}
  Result<void> Describe();
  [[nodiscard]] Result<TensorInfo> InfoOf(const TfLiteTensor* tensor, const std::string& role) const;
  // Lets the interpreter work on the store's tensors; gives the outputs for which that cannot be.
  Result<std::vector<std::int32_t>> Bind(Interpreter& interpreter, TensorStore& store) const;
  Result<void> BindInput(Interpreter& interpreter, std::int32_t index, Tensor& tensor) const;
  Result<bool> BindOutput(Interpreter& interpreter, std::int32_t index, TensorStore& store) const;
  Result<void> Copy(const Copied& copied) const;
  [[nodiscard]] std::string Opening() const { return "cannot open " + source_.file; }

  const TfLiteApi& api_;
  ModelSource source_;
  std::vector<std::string> operators_;  // names in the file's order
  setting::Setting setting_;
  std::unique_ptr<Interpreter> interpreter_;
  bool is_bound_ = false;  // the interpreter has been
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  std::vector<Copied> copied_;
  TensorStore* store_ = nullptr;  // of the last Prime
};

}  // namespace dnntune::engine
