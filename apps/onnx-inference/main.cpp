// SPDX-License-Identifier: Apache-2.0
// libonnx's inference of types and shapes in a process of its own: what a stranger's file does to it ends here. Reads a model from
// the socket that it is given until its end, writes it there with what was found; see format/onnx/infer_apart.h.
#include <onnx/defs/schema.h>
#include <onnx/shape_inference/implementation.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <string>

#include "format/onnx/infer_apart.h"

namespace {

using namespace onnx;
using dnntune::format::onnx::kInferenceSocket;

constexpr const char* kOpaqueDomain = "dnntune.opaque";

// A file that asks for more has its tensors left open. Address sanitizer maps terabytes.
void LimitMemory() {
#if !defined(__SANITIZE_ADDRESS__)
  constexpr rlim_t kMost = rlim_t{4} << 30;
  const rlimit limit{kMost, kMost};
  (void)::setrlimit(RLIMIT_AS, &limit);
#endif
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
}

using Opsets = std::map<std::string, int>;

std::string Standard(const std::string& domain) {
  return domain == "ai.onnx" ? "" : domain;
}

// By domain; of one that libonnx knows no newer than the newest that it knows.
Opsets OpsetsOf(const ModelProto& model) {
  const auto& known = OpSchemaRegistry::DomainToVersionRange::Instance().Map();
  Opsets opsets;
  for (const auto& import : model.opset_import()) {
    const std::string domain = Standard(import.domain());
    const auto range = known.find(domain);
    const std::int64_t newest = range == known.end() ? import.version() : range->second.second;
    opsets[domain] = static_cast<int>(std::clamp<std::int64_t>(import.version(), 0, newest));
  }
  return opsets;
}

// Whether libonnx's rule for this node can be followed: rules read inputs and attributes without looking whether they are there.
bool FitsSchema(const NodeProto& node, const Opsets& opsets) {
  const auto opset = opsets.find(Standard(node.domain()));
  if (opset == opsets.end()) return true;  // no rule
  const OpSchema* schema = OpSchemaRegistry::Schema(node.op_type(), opset->second, opset->first);
  if (schema == nullptr) return true;
  try {
    schema->Verify(node);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

// Nodes of a domain without rules are passed over.
void HideMisfits(GraphProto& graph, const Opsets& opsets) {
  for (auto& node : *graph.mutable_node()) {
    if (!FitsSchema(node, opsets)) node.set_domain(kOpaqueDomain);
    for (auto& attribute : *node.mutable_attribute()) {
      if (attribute.has_g()) HideMisfits(*attribute.mutable_g(), opsets);
      for (auto& inner : *attribute.mutable_graphs()) HideMisfits(inner, opsets);
    }
  }
}

void Infer(ModelProto& model) {
  HideMisfits(*model.mutable_graph(), OpsetsOf(model));
  auto& opaque = *model.add_opset_import();
  opaque.set_domain(kOpaqueDomain);
  opaque.set_version(1);
  // First with the values of shape arithmetic followed, then without; both fail on models they do not understand, and what was
  // found until then stays.
  for (const bool follow_values : {true, false}) {
    try {
      shape_inference::InferShapes(model, OpSchemaRegistry::Instance(), ShapeInferenceOptions(false, 0, follow_values));
      return;
    } catch (const std::exception&) {
      continue;
    }
  }
}

}  // namespace

int main() {
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
  LimitMemory();
  google::protobuf::SetLogHandler(nullptr);
  ModelProto model;
  if (!model.ParseFromFileDescriptor(kInferenceSocket)) return 1;
  Infer(model);
  return model.SerializeToFileDescriptor(kInferenceSocket) ? 0 : 1;
}
