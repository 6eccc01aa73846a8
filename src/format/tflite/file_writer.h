// SPDX-License-Identifier: Apache-2.0
// Puts a .tflite file of one subgraph together operator by operator and hands its bytes on without ever holding its weights.
// Include in .cpp files of this folder only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_stream.h"
#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

class FileWriter {
 public:
  // By index.
  using Tensor = std::int32_t;
  using Tensors = std::vector<Tensor>;
  using Shape = std::vector<std::int64_t>;

  explicit FileWriter(const std::string& name);

  Tensor AddTensor(const std::string& name, const Shape& shape, schema::TensorType type);
  Tensor AddIntegers(const std::string& name, const Shape& shape, const std::vector<std::int32_t>& values);
  Tensor AddFloats(const std::string& name, const Shape& shape, ByteSource values);
  void AddInput(Tensor tensor) { graph_->inputs.push_back(tensor); }
  void AddOutput(Tensor tensor) { graph_->outputs.push_back(tensor); }

  struct Operator {
    schema::BuiltinOperator code;
    std::string name;
    Tensors inputs;
    Tensor output;
  };
  template <typename Options>
  void AddOperator(Operator op, Options options) {
    AddOperator(std::move(op));
    graph_->operators.back()->builtin_options.Set(std::move(options));
  }
  void AddOperator(Operator op);

  // Ends the file. kUnavailable above 2 GiB.
  [[nodiscard]] Result<void> Write(const ByteSink& sink);

 private:
  // A buffer whose content follows the FlatBuffer's tables.
  struct Content {
    std::uint32_t buffer = 0;
    std::uint64_t size = 0;
    ByteSource bytes;
  };
  void AddNames();

  schema::ModelT model_;
  schema::SubGraphT* graph_ = nullptr;  // in model_
  std::map<schema::BuiltinOperator, std::uint32_t> kinds_;
  std::vector<Content> contents_;
  std::string names_;  // of operators, a line each
};

}  // namespace dnntune::format::tflite
