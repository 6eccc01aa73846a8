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

}  // namespace dnntune::format::tflite
