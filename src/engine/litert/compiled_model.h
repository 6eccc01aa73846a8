// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/litert/litert_api.h"
#include "engine/source/model_source.h"
#include "engine/tensor.h"
#include "setting/setting.h"

namespace dnntune::engine {

// The library made ready for one unit.
struct LiteRt {
  const LiteRtApi& api;
  LiteRtEnvironment environment;
  bool is_software;  // the GPU is a processor
};

// A model or a slice made ready for the setting's unit, with what its signature reads and yields. Not moved: the library keeps
// addresses.
class CompiledModel {
 public:
  // kBadInput, with the library's words, where it cannot run the model; kUnavailable where a GPU cannot run all of it, for the rest
  // would be computed by the processor.
  [[nodiscard]] static Result<std::unique_ptr<CompiledModel>> Make(const LiteRt& library, const ModelSource& source,
                                                                   const setting::Setting& setting);
  CompiledModel(const CompiledModel&) = delete;
  CompiledModel& operator=(const CompiledModel&) = delete;
  ~CompiledModel();

  [[nodiscard]] LiteRtCompiledModel get() const { return compiled_; }
  [[nodiscard]] const std::vector<TensorInfo>& inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<TensorInfo>& outputs() const { return outputs_; }

 private:
  explicit CompiledModel(const LiteRt& library) : library_(library) {}
  Result<void> Read(const ModelSource& source);
  Result<void> Compile(const setting::Setting& setting, const std::string& what);
  Result<void> Configure(LiteRtOptions options, const setting::Setting& setting) const;
  Result<void> CheckAccelerated(const std::string& said, const std::string& what) const;
  [[nodiscard]] Result<TensorInfo> InfoOf(LiteRtTensor tensor, const std::string& what) const;

  const LiteRt& library_;
  LiteRtModel model_ = nullptr;
  LiteRtCompiledModel compiled_ = nullptr;
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
};

// kUnavailable where the library told of errors while it did `what` on a GPU, whatever its status: it accepts shaders that WebGPU
// then refuses, and yields zeros in no time.
[[nodiscard]] Result<void> CheckQuiet(const std::string& errors, const std::string& what);

}  // namespace dnntune::engine
