// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "calibration/examples.h"
#include "engine/noise.h"

namespace dnntune::calibration {
namespace {

class Generated final : public Examples {
 public:
  Generated(const graph::Graph& graph, std::size_t count) : graph_(graph), count_(count) {}
  [[nodiscard]] std::size_t size() const override { return count_; }
  [[nodiscard]] Result<Example> Load(std::size_t index) const override {
    Example example;
    for (const graph::TensorId id : graph_.inputs()) {
      const graph::Tensor& input = graph_.tensors()[id];
      ASSIGN_OR_RETURN(engine::Tensor made, engine::MakeUp(input, index + 1));
      example.push_back({input.name, std::move(made)});
    }
    return example;
  }
  [[nodiscard]] std::string Describe() const override {
    return fmt::format("{} generated input{}", count_, count_ == 1 ? "" : "s");
  }
  [[nodiscard]] bool AreGenerated() const override { return true; }

 private:
  const graph::Graph& graph_;
  std::size_t count_;
};

}  // namespace

Result<std::unique_ptr<Examples>> GeneratedExamples(const graph::Graph& graph, std::size_t count) {
  for (const graph::TensorId id : graph.inputs()) {
    const graph::Tensor& input = graph.tensors()[id];
    if (!input.shape || !input.dtype)
      return Fail(ErrorCode::kBadInput, fmt::format("the shape of input '{}' is not known; give --input-shape", input.name));
    if (*input.dtype == graph::DType::kString)
      return Fail(ErrorCode::kUnavailable, fmt::format("input '{}' holds strings, which cannot be made up", input.name));
  }
  return std::make_unique<Generated>(graph, count);
}

}  // namespace dnntune::calibration
