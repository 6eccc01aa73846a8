// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "format/tflite/contents.h"
#include "format/tflite/subgraphs.h"

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using Defect = std::optional<std::string>;

bool NamesGraphs(const schema::Model& model, const schema::Operator& op) {
  const auto count = static_cast<std::int64_t>(model.subgraphs()->size());
  bool are_there = true;
  VisitSubgraphs(*std::unique_ptr<schema::OperatorT>(op.UnPack()), [&](std::int32_t index) { are_there &= index < count; });
  return are_there;
}

// Indices are signed in the file; an operator may leave out an input with -1.
bool AreWithin(const flatbuffers::Vector<std::int32_t>* list, std::int64_t count, std::int32_t least) {
  const std::vector<int> indices = Indices(list);
  return std::all_of(indices.begin(), indices.end(), [&](int index) { return index >= least && index < count; });
}

Defect CheckOperators(const schema::Model& model, const schema::SubGraph& graph, std::int64_t tensors) {
  if (graph.operators() == nullptr) return std::nullopt;
  for (const schema::Operator* op : *graph.operators()) {
    if (model.operator_codes() == nullptr || op->opcode_index() >= model.operator_codes()->size()) {
      return fmt::format("an operator is of kind {}, which its list of kinds does not hold", op->opcode_index());
    }
    const bool is_sound =
        AreWithin(op->inputs(), tensors, -1) && AreWithin(op->outputs(), tensors, 0) && AreWithin(op->intermediates(), tensors, -1);
    if (!is_sound) return "an operator " + TypeOf(model, *op) + " names a tensor that is not there";
    if (!NamesGraphs(model, *op)) return "an operator " + TypeOf(model, *op) + " runs a graph that is not there";
    if (op->large_custom_options_offset() > 1) return "it keeps an operator's options outside of its FlatBuffer, which is not read";
  }
  return std::nullopt;
}

Defect CheckSubgraph(const schema::Model& model, const schema::SubGraph& graph) {
  const std::int64_t tensors = graph.tensors() == nullptr ? 0 : graph.tensors()->size();
  for (std::int64_t i = 0; i < tensors; ++i) {
    const schema::Tensor& tensor = *graph.tensors()->Get(static_cast<std::uint32_t>(i));
    if (tensor.external_buffer() != 0) return "it keeps weights in other files, which is not read";
    if (tensor.buffer() != 0 && (model.buffers() == nullptr || tensor.buffer() >= model.buffers()->size())) {
      return "a tensor's data is not there";
    }
    for (const int named : TensorsOfScale(tensor)) {
      if (named >= tensors) return "a tensor's scales are not there";
    }
  }
  if (!AreWithin(graph.inputs(), tensors, 0) || !AreWithin(graph.outputs(), tensors, 0)) return "an input or output is not there";
  return CheckOperators(model, graph, tensors);
}

Defect CheckSignatures(const schema::Model& model) {
  if (model.signature_defs() == nullptr) return std::nullopt;
  for (const schema::SignatureDef* signature : *model.signature_defs()) {
    if (signature->subgraph_index() >= model.subgraphs()->size()) return "a signature's graph is not there";
    const auto* tensors = model.subgraphs()->Get(signature->subgraph_index())->tensors();
    for (const auto* edges : {signature->inputs(), signature->outputs()}) {
      for (std::uint32_t i = 0; edges != nullptr && i < edges->size(); ++i) {
        if (tensors == nullptr || edges->Get(i)->tensor_index() >= tensors->size()) return "a signature's tensor is not there";
      }
    }
  }
  return std::nullopt;
}

Defect CheckContent(const schema::Model& model) {
  if (model.subgraphs() == nullptr || model.subgraphs()->size() == 0) return "it holds no graph";
  if (model.buffers() != nullptr) {
    for (const schema::Buffer* buffer : *model.buffers()) {
      if (buffer->offset() > 1) return "it keeps weights outside of its FlatBuffer (more than 2 GiB), which is not read";
    }
  }
  for (const schema::SubGraph* graph : *model.subgraphs()) {
    if (Defect defect = CheckSubgraph(model, *graph)) return defect;
  }
  if (Defect defect = CheckSignatures(model)) return defect;
  const auto* operators = model.subgraphs()->Get(0)->operators();
  if (operators == nullptr || operators->size() == 0) return "its graph has no operator";
  return std::nullopt;
}

}  // namespace

std::vector<int> Indices(const flatbuffers::Vector<std::int32_t>* list) {
  if (list == nullptr) return {};
  return {list->begin(), list->end()};
}

std::vector<int> TensorsOfScale(const schema::Tensor& tensor) {
  const auto* blocks = tensor.quantization() == nullptr ? nullptr : tensor.quantization()->details_as_BlockwiseQuantization();
  if (blocks == nullptr) return {};
  std::vector<int> tensors = {blocks->scales(), blocks->zero_points()};
  std::erase_if(tensors, [](int named) { return named < 0; });
  return tensors;
}

Code CodeOf(const schema::Model& model, const schema::Operator& op) {
  const schema::OperatorCode& kind = *model.operator_codes()->Get(op.opcode_index());
  // Files from before 2020 have the narrow field only; later ones fill both.
  return std::max(kind.builtin_code(), static_cast<Code>(kind.deprecated_builtin_code()));
}

std::string TypeOf(const schema::Model& model, const schema::Operator& op) {
  const Code code = CodeOf(model, op);
  if (code == Code::CUSTOM) {
    const auto* name = model.operator_codes()->Get(op.opcode_index())->custom_code();
    return "custom." + (name == nullptr ? std::string("unnamed") : name->str());
  }
  const std::string name = schema::EnumNameBuiltinOperator(code);
  return name.empty() ? fmt::format("BUILTIN_{}", static_cast<std::int32_t>(code)) : name;
}

Result<const schema::Model*> ParseFile(std::string_view bytes, const std::filesystem::path& path) {
  const auto fail = [&](std::string_view defect) {
    return Fail(ErrorCode::kBadInput, fmt::format("cannot read model {}: {}", path.string(), defect));
  };
  if (bytes.empty()) return fail("the file is empty; export the model again");
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (bytes.size() < 8 || !schema::ModelBufferHasIdentifier(data)) {
    return fail("it is not a TensorFlow Lite file; convert the model to .tflite");
  }
  if (bytes.size() >= FLATBUFFERS_MAX_BUFFER_SIZE) return fail("it is larger than the 2 GiB that one FlatBuffer can hold");
  flatbuffers::Verifier verifier(data, bytes.size());
  if (!schema::VerifyModelBuffer(verifier)) return fail("the file is truncated or damaged; fetch or export it again");
  const schema::Model* model = schema::GetModel(data);
  if (model->version() != kSchemaVersion) {
    return fail(fmt::format("it is of schema version {}, and {} is the one that is known; convert the model again",
                            model->version(), kSchemaVersion));
  }
  if (const Defect defect = CheckContent(*model)) return fail(*defect + "; export the model again");
  return model;
}

}  // namespace dnntune::format::tflite
