// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <limits>

#include "format/tensorflow/model.h"
#include "format/tensorflow/serialize.h"

namespace dnntune::format::tensorflow {
namespace {

std::vector<std::string> OrOwn(std::span<const std::string> names, const std::vector<std::string>& own) {
  if (names.empty()) return own;
  std::vector<std::string> chosen;
  for (const std::string& name : names) chosen.push_back(CanonicalName(name));
  return chosen;
}

// A Placeholder is called as the tensor it stands for, where no node of the slice is.
std::string PlaceholderName(const NodeDef& node, int output, bool is_taken, const Wiring& wiring) {
  if (output == 0 && !is_taken) return node.name();
  std::string name = fmt::format("{}.{}", node.name(), output);
  while (wiring.nodes.contains(name)) name += '_';
  return name;
}

void AddPlaceholder(GraphDef& graph, const std::string& name, graph::DType dtype, const std::optional<Shape>& shape) {
  NodeDef& node = *graph.add_node();
  node.set_name(name);
  node.set_op("Placeholder");
  (*node.mutable_attr())["dtype"].set_type(FromDType(dtype));
  TensorShape& declared = *(*node.mutable_attr())["shape"].mutable_shape();
  declared.set_unknown_rank(!shape);
  if (!shape) return;
  for (const std::int64_t extent : *shape) declared.add_dim()->set_size(extent);
}

void AddEdge(Edges::Edge& edge, const std::string& tensor, const std::string& place) {
  edge.set_tensor(tensor);
  edge.set_place(place);
}

}  // namespace

Result<std::string> Serialize(const GraphDef& graph) {
  std::string bytes;
  if (graph.ByteSizeLong() > std::numeric_limits<std::int32_t>::max()) {
    return Fail(ErrorCode::kUnavailable, "it is larger than the 2 GiB that one GraphDef can hold");
  }
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  if (!graph.SerializeToCodedStream(&coded)) return Fail(ErrorCode::kUnavailable, "the GraphDef cannot be written");
  coded.Trim();
  return bytes;
}

Result<std::string> ModelFile::CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                      const KnownTensors& /*known*/) const {
  const std::vector<std::string> from = OrOwn(inputs, inputs_), to = OrOwn(outputs, outputs_);
  ASSIGN_OR_RETURN(const Tensors fed, FindAll(from, skeleton::Role::kInput));
  ASSIGN_OR_RETURN(const Tensors wanted, FindAll(to, skeleton::Role::kOutput));
  ASSIGN_OR_RETURN(const std::set<int> nodes, Between(fed, wanted));
  GraphDef slice;
  *slice.mutable_versions() = proto_.versions();
  slice.set_version(proto_.version());
  *slice.mutable_library() = proto_.library();
  std::map<std::string, std::string> moved;  // places of the whole file to places of the slice
  for (std::size_t i = 0; i < from.size(); ++i) {
    const NodeDef& node = wiring_.node(fed[i].node);
    const auto facts = facts_.find(wiring_.Name(fed[i]));
    const std::string name = PlaceholderName(node, fed[i].output, nodes.contains(fed[i].node), wiring_);
    if (moved.emplace(wiring_.Name(fed[i]), name).second) {
      if (IsPlaceholder(node)) {
        *slice.add_node() = node;  // with what it says of free dimensions
      } else if (facts != facts_.end() && facts->second.dtype) {
        AddPlaceholder(slice, name, *facts->second.dtype, facts->second.shape);
      } else {
        return Fail(ErrorCode::kUnavailable,
                    fmt::format("the element type of tensor '{}', which operator {} makes, is not known; cut "
                                "the model elsewhere",
                                from[i], node.op()));
      }
    }
    AddEdge(*slice.mutable_dnntune_edges()->add_input(), from[i], name);
  }
  for (const int index : nodes) {
    NodeDef& copy = *slice.add_node();
    copy = wiring_.node(index);
    copy.clear_input();
    for (const Source& source : wiring_.reads[static_cast<std::size_t>(index)]) {
      const std::string place = wiring_.Name(source);
      const auto found = moved.find(place);
      copy.add_input(found == moved.end() ? place : found->second);
    }
    // What a node waits for but does not read makes no number; where it is on the other side of the cut, it is left there.
    for (const int waited : wiring_.waits[static_cast<std::size_t>(index)]) {
      if (nodes.contains(waited)) copy.add_input("^" + wiring_.node(waited).name());
    }
  }
  for (std::size_t i = 0; i < to.size(); ++i) {
    const std::string place = wiring_.Name(wanted[i]);
    const auto found = moved.find(place);
    AddEdge(*slice.mutable_dnntune_edges()->add_output(), to[i], found == moved.end() ? place : found->second);
  }
  auto bytes = Serialize(slice);
  if (!bytes) return Fail(std::move(bytes).error().Context("a part of this model"));
  return bytes;
}

}  // namespace dnntune::format::tensorflow
