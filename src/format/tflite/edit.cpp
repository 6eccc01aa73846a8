// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using schema::TensorType;

template <typename Union>
void SettleUnion(Union& choice) {
  if (choice.value == nullptr) choice.Reset();
}

bool IsQuantised(const schema::Tensor& tensor) {
  const bool is_integer = tensor.type() != TensorType::FLOAT32 && tensor.type() != TensorType::INT32;
  return is_integer && tensor.quantization() != nullptr && tensor.quantization()->scale() != nullptr &&
         tensor.quantization()->scale()->size() > 0;
}

bool IsSmallerFloat(const schema::Tensor& tensor) {
  return tensor.type() == TensorType::FLOAT16 || tensor.type() == TensorType::BFLOAT16;
}

}  // namespace

void Settle(schema::TensorT& tensor) {
  if (tensor.quantization) SettleUnion(tensor.quantization->details);
  if (!tensor.sparsity) return;
  for (const auto& dimension : tensor.sparsity->dim_metadata) {
    SettleUnion(dimension->array_segments);
    SettleUnion(dimension->array_indices);
  }
}

void Settle(schema::OperatorT& op) {
  SettleUnion(op.builtin_options);
  SettleUnion(op.builtin_options_2);
}

std::string Serialize(const schema::ModelT& model) {
  flatbuffers::FlatBufferBuilder builder;
  schema::FinishModelBuffer(builder, schema::Model::Pack(builder, &model));
  return std::string(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
}

bool HoldsFloats(const schema::Model& model, const schema::Tensor& tensor) {
  if (tensor.type() != TensorType::FLOAT32 || tensor.is_variable() || tensor.sparsity() != nullptr || tensor.buffer() == 0) {
    return false;
  }
  std::uint64_t bytes = sizeof(float);
  for (const int extent : Indices(tensor.shape())) {
    if (extent < 0 || __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes)) return false;
  }
  const auto* data = model.buffers()->Get(tensor.buffer())->data();
  return data != nullptr && data->size() > 0 && data->size() == bytes;
}

std::vector<float> FloatsOf(const schema::Model& model, const schema::Tensor& tensor) {
  if (!HoldsFloats(model, tensor)) return {};
  const auto& data = *model.buffers()->Get(tensor.buffer())->data();
  std::vector<float> values(data.size() / sizeof(float));
  std::memcpy(values.data(), data.data(), data.size());
  return values;
}

Result<void> CheckIsFloat32(const NamedFile& file) {
  const schema::SubGraph& graph = *file.model.subgraphs()->Get(0);
  const auto fail = [&](ErrorCode code, const std::string& why) {
    return Fail(code, fmt::format("cannot make model {} narrower: {}", file.path.string(), why));
  };
  const std::vector<std::string> names = TensorNames(graph);
  bool has_weights = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const schema::Tensor& tensor = *graph.tensors()->Get(static_cast<std::uint32_t>(i));
    if (IsQuantised(tensor) || IsSmallerFloat(tensor)) {
      return fail(ErrorCode::kBadInput, fmt::format("its tensor '{}' is {} already; name the float32 file that it was made from",
                                                    names[i], schema::EnumNameTensorType(tensor.type())));
    }
    has_weights = has_weights || (!Indices(tensor.shape()).empty() && HoldsFloats(file.model, tensor));
  }
  if (!has_weights) return fail(ErrorCode::kBadInput, "it has no float32 weights; name a model that has");
  const std::vector<std::string> operators = OperatorNames(file.model, graph, names);
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const std::string type = TypeOf(file.model, *graph.operators()->Get(static_cast<std::uint32_t>(i)));
    if (!type.starts_with("BUILTIN_")) continue;
    return fail(ErrorCode::kUnavailable, fmt::format("its operator '{}' of kind {} is younger than the schema that this version "
                                                     "knows, so it cannot be copied",
                                                     operators[i], type));
  }
  return {};
}

Edit::Edit(const schema::Model& model)
    : model_(model.UnPack()),
      names_(TensorNames(*model.subgraphs()->Get(0))),
      taken_(names_.begin(), names_.end()),
      operator_names_(OperatorNames(model, *model.subgraphs()->Get(0), names_)) {
  // Files from before 2020 have the narrow field only.
  for (const auto& kind : model_->operator_codes) {
    kind->builtin_code = std::max(kind->builtin_code, static_cast<Code>(kind->deprecated_builtin_code));
  }
  for (const auto& graph : model_->subgraphs) {
    for (const auto& tensor : graph->tensors) Settle(*tensor);
    for (const auto& op : graph->operators) Settle(*op);
  }
  operators_ = std::move(main().operators);
  main().operators.clear();
}

int Edit::AddLike(const std::string& name, int like, TensorType type) {
  const int tensor = AddTensor(name, At(like).shape, type);
  At(tensor).shape_signature = At(like).shape_signature;
  At(tensor).has_rank = At(like).has_rank;
  return tensor;
}

int Edit::AddTensor(const std::string& name, const std::vector<int>& shape, TensorType type) {
  std::string unique = name;
  while (!taken_.insert(unique).second) unique += "_";
  auto& tensor = *main().tensors.emplace_back(std::make_unique<schema::TensorT>());
  tensor.name = unique;
  tensor.shape = shape;
  tensor.has_rank = true;
  tensor.type = type;
  names_.push_back(std::move(unique));
  return static_cast<int>(names_.size()) - 1;
}

void Edit::SetData(int tensor, std::vector<std::uint8_t> data) {
  At(tensor).buffer = static_cast<std::uint32_t>(model_->buffers.size());
  model_->buffers.emplace_back(std::make_unique<schema::BufferT>())->data = std::move(data);
}

void Edit::SetKind(schema::OperatorT& op, Code code, int version) {
  auto& kinds = model_->operator_codes;
  if (op.opcode_index < kinds.size() && kinds[op.opcode_index]->builtin_code == code) {
    version = std::max(version, kinds[op.opcode_index]->version);
  }
  const auto known = std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) {
    return kind->builtin_code == code && kind->version == version && kind->custom_code.empty();
  });
  op.opcode_index = static_cast<std::uint32_t>(known - kinds.begin());
  if (known != kinds.end()) return;
  auto& kind = *kinds.emplace_back(std::make_unique<schema::OperatorCodeT>());
  kind.builtin_code = code;
  kind.deprecated_builtin_code = static_cast<std::int8_t>(std::min(static_cast<int>(code), 127));
  kind.version = version;
}

void Edit::Append(Operator op, std::string name) {
  main().operators.push_back(std::move(op));
  lines_ += std::move(name) + "\n";
}

void Edit::AppendConversion(Code code, int version, std::pair<int, int> from_to, std::string name) {
  auto op = std::make_unique<schema::OperatorT>();
  op->opcode_index = static_cast<std::uint32_t>(model_->operator_codes.size());
  SetKind(*op, code, version);
  op->inputs = {from_to.first};
  op->outputs = {from_to.second};
  Append(std::move(op), std::move(name));
}

void Edit::AddNames() {
  auto& metadata = model_->metadata;
  metadata.erase(std::remove_if(metadata.begin(), metadata.end(), [](const auto& entry) { return entry->name == kOperatorNames; }),
                 metadata.end());
  auto& entry = *metadata.emplace_back(std::make_unique<schema::MetadataT>());
  entry.name = kOperatorNames;
  entry.buffer = static_cast<std::uint32_t>(model_->buffers.size());
  model_->buffers.emplace_back(std::make_unique<schema::BufferT>())->data.assign(lines_.begin(), lines_.end());
}

// Buffers are known by their place, so one that nothing uses any more stays as an empty one.
void Edit::DropUnusedContent() {
  std::vector<bool> is_used(model_->buffers.size());
  for (const auto& graph : model_->subgraphs) {
    for (const auto& tensor : graph->tensors) is_used[tensor->buffer] = true;
  }
  // Metadata is not checked when a model is read.
  const auto keep = [&](std::size_t buffer) {
    if (buffer < is_used.size()) is_used[buffer] = true;
  };
  for (const auto& entry : model_->metadata) keep(entry->buffer);
  for (const std::int32_t buffer : model_->metadata_buffer) keep(static_cast<std::size_t>(buffer));
  for (std::size_t i = 0; i < is_used.size(); ++i) {
    if (!is_used[i]) model_->buffers[i]->data.clear();
  }
}

std::string Edit::Bytes() && {
  AddNames();
  DropUnusedContent();
  return Serialize(*model_);
}

}  // namespace dnntune::format::tflite
