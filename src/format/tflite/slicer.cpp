// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/slicer.h"

#include <algorithm>

#include "format/tflite/edit.h"
#include "format/tflite/subgraphs.h"

namespace dnntune::format::tflite {
Slicer::Slicer(const schema::Model& from, int main, const std::set<int>& called) : from_(from), main_(main) {
  slice_.version = kSchemaVersion;
  slice_.description = "dnntune";
  slice_.buffers.push_back(std::make_unique<schema::BufferT>());  // the schema wants the first to be empty
  graphs_[main] = 0;
  int place = 0;
  for (const int graph : called) {
    if (graph != main) graphs_[graph] = ++place;
  }
  slice_.subgraphs.push_back(std::make_unique<schema::SubGraphT>());
  if (FromAt(main).name() != nullptr) slice_.subgraphs.back()->name = FromAt(main).name()->str();
  for (const int graph : called) {
    if (graph != main) slice_.subgraphs.push_back(Copy(FromAt(graph)));
  }
}

void Slicer::AddTensors(const std::set<int>& tensors, const std::vector<std::string>& names) {
  int place = 0;
  for (const int tensor : tensors) places_[tensor] = place++;
  for (const int tensor : tensors) AddAgain(tensor, names[static_cast<std::size_t>(tensor)]);
}

int Slicer::AddAgain(int tensor, const std::string& name) {
  auto& copy = *main().tensors.emplace_back(Copy(*FromAt(main_).tensors()->Get(static_cast<std::uint32_t>(tensor))));
  copy.name = name;
  if (auto* blocks = copy.quantization ? copy.quantization->details.AsBlockwiseQuantization() : nullptr) {
    blocks->scales = PlaceOf(std::max(blocks->scales, -1));
    blocks->zero_points = PlaceOf(std::max(blocks->zero_points, -1));
  }
  return static_cast<int>(main().tensors.size()) - 1;
}

schema::OperatorT& Slicer::AddOperator(int op) {
  auto& copy = *main().operators.emplace_back(Copy(*FromAt(main_).operators()->Get(static_cast<std::uint32_t>(op))));
  for (auto* list : {&copy.inputs, &copy.outputs, &copy.intermediates}) {
    for (int& tensor : *list) tensor = PlaceOf(tensor);
  }
  return copy;
}

void Slicer::AddOperatorNames(const std::string& lines) {
  auto entry = std::make_unique<schema::MetadataT>();
  entry->name = kOperatorNames;
  entry->buffer = static_cast<std::uint32_t>(slice_.buffers.size());
  slice_.metadata.push_back(std::move(entry));
  auto& buffer = *slice_.buffers.emplace_back(std::make_unique<schema::BufferT>());
  buffer.data.assign(lines.begin(), lines.end());
}

void Slicer::AddSignature(const schema::SignatureDef& signature) {
  auto& copy = slice_.signature_defs.emplace_back(signature.UnPack());
  copy->subgraph_index = 0;
  for (auto* edges : {&copy->inputs, &copy->outputs}) {
    std::erase_if(*edges, [&](const auto& edge) { return !places_.contains(static_cast<int>(edge->tensor_index)); });
    for (const auto& edge : *edges) edge->tensor_index = static_cast<std::uint32_t>(PlaceOf(static_cast<int>(edge->tensor_index)));
  }
}

std::string Slicer::Bytes() const {
  return Serialize(slice_);
}

std::unique_ptr<schema::TensorT> Slicer::Copy(const schema::Tensor& tensor) {
  std::unique_ptr<schema::TensorT> copy(tensor.UnPack());
  Settle(*copy);
  copy->buffer = BufferFor(tensor.buffer());
  return copy;
}

std::unique_ptr<schema::OperatorT> Slicer::Copy(const schema::Operator& op) {
  std::unique_ptr<schema::OperatorT> copy(op.UnPack());
  Settle(*copy);
  copy->opcode_index = KindFor(op.opcode_index());
  copy->debug_metadata_index = -1;
  VisitSubgraphs(*copy, [&](std::int32_t& graph) {
    if (const auto place = graphs_.find(graph); place != graphs_.end()) graph = place->second;
  });
  return copy;
}

std::unique_ptr<schema::SubGraphT> Slicer::Copy(const schema::SubGraph& graph) {
  std::unique_ptr<schema::SubGraphT> copy(graph.UnPack());
  for (std::size_t i = 0; i < copy->tensors.size(); ++i) {
    copy->tensors[i] = Copy(*graph.tensors()->Get(static_cast<std::uint32_t>(i)));
  }
  for (std::size_t i = 0; i < copy->operators.size(); ++i) {
    copy->operators[i] = Copy(*graph.operators()->Get(static_cast<std::uint32_t>(i)));
  }
  copy->debug_metadata_index = -1;
  return copy;
}

std::uint32_t Slicer::BufferFor(std::uint32_t index) {
  if (index == 0 || from_.buffers()->Get(index)->data() == nullptr) return 0;
  const auto [entry, is_new] = buffers_.try_emplace(index, static_cast<std::uint32_t>(slice_.buffers.size()));
  if (is_new) slice_.buffers.emplace_back(from_.buffers()->Get(index)->UnPack());
  return entry->second;
}

std::uint32_t Slicer::KindFor(std::uint32_t index) {
  const auto [entry, is_new] = kinds_.try_emplace(index, static_cast<std::uint32_t>(slice_.operator_codes.size()));
  if (is_new) slice_.operator_codes.emplace_back(from_.operator_codes()->Get(index)->UnPack());
  return entry->second;
}

}  // namespace dnntune::format::tflite
