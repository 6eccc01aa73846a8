// SPDX-License-Identifier: Apache-2.0
// The protobuf side of a GraphDef: what the steps of reading and slicing share. Include in .cpp files of this folder only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "format/format.h"
#include "format/skeleton/weights.h"
#include "format/tensorflow/graph.pb.h"
#include "graph/dtype.h"

namespace dnntune::format::tensorflow {

using Shape = std::vector<std::int64_t>;

// A tensor by the node that makes it, an index into GraphDef::node.
struct Source {
  int node = 0;
  int output = 0;
  auto operator<=>(const Source&) const = default;
};

// wiring.cpp: the graph's names resolved. `graph` must outlive it.
struct Wiring {
  const GraphDef* graph = nullptr;
  std::unordered_map<std::string, int> nodes;  // by name
  std::vector<std::vector<Source>> reads;      // of each node, in the order of its inputs
  std::vector<std::vector<int>> waits;         // nodes that it runs after without reading them ("^name")
  std::vector<int> order;                      // each node after those that it reads, loops aside
  std::vector<std::vector<int>> readers;       // of each node

  [[nodiscard]] const NodeDef& node(int index) const { return graph->node(index); }
  [[nodiscard]] std::string Name(const Source& source) const;                 // "split:1"; "split" for output 0
  [[nodiscard]] std::optional<Source> Find(const std::string& tensor) const;  // also "split:0"
};
// kBadInput for two nodes of one name and for a node that reads one that is not there.
[[nodiscard]] Result<Wiring> Wire(const GraphDef& graph);
// "a" for "a:0", as tensors are called everywhere else.
[[nodiscard]] std::string CanonicalName(const std::string& tensor);

// parse.cpp: bytes to a frozen graph. kBadInput names the file and the defect.
[[nodiscard]] Result<GraphDef> ParseFile(const std::string& bytes, const std::filesystem::path& path);

// attributes.cpp
[[nodiscard]] std::optional<std::int64_t> IntOf(const NodeDef& node, const char* name);
[[nodiscard]] bool IsSet(const NodeDef& node, const char* name);  // a bool that is true
[[nodiscard]] std::string TextOf(const NodeDef& node, const char* name);
[[nodiscard]] std::vector<std::int64_t> IntsOf(const NodeDef& node, const char* name);
[[nodiscard]] std::optional<graph::DType> TypeOf(const NodeDef& node, const char* name);
[[nodiscard]] bool CallsFunctions(const NodeDef& node);
// A shape without free dimensions.
[[nodiscard]] std::optional<Shape> FixedShape(const TensorShape& shape);
// The numbers of a short integer tensor: an axis, a shape, paddings.
[[nodiscard]] std::optional<std::vector<std::int64_t>> SmallIntegers(const Tensor& tensor);

// dtype.cpp
[[nodiscard]] std::optional<graph::DType> ToDType(DataType type);
[[nodiscard]] DataType FromDType(graph::DType type);

// kinds.cpp
[[nodiscard]] bool IsPlaceholder(const NodeDef& node);
[[nodiscard]] bool PassesOn(const NodeDef& node);  // Identity and its like
[[nodiscard]] bool IsRandom(const NodeDef& node);
[[nodiscard]] bool IsControlFlow(const NodeDef& node);
[[nodiscard]] bool IsVariable(const NodeDef& node);
[[nodiscard]] bool HandlesLists(const NodeDef& node);  // makes or takes lists of tensors, which no caller can hold

// constants.cpp: what nodes that depend on nothing but constants weigh. `given` are never constant, nor are nodes of a region.
using Constants = std::unordered_map<int, skeleton::Weights>;  // by node
[[nodiscard]] Constants FindConstants(const Wiring& wiring, const std::set<int>& given, const std::vector<int>& regions);

// control_flow.cpp: loops and conditionals, which are cyclic or run in part, with the lists that they read and write: the region of
// each node, -1 for those in none. Regions are to be run as a whole.
[[nodiscard]] std::vector<int> FindRegions(const Wiring& wiring);

// shapes.cpp: types and shapes of tensors by name, as far as they can be told.
struct TensorFacts {
  std::optional<graph::DType> dtype;
  std::optional<Shape> shape;
};
using Facts = std::unordered_map<std::string, TensorFacts>;
[[nodiscard]] Facts InferFacts(const Wiring& wiring, const Facts& given);

// macs.cpp: multiply-accumulates of a node; nothing where a shape or the operator is not known.
[[nodiscard]] std::optional<std::uint64_t> CountMacs(const Wiring& wiring, int node, const Facts& facts);

}  // namespace dnntune::format::tensorflow
