// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "format/tflite/edit.h"
#include "format/tflite/model.h"

namespace dnntune::format::tflite {
namespace {

// Puts a model together from pieces of another one.
class Slicer {
 public:
  explicit Slicer(const schema::Model& from) : from_(from) {
    slice_.version = kSchemaVersion;
    slice_.description = "dnntune";
    slice_.buffers.push_back(std::make_unique<schema::BufferT>());  // the schema wants the first to be empty
  }

  // The tensor as it is, its data included.
  [[nodiscard]] std::unique_ptr<schema::TensorT> Copy(const schema::Tensor& tensor) {
    std::unique_ptr<schema::TensorT> copy(tensor.UnPack());
    Settle(*copy);
    copy->buffer = BufferFor(tensor.buffer());
    return copy;
  }
  [[nodiscard]] std::unique_ptr<schema::OperatorT> Copy(const schema::Operator& op) {
    std::unique_ptr<schema::OperatorT> copy(op.UnPack());
    Settle(*copy);
    copy->opcode_index = KindFor(op.opcode_index());
    copy->debug_metadata_index = -1;
    return copy;
  }
  // A subgraph that operators run, which keep calling it by its index.
  void AddWhole(const schema::SubGraph& graph) {
    std::unique_ptr<schema::SubGraphT> copy(graph.UnPack());
    for (std::size_t i = 0; i < copy->tensors.size(); ++i) {
      copy->tensors[i] = Copy(*graph.tensors()->Get(static_cast<std::uint32_t>(i)));
    }
    for (std::size_t i = 0; i < copy->operators.size(); ++i) {
      copy->operators[i] = Copy(*graph.operators()->Get(static_cast<std::uint32_t>(i)));
    }
    copy->debug_metadata_index = -1;
    slice_.subgraphs.push_back(std::move(copy));
  }
  void AddOperatorNames(const std::string& lines) {
    auto entry = std::make_unique<schema::MetadataT>();
    entry->name = kOperatorNames;
    entry->buffer = static_cast<std::uint32_t>(slice_.buffers.size());
    slice_.metadata.push_back(std::move(entry));
    auto& buffer = *slice_.buffers.emplace_back(std::make_unique<schema::BufferT>());
    buffer.data.assign(lines.begin(), lines.end());
  }
  [[nodiscard]] schema::ModelT& model() { return slice_; }

 private:
  std::uint32_t BufferFor(std::uint32_t index) {
    if (index == 0 || from_.buffers()->Get(index)->data() == nullptr) return 0;
    const auto [entry, is_new] = buffers_.try_emplace(index, static_cast<std::uint32_t>(slice_.buffers.size()));
    if (is_new) slice_.buffers.emplace_back(from_.buffers()->Get(index)->UnPack());
    return entry->second;
  }
  std::uint32_t KindFor(std::uint32_t index) {
    const auto [entry, is_new] = kinds_.try_emplace(index, static_cast<std::uint32_t>(slice_.operator_codes.size()));
    if (is_new) slice_.operator_codes.emplace_back(from_.operator_codes()->Get(index)->UnPack());
    return entry->second;
  }

  const schema::Model& from_;
  schema::ModelT slice_;
  std::map<std::uint32_t, std::uint32_t> buffers_, kinds_;
};

}  // namespace

Result<std::string> ModelFile::CutOut(std::span<const std::string> inputs, std::span<const std::string> outputs,
                                      const KnownTensors& /*known*/) const {
  Tensors from = inputs_, to = outputs_;
  if (!inputs.empty()) {
    ASSIGN_OR_RETURN(from, Find(inputs, skeleton::Role::kInput));
  }
  if (!outputs.empty()) {
    ASSIGN_OR_RETURN(to, Find(outputs, skeleton::Role::kOutput));
  }
  ASSIGN_OR_RETURN(const std::set<int> operators, Between(from, to));
  std::set<int> used(from.begin(), from.end());
  used.insert(to.begin(), to.end());
  bool runs_others = false;
  for (const int op : operators) {
    if (const std::string type = TypeOf(*file_, OperatorAt(op)); type.starts_with("BUILTIN_")) {
      return Fail(ErrorCode::kUnavailable, fmt::format("operator '{}' of kind {} is younger than the schema that this version "
                                                       "knows, so it cannot be copied into a part of the model",
                                                       operator_names_[static_cast<std::size_t>(op)], type));
    }
    for (const auto* list : {OperatorAt(op).inputs(), OperatorAt(op).outputs(), OperatorAt(op).intermediates()}) {
      for (const int tensor : Indices(list)) used.insert(tensor);
    }
    runs_others = runs_others || IsControlFlow(CodeOf(*file_, OperatorAt(op)));
  }
  used.erase(-1);

  Slicer slicer(*file_);
  auto& graph = *slicer.model().subgraphs.emplace_back(std::make_unique<schema::SubGraphT>());
  if (main().name() != nullptr) graph.name = main().name()->str();
  std::map<int, int> places{{-1, -1}};
  const auto add = [&](int tensor, const std::string& name) {
    auto& copy = *graph.tensors.emplace_back(slicer.Copy(TensorAt(tensor)));
    copy.name = name;
    return static_cast<int>(graph.tensors.size()) - 1;
  };
  for (const int tensor : used) places[tensor] = add(tensor, NameOf(tensor));
  for (const int tensor : from) {
    graph.inputs.push_back(places[tensor]);
    graph.tensors[static_cast<std::size_t>(places[tensor])]->buffer = 0;
  }
  for (const int tensor : to) graph.outputs.push_back(places[tensor]);
  std::string lines;
  for (const int op : operators) {
    auto copy = slicer.Copy(OperatorAt(op));
    for (int& tensor : copy->inputs) tensor = places[tensor];
    for (int& tensor : copy->intermediates) tensor = places[tensor];
    for (int& tensor : copy->outputs) {
      // A tensor that is now an input may not be made here as well.
      const bool is_given = std::find(from.begin(), from.end(), tensor) != from.end();
      tensor = is_given ? add(tensor, NameOf(tensor) + "/unused") : places[tensor];
    }
    graph.operators.push_back(std::move(copy));
    lines += operator_names_[static_cast<std::size_t>(op)] + "\n";
  }
  if (runs_others) {
    for (std::uint32_t i = 1; i < file_->subgraphs()->size(); ++i) slicer.AddWhole(*file_->subgraphs()->Get(i));
  }
  slicer.AddOperatorNames(lines);
  return Serialize(slicer.model());
}

}  // namespace dnntune::format::tflite
