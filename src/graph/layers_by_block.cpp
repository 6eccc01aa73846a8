// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "graph/layers.h"

namespace dnntune::graph {
namespace {

// For each operator, how many computed tensors are still to be read after it; more than one where it is one that cannot leave its
// layer. Model inputs are left out: they are there from the start, and one that is read late would hide every boundary before it.
std::vector<std::int64_t> LiveAfter(std::span<const Operator> operators, std::span<const Tensor> tensors) {
  std::vector<std::int64_t> change(operators.size() + 1, 0);
  for (const Tensor& tensor : tensors) {
    if (!tensor.producer || tensor.consumers.empty()) continue;
    const std::int64_t count = tensor.is_confined ? 2 : 1;
    change[*tensor.producer] += count;
    change[tensor.consumers.back()] -= count;
  }
  for (std::size_t i = 1; i < change.size(); ++i) change[i] += change[i - 1];
  return change;
}

struct Block {
  std::size_t begin;  // operators
  std::size_t end;
  std::optional<Bytes> output;  // of its last operator
};

std::optional<Bytes> OutputBytes(const Operator& op, std::span<const Tensor> tensors) {
  return op.outputs.empty() ? std::nullopt : tensors[op.outputs.front()].bytes;
}

// The tensor that an operator only puts into another element type, and what it becomes; null: it does something else.
struct Conversion {
  const Tensor* from = nullptr;
  const Tensor* to = nullptr;
};
Conversion ConversionOf(const Operator& op, std::span<const Tensor> tensors) {
  if (op.macs != std::uint64_t{0} || op.inputs.size() != 1 || op.outputs.size() != 1) return {};
  const Tensor& from = tensors[op.inputs.front()];
  const Tensor& to = tensors[op.outputs.front()];
  if (!from.shape || from.shape != to.shape || from.dtype == to.dtype || !from.bytes || !to.bytes) return {};
  return {&from, &to};
}

// Between an operator and a change of its numbers' type there is no place to cut: what widens them, or only changes a model input,
// belongs to what reads it, and what narrows them to what made them.
bool JoinsNext(OperatorId op, std::span<const Operator> operators, std::span<const Tensor> tensors) {
  const Conversion own = ConversionOf(operators[op], tensors);
  if (own.from != nullptr && (own.from->is_input || *own.to->bytes > *own.from->bytes)) return true;
  const Conversion next = ConversionOf(operators[op + 1], tensors);
  return next.from != nullptr && next.from->producer == op && *next.to->bytes < *next.from->bytes;
}

bool JoinsPrevious(const Block& block, const Block& previous, std::span<const Operator> operators) {
  for (std::size_t op = block.begin; op < block.end; ++op) {
    if (operators[op].macs != std::uint64_t{0}) return false;
  }
  return !block.output || !previous.output || *block.output <= *previous.output;
}

// Where nothing multiplies there is no block for the others to join.
bool HasMacs(std::span<const Operator> operators) {
  return std::any_of(operators.begin(), operators.end(), [](const Operator& op) { return op.macs.value_or(0) > 0; });
}

std::string BlockName(const Block& block, std::span<const Operator> operators) {
  const auto less = [](const Operator& a, const Operator& b) { return a.macs.value_or(0) < b.macs.value_or(0); };
  const auto range = operators.subspan(block.begin, block.end - block.begin);
  return std::max_element(range.begin(), range.end(), less)->name;
}

}  // namespace

LayerNames LayersByBlock(std::span<const Operator> operators, std::span<const Tensor> tensors) {
  const std::vector<std::int64_t> live = LiveAfter(operators, tensors);
  const bool may_join = HasMacs(operators);
  std::vector<Block> blocks;
  std::size_t begin = 0;
  for (std::size_t op = 0; op < operators.size(); ++op) {
    const bool is_last = op + 1 == operators.size();
    if (!is_last && (live[op] > 1 || JoinsNext(static_cast<OperatorId>(op), operators, tensors))) continue;
    const Block block{begin, op + 1, OutputBytes(operators[op], tensors)};
    if (may_join && !blocks.empty() && JoinsPrevious(block, blocks.back(), operators)) {
      blocks.back().end = block.end;
      blocks.back().output = block.output;
    } else {
      blocks.push_back(block);
    }
    begin = op + 1;
  }
  LayerNames names(operators.size());
  for (const Block& block : blocks) {
    std::fill(names.begin() + static_cast<std::ptrdiff_t>(block.begin), names.begin() + static_cast<std::ptrdiff_t>(block.end),
              BlockName(block, operators));
  }
  return names;
}

}  // namespace dnntune::graph
