// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/source/model_source.h"
#include "engine/tensorflow/tensorflow_library.h"
#include "format/tensorflow/read.h"

namespace dnntune::engine {

// One graph, the whole file or a slice of it, in a session of its own: a session keeps an executor for every set of tensors that it
// ever fed and fetched, so slices of one graph would fill the memory.
class TensorFlowSession final : public Session {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Session>> Make(const TensorFlowApi& api, const ModelSource& source,
                                                             const setting::Setting& setting);
  ~TensorFlowSession() override;
  // The size of the pool that TensorFlow makes where it is told none. The process has it from then on, so no session may have been
  // made before.
  [[nodiscard]] static Result<int> OwnThreads(const TensorFlowApi& api, const setting::Setting& setting);

  [[nodiscard]] std::vector<TensorInfo> Inputs() const override { return inputs_; }
  [[nodiscard]] std::vector<TensorInfo> Outputs() const override { return outputs_; }
  Result<void> Prime(TensorStore& store) override;
  Result<void> Run() override;
  Result<void> Deliver() override;
  [[nodiscard]] Result<std::vector<TraceEvent>> Trace(std::uint32_t runs) override;

 private:
  using Value = TensorFlowOwned<TF_Tensor>;

  TensorFlowSession(const TensorFlowApi& api, std::string file)
      : api_(api), file_(std::move(file)), graph_(api.TF_NewGraph(), api.TF_DeleteGraph) {}
  Result<void> Import(const std::string& bytes);
  Result<void> Start(const std::string& config);
  Result<void> Describe(const format::tensorflow::ModelEdges& edges);
  Result<TensorInfo> InfoOf(const format::tensorflow::ModelEdge& edge, TF_Output& at) const;
  Result<void> BindInputs(TensorStore& store);
  Result<void> BindOutputs(TensorStore& store);
  // Runs into made_. `options` and `metadata` may be null.
  Result<void> RunWith(ErrorCode code, const TF_Buffer* options, TF_Buffer* metadata);

  const TensorFlowApi& api_;
  std::string file_;
  TensorFlowOwned<TF_Graph> graph_;
  TF_Session* session_ = nullptr;
  std::vector<TensorInfo> inputs_;
  std::vector<TensorInfo> outputs_;
  std::vector<TF_Output> fed_;
  std::vector<TF_Output> fetched_;
  std::vector<Value> input_values_;
  std::vector<TF_Tensor*> input_pointers_;
  std::vector<Tensor*> places_;  // of the outputs, in the store
  std::vector<Value> made_;      // by the last run
};

}  // namespace dnntune::engine
