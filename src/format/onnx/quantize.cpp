// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/quantize.h"

#include <fmt/format.h>

#include "format/onnx/float16.h"
#include "format/onnx/quantize/plan.h"
#include "format/onnx/quantize/write.h"

namespace dnntune::format::onnx {
namespace {

// A model ready to be planned: float32, of an opset that holds int8 weights, without batch normalization where that can go.
struct Prepared {
  ModelProto model;
  int folded = 0;
};

Result<Prepared> Prepare(const std::filesystem::path& file, const graph::Graph& graph) {
  Prepared prepared;
  ASSIGN_OR_RETURN(prepared.model, ReadFloat32(file));
  TRY(RaiseOpset(prepared.model, graph, file));
  NameNodes(*prepared.model.mutable_graph(), graph);
  ASSIGN_OR_RETURN(const Inferred inferred, InferFacts(prepared.model, {}));
  WriteOutConstants(*prepared.model.mutable_graph(), inferred.facts);
  DropNoOps(*prepared.model.mutable_graph(), graph);
  prepared.folded = FoldBatchNorms(*prepared.model.mutable_graph());
  return prepared;
}

}  // namespace

Result<std::vector<std::string>> Calibrated(const std::filesystem::path& file, const graph::Graph& graph) {
  ASSIGN_OR_RETURN(const Prepared prepared, Prepare(file, graph));
  ASSIGN_OR_RETURN(Plan plan, PlanInt8(prepared.model.graph(), graph, nullptr));
  return std::move(plan.calibrated);
}

Result<Quantized> ToInt8(const std::filesystem::path& file, const graph::Graph& graph, const Ranges& ranges) {
  ASSIGN_OR_RETURN(Prepared prepared, Prepare(file, graph));
  const auto plan = PlanInt8(prepared.model.graph(), graph, &ranges);
  if (!plan) return Fail(Error(plan.error()).Context("model " + file.string()));
  Quantized quantized{.bytes = {}, .quantized = prepared.folded, .kept = {}};
  for (std::size_t i = 0; i < plan->operators.size(); ++i) {
    const PlannedOperator& planned = plan->operators[i];
    if (planned.rule != nullptr) ++quantized.quantized;
    if (!planned.reason.empty())
      quantized.kept.push_back({prepared.model.graph().node(static_cast<int>(i)).name(), planned.reason});
  }
  if (plan->tensors.empty()) {
    const std::string why =
        quantized.kept.empty() ? "" : fmt::format(", '{}' since {}", quantized.kept.front().name, quantized.kept.front().reason);
    return Fail(ErrorCode::kBadInput,
                fmt::format("model {}: no operator of it can be in int8{}; use float16 instead, or give inputs of its own kind",
                            file.string(), why));
  }
  WriteInt8(*prepared.model.mutable_graph(), *plan, ranges);
  prepared.model.set_producer_name("dnntune");
  ASSIGN_OR_RETURN(quantized.bytes, Serialize(prepared.model, file));
  return quantized;
}

Result<Quantized> ToFloat16(const std::filesystem::path& file, const graph::Graph& graph) {
  ASSIGN_OR_RETURN(ModelProto model, ReadFloat32(file));
  NameNodes(*model.mutable_graph(), graph);
  ASSIGN_OR_RETURN(const Inferred inferred, InferFacts(model, {}));
  Quantized quantized = WriteFloat16(model, graph, inferred.facts);
  if (quantized.quantized == 0) {
    return Fail(ErrorCode::kBadInput, "model " + file.string() + ": no operator of it is defined for float16");
  }
  model.set_producer_name("dnntune");
  ASSIGN_OR_RETURN(quantized.bytes, Serialize(model, file));
  return quantized;
}

}  // namespace dnntune::format::onnx
