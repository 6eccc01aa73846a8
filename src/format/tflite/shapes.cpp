// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "format/skeleton/given_shapes.h"
#include "format/tflite/contents.h"

namespace dnntune::format::tflite {
namespace {

using Shape = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

// Whether the file says how many dimensions there are: an empty list is a scalar's or means nothing at all.
bool HasRank(const schema::Tensor& tensor) {
  return tensor.has_rank() || tensor.buffer() != 0 || !Indices(tensor.shape()).empty();
}

std::optional<Shape> OwnShape(const schema::Tensor& tensor) {
  const std::vector<int> shape = Indices(tensor.shape());
  if (!HasRank(tensor) || std::any_of(shape.begin(), shape.end(), [](int extent) { return extent < 0; })) return std::nullopt;
  return Shape(shape.begin(), shape.end());
}

// Tensors with a scale for every channel have none that a graph could name, and neither have those whose scale is no number.
std::optional<graph::Quantization> OwnQuantization(const schema::Tensor& tensor) {
  const auto* told = tensor.quantization();
  const auto dtype = ToDType(tensor.type());
  if (told == nullptr || !dtype || told->scale() == nullptr || told->scale()->size() != 1) return std::nullopt;
  const std::int64_t zero_point = told->zero_point() != nullptr && told->zero_point()->size() == 1 ? told->zero_point()->Get(0) : 0;
  if (zero_point != static_cast<std::int32_t>(zero_point)) return std::nullopt;
  const graph::Quantization quantization{told->scale()->Get(0), static_cast<std::int32_t>(zero_point)};
  return graph::Fits(quantization, *dtype) ? std::optional(quantization) : std::nullopt;
}

bool IsBatchOnly(const std::vector<int>& free) {
  return free.empty() || (free.size() == 1 && free.front() == 0);
}

// The given shape where it fits: as the file's wherever the file is not free.
Result<Shape> Fit(const schema::Tensor& tensor, const std::string& name, const Shape& given) {
  const std::vector<int> own = Indices(tensor.shape()), free = FreeDimensions(tensor);
  bool fits = !HasRank(tensor) || own.size() == given.size();
  for (std::size_t i = 0; fits && i < own.size(); ++i) {
    fits = given[i] == own[i] || (given[i] > 0 && std::find(free.begin(), free.end(), static_cast<int>(i)) != free.end());
  }
  if (fits && std::all_of(given.begin(), given.end(), [](std::int64_t extent) { return extent >= 0; })) return given;
  const auto* signature = tensor.shape_signature();
  const std::vector<int> told = Indices(signature != nullptr && signature->size() == own.size() ? signature : tensor.shape());
  return Fail(skeleton::DoesNotFit({name, {told.begin(), told.end()}, fmt::format("[{}]", fmt::join(told, ",")), given}));
}

Result<void> CheckGivenShapes(const Names& inputs, const ReadOptions& options) {
  return skeleton::CheckGivenShapes(
      options, {.names = inputs,
                .listed = fmt::format("{}", fmt::join(inputs, ", ")),
                .takes_unnamed = inputs.size() == 1,
                .takes = [&](const std::string& name) { return std::find(inputs.begin(), inputs.end(), name) != inputs.end(); }});
}

class Finder {
 public:
  Finder(const schema::SubGraph& graph, const Names& names, const ReadOptions& options)
      : graph_(graph), names_(names), options_(options), facts_(names.size()) {
    for (const int input : Indices(graph.inputs())) {
      own_.push_back(names[static_cast<std::size_t>(input)]);
      const std::vector<int> free = FreeDimensions(TensorAt(static_cast<std::size_t>(input)));
      has_free_batch_ = has_free_batch_ || (!free.empty() && free.front() == 0);
    }
  }

  Result<Facts> Find() {
    const Names& inputs = options_.inputs.empty() ? own_ : options_.inputs;
    TRY(CheckGivenShapes(inputs, options_));
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (std::find(inputs.begin(), inputs.end(), names_[i]) != inputs.end()) TRY(FixInput(i));
    }
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      const schema::Tensor& tensor = TensorAt(i);
      facts_[i].dtype = ToDType(tensor.type());
      facts_[i].quantization = OwnQuantization(tensor);
      if (!facts_[i].shape && IsTold(tensor)) facts_[i].shape = OwnShape(tensor);
      const auto known = options_.known_tensors.find(names_[i]);
      if (!facts_[i].shape && known != options_.known_tensors.end()) facts_[i].shape = known->second.shape;
    }
    return std::move(facts_);
  }

 private:
  [[nodiscard]] const schema::Tensor& TensorAt(std::size_t index) const {
    return *graph_.tensors()->Get(static_cast<std::uint32_t>(index));
  }
  // Where the file's shape is the true one: a batch that it leaves free counts as one, unless the caller wants another.
  [[nodiscard]] bool IsTold(const schema::Tensor& tensor) const {
    const std::vector<int> free = FreeDimensions(tensor);
    return free.empty() || (IsBatchOnly(free) && has_free_batch_ && !is_changed_);
  }
  Result<void> FixInput(std::size_t index) {
    auto given = options_.input_shapes.find(names_[index]);
    if (given == options_.input_shapes.end()) given = options_.input_shapes.find("");
    if (given == options_.input_shapes.end()) return {};
    ASSIGN_OR_RETURN(facts_[index].shape, Fit(TensorAt(index), names_[index], given->second));
    is_changed_ = is_changed_ || facts_[index].shape != OwnShape(TensorAt(index));
    return {};
  }

  const schema::SubGraph& graph_;
  const Names& names_;
  const ReadOptions& options_;
  Names own_;
  bool has_free_batch_ = false;
  bool is_changed_ = false;
  Facts facts_;
};

}  // namespace

std::vector<int> FreeDimensions(const schema::Tensor& tensor) {
  std::vector<int> free;
  const std::vector<int> signature = Indices(tensor.shape_signature());
  for (std::size_t i = 0; i < signature.size(); ++i) {
    if (signature[i] < 0) free.push_back(static_cast<int>(i));
  }
  return free;
}

Result<Facts> InferFacts(const schema::SubGraph& graph, const Names& names, const ReadOptions& options) {
  return Finder(graph, names, options).Find();
}

}  // namespace dnntune::format::tflite
