// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "format/skeleton/reach.h"
#include "format/skeleton/unknown_tensor.h"
#include "format/tflite/contents.h"
#include "format/tflite/subgraphs.h"

namespace dnntune::format::tflite {

// A checked .tflite file with what was found out about it. One subgraph is the model; others belong to the operators that run
// them, or to other signatures.
class ModelFile final : public Model {
 public:
  // `signature` empty: of the file's first graph.
  [[nodiscard]] static Result<std::unique_ptr<ModelFile>> Make(std::string bytes, const std::filesystem::path& path,
                                                               const ReadOptions& options, const std::string& signature = {});

  [[nodiscard]] const graph::Graph& graph() const override { return *graph_; }
  [[nodiscard]] std::string_view format() const override { return "tflite"; }
  [[nodiscard]] std::span<const std::filesystem::path> files() const override { return files_; }
  [[nodiscard]] bool IsFirstGraph() const { return main_ == 0; }

 protected:
  [[nodiscard]] Result<std::string> CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                           const KnownTensors& known) const override;

 private:
  using Tensors = std::vector<int>;

  explicit ModelFile(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<void> Choose(const std::string& signature);
  Result<void> Analyse(const ReadOptions& options);
  Result<void> NameEdges(const ReadOptions& options);
  // The tensors of these names. kBadInput, with the nearest, for one that is not there.
  [[nodiscard]] Result<Tensors> Find(std::span<const std::string> names, skeleton::Role role) const;
  // A part of the model: its edges and its operators.
  struct Part {
    Tensors inputs, outputs;
    std::set<int> operators;
  };
  // The operators that `outputs` need when `inputs` are given, with those that set and change variables that they touch. kBadInput
  // where they need another model input.
  [[nodiscard]] Result<Part> Between(Tensors inputs, Tensors outputs) const;
  [[nodiscard]] skeleton::Reached<int> Reach(const Tensors& inputs, const Tensors& outputs) const;
  Result<void> AddVariables(Part& part) const;
  [[nodiscard]] Result<void> CheckInputsAreFixed() const;

  // build_graph.cpp
  [[nodiscard]] Result<graph::Graph> BuildGraph() const;
  // Makes nothing but constants that nobody outside reads, or sets variables before the first run.
  [[nodiscard]] bool IsFolded(int op) const;
  [[nodiscard]] graph::OperatorSpec SpecOf(int index, skeleton::WeightCount<int>& count) const;

  // slice.cpp
  [[nodiscard]] Result<void> CheckCopies(const Part& part) const;
  // Every tensor that the part's file has to have, ascending.
  [[nodiscard]] std::set<int> TensorsOf(const Part& part) const;

  [[nodiscard]] const schema::SubGraph& main() const { return *file_->subgraphs()->Get(static_cast<std::uint32_t>(main_)); }
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
  int main_ = 0;                                     // the subgraph that is the model
  const schema::SignatureDef* signature_ = nullptr;  // that was asked for, in bytes_
  std::vector<std::string> names_;                   // of tensors
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
