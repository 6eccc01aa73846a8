// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "format/skeleton/unknown_tensor.h"
#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

// A checked .tflite file with what was found out about it. The main subgraph is the model; others belong to the operators that run
// them.
class ModelFile final : public Model {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Model>> Make(std::string bytes, const std::filesystem::path& path,
                                                           const ReadOptions& options);

  [[nodiscard]] const graph::Graph& graph() const override { return *graph_; }
  [[nodiscard]] std::string_view format() const override { return "tflite"; }
  [[nodiscard]] std::span<const std::filesystem::path> files() const override { return files_; }

 protected:
  [[nodiscard]] Result<std::string> CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                           const KnownTensors& known) const override;

 private:
  using Tensors = std::vector<int>;

  explicit ModelFile(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<void> Analyse(const ReadOptions& options);
  // The tensors of these names. kBadInput, with the nearest, for one that is not there.
  [[nodiscard]] Result<Tensors> Find(std::span<const std::string> names, skeleton::Role role) const;
  // The operators that `outputs` need when `inputs` are given. kBadInput where they need another model input.
  [[nodiscard]] Result<std::set<int>> Between(const Tensors& inputs, const Tensors& outputs) const;
  [[nodiscard]] Result<void> CheckInputsAreFixed() const;

  // build_graph.cpp
  [[nodiscard]] Result<graph::Graph> BuildGraph() const;
  // Makes nothing but constants that nobody outside reads.
  [[nodiscard]] bool IsFolded(int op) const;
  [[nodiscard]] graph::OperatorSpec SpecOf(int index, skeleton::WeightCount<int>& count) const;

  [[nodiscard]] const schema::SubGraph& main() const { return *file_->subgraphs()->Get(0); }
  [[nodiscard]] const schema::Operator& OperatorAt(int index) const {
    return *main().operators()->Get(static_cast<std::uint32_t>(index));
  }
  [[nodiscard]] const schema::Tensor& TensorAt(int index) const {
    return *main().tensors()->Get(static_cast<std::uint32_t>(index));
  }
  [[nodiscard]] const std::string& NameOf(int tensor) const { return names_[static_cast<std::size_t>(tensor)]; }
  // Comes from the file and from no operator's work on an input: constants and variables.
  [[nodiscard]] bool IsHeld(int tensor) const {
    return constants_[static_cast<std::size_t>(tensor)].has_value() || TensorAt(tensor).is_variable();
  }

  std::string bytes_;
  const schema::Model* file_ = nullptr;  // in bytes_
  std::vector<std::filesystem::path> files_;
  std::vector<std::string> names_;  // of tensors
  std::vector<std::string> operator_names_;
  std::unordered_map<std::string, int> by_name_;  // tensors
  std::unordered_map<int, int> producers_;        // tensor to operator
  Tensors inputs_;
  Tensors outputs_;
  Facts facts_;
  Constants constants_;
  std::optional<graph::Graph> graph_;
};

}  // namespace dnntune::format::tflite
