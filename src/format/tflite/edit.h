// SPDX-License-Identifier: Apache-2.0
// A .tflite file taken apart, changed and put together again. Include in .cpp files of this folder only.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

// Takes back what a union says to hold and does not: a file may say so, and packing it again would not bear it.
void Settle(schema::TensorT& tensor);
void Settle(schema::OperatorT& op);

// The model as a file.
[[nodiscard]] std::string Serialize(const schema::ModelT& model);

// Whether the file holds float32 numbers for the tensor, one for each element.
[[nodiscard]] bool HoldsFloats(const schema::Model& model, const schema::Tensor& tensor);
// These numbers; none where it does not.
[[nodiscard]] std::vector<float> FloatsOf(const schema::Model& model, const schema::Tensor& tensor);

// A model that is to be quantised; `path` is for messages.
struct NamedFile {
  const schema::Model& model;
  const std::filesystem::path& path;
};
// kBadInput where the model is quantised, is not float32 or has no float32 weights; kUnavailable where it cannot be copied.
[[nodiscard]] Result<void> CheckIsFloat32(const NamedFile& file);

// The main subgraph's tensors keep their indices, its operators are put in line anew. Other subgraphs stay as they are.
class Edit {
 public:
  using Operator = std::unique_ptr<schema::OperatorT>;

  explicit Edit(const schema::Model& model);

  [[nodiscard]] schema::SubGraphT& main() { return *model_->subgraphs.front(); }
  [[nodiscard]] schema::TensorT& At(int tensor) { return *main().tensors[static_cast<std::size_t>(tensor)]; }
  [[nodiscard]] const std::string& NameOf(int tensor) const { return names_[static_cast<std::size_t>(tensor)]; }
  // The file's operators in its order, each to be moved to Append.
  [[nodiscard]] std::vector<Operator>& operators() { return operators_; }
  [[nodiscard]] const std::string& NameOfOperator(std::size_t index) const { return operator_names_[index]; }

  // A tensor without content, of another's shape or of this one. The name gets an underscore where it is taken.
  int AddLike(const std::string& name, int like, schema::TensorType type);
  int AddTensor(const std::string& name, const std::vector<int>& shape, schema::TensorType type);
  // Gives the tensor content of its own.
  void SetData(int tensor, std::vector<std::uint8_t> data);
  // The kind of an operator in the file's list of kinds, of this version or a later one that the file has it in.
  void SetKind(schema::OperatorT& op, schema::BuiltinOperator code, int version);
  void Append(Operator op, std::string name);
  void AppendConversion(schema::BuiltinOperator code, int version, std::pair<int, int> from_to, std::string name);

  // The changed file; ends the edit.
  [[nodiscard]] std::string Bytes() &&;

 private:
  void AddNames();
  void DropUnusedContent();

  std::unique_ptr<schema::ModelT> model_;
  std::vector<std::string> names_;  // of tensors
  std::unordered_set<std::string> taken_;
  std::vector<std::string> operator_names_;
  std::vector<Operator> operators_;
  std::string lines_;  // the new operators' names
};

}  // namespace dnntune::format::tflite
