// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "format/onnx/contents.h"
#include "format/skeleton/unknown_tensor.h"

namespace dnntune::format::onnx {

// A parsed ONNX file with what was found out about it.
class ModelFile final : public Model {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Model>> Make(ModelProto proto, const std::filesystem::path& path,
                                                           const ReadOptions& options);

  [[nodiscard]] const graph::Graph& graph() const override { return *graph_; }
  [[nodiscard]] std::string_view format() const override { return "onnx"; }
  [[nodiscard]] std::span<const std::filesystem::path> files() const override { return files_; }
  [[nodiscard]] std::string_view inference_failure() const override { return inference_failure_; }

 protected:
  [[nodiscard]] Result<std::string> CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                           const KnownTensors& known) const override;

 private:
  ModelFile() = default;
  Result<void> Analyse(const ReadOptions& options);
  // The nodes that `outputs` need when `inputs` are given. kBadInput where they need another model input.
  [[nodiscard]] Result<std::set<int>> Between(const std::vector<std::string>& inputs,
                                              const std::vector<std::string>& outputs) const;
  [[nodiscard]] Result<void> CheckTensors(const std::vector<std::string>& names, skeleton::Role role) const;
  [[nodiscard]] Result<void> CheckInputsAreFixed() const;

  // build_graph.cpp
  [[nodiscard]] Result<graph::Graph> BuildGraph() const;
  // Makes nothing but constants that nobody outside reads.
  [[nodiscard]] bool IsFolded(const NodeProto& node) const;
  [[nodiscard]] graph::OperatorSpec SpecOf(const NodeProto& node, skeleton::WeightCount<std::string>& count) const;

  [[nodiscard]] ValueInfoProto Describe(const std::string& name, const KnownTensors& known) const;
  void CopyWeights(const std::unordered_set<std::string>& read, GraphProto& slice) const;

  ModelProto proto_;
  std::vector<std::filesystem::path> files_;
  std::vector<std::string> inputs_;
  std::vector<std::string> outputs_;
  Facts facts_;
  std::string inference_failure_;
  Constants constants_;
  std::unordered_map<std::string, int> producers_;  // tensor name to node index
  std::optional<graph::Graph> graph_;
};

}  // namespace dnntune::format::onnx
