// SPDX-License-Identifier: Apache-2.0
// Puts a model together from pieces of another one. Include in .cpp files of this folder only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

class Slicer {
 public:
  // A file whose first graph, still empty, is a part of the subgraph `main`, and whose others are `called`, as they are.
  Slicer(const schema::Model& from, int main, const std::set<int>& called);

  [[nodiscard]] schema::SubGraphT& main() { return *slice_.subgraphs.front(); }
  // Adds tensors of the subgraph, by their indices there, with their data. Called once, before all that follows, with those that
  // hold scales of others among them.
  void AddTensors(const std::set<int>& tensors, const std::vector<std::string>& names);
  // Adds a tensor once more under a name of its own; gives its place.
  int AddAgain(int tensor, const std::string& name);
  // The place of a tensor that was added; -1 of an input that is left out.
  [[nodiscard]] int PlaceOf(int tensor) const { return places_.at(tensor); }
  // Adds an operator of the subgraph, with the tensors that it has there.
  schema::OperatorT& AddOperator(int op);
  void AddOperatorNames(const std::string& lines);
  // Adds a signature of the subgraph, as far as its tensors were added.
  void AddSignature(const schema::SignatureDef& signature);

  [[nodiscard]] std::string Bytes() const;

 private:
  [[nodiscard]] const schema::SubGraph& FromAt(int graph) const {
    return *from_.subgraphs()->Get(static_cast<std::uint32_t>(graph));
  }
  // The tensor as it is, its data included, with indices of the graph that it is from.
  [[nodiscard]] std::unique_ptr<schema::TensorT> Copy(const schema::Tensor& tensor);
  [[nodiscard]] std::unique_ptr<schema::OperatorT> Copy(const schema::Operator& op);
  [[nodiscard]] std::unique_ptr<schema::SubGraphT> Copy(const schema::SubGraph& graph);
  [[nodiscard]] std::uint32_t BufferFor(std::uint32_t index);
  [[nodiscard]] std::uint32_t KindFor(std::uint32_t index);

  const schema::Model& from_;
  int main_;
  schema::ModelT slice_;
  std::map<int, int> places_{{-1, -1}};  // of tensors
  std::map<int, int> graphs_;
  std::map<std::uint32_t, std::uint32_t> buffers_, kinds_;
};

}  // namespace dnntune::format::tflite
