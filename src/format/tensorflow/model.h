// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "format/skeleton/reach.h"
#include "format/skeleton/unknown_tensor.h"
#include "format/tensorflow/contents.h"
#include "format/tensorflow/read.h"

namespace dnntune::format::tensorflow {

// A parsed GraphDef with what was found out about it. A node's "place" is a tensor by its name in this file; in a slice it may
// stand for a tensor of another name.
class ModelFile final : public Model {
 public:
  [[nodiscard]] static Result<std::unique_ptr<ModelFile>> Make(GraphDef proto, const std::filesystem::path& path,
                                                               const ReadOptions& options);

  [[nodiscard]] const graph::Graph& graph() const override { return *graph_; }
  [[nodiscard]] std::string_view format() const override { return "tensorflow"; }
  [[nodiscard]] std::span<const std::filesystem::path> files() const override { return files_; }

  [[nodiscard]] ModelEdges Edges() const;

 protected:
  [[nodiscard]] Result<std::string> CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                           const KnownTensors& known) const override;

 private:
  class GraphMaker;
  using Tensors = std::vector<Source>;
  ModelFile() = default;
  Result<void> Analyse(const ReadOptions& options);
  Result<void> ChooseEdges(const ReadOptions& options);
  [[nodiscard]] Result<Facts> GivenFacts(const ReadOptions& options) const;
  [[nodiscard]] Result<void> CheckShapeFits(const std::string& input, const Shape& given) const;
  [[nodiscard]] Result<void> CheckInputsAreFixed() const;

  [[nodiscard]] std::optional<Source> Find(const std::string& tensor) const;
  [[nodiscard]] std::string NameOf(const Source& source) const;
  [[nodiscard]] Result<Tensors> FindAll(const std::vector<std::string>& names, skeleton::Role role) const;
  [[nodiscard]] tl::unexpected<Error> FailUnknown(const std::string& name, skeleton::Role role) const;
  [[nodiscard]] bool IsInsideControlFlow(const Source& source) const;
  // The file's Placeholders in order; the tensors that nothing reads.
  [[nodiscard]] std::vector<std::string> Placeholders() const;
  [[nodiscard]] std::vector<std::string> Ends() const;

  // The nodes that `outputs` need when `inputs` are given, and the Placeholders that are missing.
  [[nodiscard]] skeleton::Reached<Source> Reach(const Tensors& inputs, const Tensors& outputs) const;
  // The same, where nothing is missing; else kBadInput.
  [[nodiscard]] Result<std::set<int>> Between(const Tensors& inputs, const Tensors& outputs) const;

  // build_graph.cpp
  [[nodiscard]] Result<graph::Graph> BuildGraph() const;

  GraphDef proto_;
  std::vector<std::filesystem::path> files_;
  Wiring wiring_;
  std::vector<int> regions_;
  std::map<std::string, std::string> place_of_;  // tensors of another name in this file
  std::map<std::string, std::string> name_of_;   // the other way round
  std::vector<std::string> inputs_;
  std::vector<std::string> outputs_;
  Facts facts_;  // by place
  Constants constants_;
  std::optional<graph::Graph> graph_;
};

}  // namespace dnntune::format::tensorflow
