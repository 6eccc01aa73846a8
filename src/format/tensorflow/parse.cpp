// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include <algorithm>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

constexpr std::string_view kFreeze =
    "freeze it to one GraphDef: convert_variables_to_constants_v2(model_function).graph.as_graph_def().SerializeToString(), from "
    "tensorflow.python.framework.convert_to_constants";

// A SavedModel begins with its schema version, field 1 as a number, and its first graph, field 2.
bool IsSavedModel(std::string_view bytes) {
  return bytes.size() > 3 && bytes[0] == '\x08' && bytes[1] == '\x01' && bytes[2] == '\x12';
}

bool IsText(std::string_view bytes) {
  return bytes.rfind("node {", 0) == 0 || bytes.rfind("versions {", 0) == 0 || bytes.rfind("library {", 0) == 0;
}

bool IsNamed(const NodeDef& node) {
  return !node.name().empty() && !node.op().empty();
}

}  // namespace

Result<GraphDef> ParseFile(const std::string& bytes, const std::filesystem::path& path) {
  // Protobuf writes parse errors to stderr; ours say more.
  google::protobuf::SetLogHandler(nullptr);
  const auto fail = [&](std::string_view defect) {
    return Fail(ErrorCode::kBadInput, fmt::format("cannot read model {}: {}", path.string(), defect));
  };
  if (bytes.empty()) return fail("the file is empty; export the model again");
  if (IsSavedModel(bytes)) return fail(fmt::format("it is a SavedModel, not a GraphDef; {}", kFreeze));
  if (IsText(bytes)) return fail("it is a GraphDef as text; write it as binary protobuf (SerializeToString)");
  GraphDef graph;
  const bool is_whole = graph.ParseFromString(bytes);
  const auto& nodes = graph.node();
  const auto named = std::count_if(nodes.begin(), nodes.end(), IsNamed);
  // What is cut short ends in a node that may have no name yet.
  if (!is_whole && named > 0 && named + 1 >= nodes.size())
    return fail("the file is truncated or damaged; fetch or export it again");
  if (!is_whole || named < nodes.size()) return fail("it is not a TensorFlow GraphDef; export the model as a frozen graph");
  if (nodes.empty()) return fail("its graph has no node; it is no TensorFlow GraphDef, or an empty one");
  const auto variable = std::find_if(nodes.begin(), nodes.end(), IsVariable);
  if (variable != nodes.end()) {
    return fail(fmt::format("it is not frozen: node '{}' ({}) keeps its value outside the file; {}", variable->name(),
                            variable->op(), kFreeze));
  }
  return graph;
}

}  // namespace dnntune::format::tensorflow
