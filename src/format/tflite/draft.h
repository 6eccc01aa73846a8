// SPDX-License-Identifier: Apache-2.0
// Small TensorFlow Lite models put together in tests. Included by tests only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "format/read_outcome.h"
#include "format/tflite/edit.h"
#include "format/tflite/read.h"

namespace dnntune::format::tflite {

// The message of what has to be refused; empty where it was not.
template <typename T>
std::string Refusal(const Result<T>& result) {
  return result ? "" : result.error().message;
}

// A model put together line by line. Tensors are made where they are first named.
class Draft {
 public:
  Draft() {
    model.version = kSchemaVersion;
    model.buffers.push_back(std::make_unique<schema::BufferT>());
    AddSubgraph();
  }
  schema::SubGraphT& main() { return *model.subgraphs.front(); }
  schema::SubGraphT& AddSubgraph() { return *model.subgraphs.emplace_back(std::make_unique<schema::SubGraphT>()); }

  int Tensor(const std::string& name) {
    const auto [entry, is_new] = ids_.try_emplace(name, static_cast<int>(main().tensors.size()));
    if (is_new) main().tensors.emplace_back(std::make_unique<schema::TensorT>())->name = name;
    return entry->second;
  }
  schema::TensorT& At(const std::string& name) { return *main().tensors[static_cast<std::size_t>(Tensor(name))]; }
  Draft& Shape(const std::string& name, const std::vector<int>& shape) {
    At(name).shape = shape;
    return *this;
  }
  Draft& Input(const std::string& name, const std::vector<int>& shape) {
    main().inputs.push_back(Tensor(name));
    return Shape(name, shape);
  }
  Draft& Output(const std::string& name) {
    main().outputs.push_back(Tensor(name));
    return *this;
  }
  Draft& Constant(const std::string& name, const std::vector<int>& shape, std::size_t bytes,
                  schema::TensorType type = schema::TensorType::FLOAT32) {
    Shape(name, shape).At(name).type = type;
    At(name).buffer = static_cast<std::uint32_t>(model.buffers.size());
    model.buffers.emplace_back(std::make_unique<schema::BufferT>())->data.assign(bytes, 1);
    return *this;
  }
  schema::OperatorT& Operator(schema::BuiltinOperator code, const std::vector<std::string>& inputs,
                              const std::vector<std::string>& outputs, const std::string& custom = "") {
    auto& kind = *model.operator_codes.emplace_back(std::make_unique<schema::OperatorCodeT>());
    kind.builtin_code = code;
    // Files say it twice: the narrow field stops where readers are to look at the wide one.
    kind.deprecated_builtin_code = static_cast<std::int8_t>(std::min<int>(static_cast<int>(code), 127));
    kind.custom_code = custom;
    auto& op = *main().operators.emplace_back(std::make_unique<schema::OperatorT>());
    op.opcode_index = static_cast<std::uint32_t>(model.operator_codes.size()) - 1;
    for (const std::string& input : inputs) op.inputs.push_back(input.empty() ? -1 : Tensor(input));
    for (const std::string& output : outputs) op.outputs.push_back(Tensor(output));
    return op;
  }

  [[nodiscard]] std::string Bytes() const { return Serialize(model); }
  [[nodiscard]] Result<std::unique_ptr<Model>> Read(const ReadOptions& options = {}) const {
    return Parse(Bytes(), "draft.tflite", options);
  }
  [[nodiscard]] std::string ReadError(const ReadOptions& options = {}) const { return RefusalOf(Read(options)); }

  schema::ModelT model;

 private:
  std::map<std::string, int> ids_;
};

// Graph 1 sets a variable to a constant, graph 2 is nobody's. y = x + the variable.
inline Draft WithVariable() {
  Draft draft;
  draft.Input("x", {4}).Shape("r", {4}).Shape("v", {4}).Shape("y", {4}).Output("y").Constant("c", {4}, 16);
  draft.At("handle").type = schema::TensorType::RESOURCE;
  draft.Operator(schema::BuiltinOperator::CALL_ONCE, {}, {}).builtin_options.Set(schema::CallOnceOptionsT{});
  draft.Operator(schema::BuiltinOperator::RELU, {"x"}, {"r"});
  draft.Operator(schema::BuiltinOperator::VAR_HANDLE, {}, {"handle"});
  draft.Operator(schema::BuiltinOperator::READ_VARIABLE, {"handle"}, {"v"});
  draft.Operator(schema::BuiltinOperator::ADD, {"r", "v"}, {"y"});
  draft.Operator(schema::BuiltinOperator::ASSIGN_VARIABLE, {"handle", "c"}, {});
  draft.AddSubgraph();
  auto& init = draft.AddSubgraph();
  for (const char* name : {"handle", "c"}) init.tensors.push_back(std::make_unique<schema::TensorT>(draft.At(name)));
  init.operators.push_back(std::move(draft.main().operators.back()));
  draft.main().operators.pop_back();
  init.operators.back()->inputs = {0, 1};
  draft.main().operators.front()->builtin_options.AsCallOnceOptions()->init_subgraph_index = 2;
  return draft;
}

}  // namespace dnntune::format::tflite
