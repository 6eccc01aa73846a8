// SPDX-License-Identifier: Apache-2.0
// What the numbers of an input may be, where the graph picks by them: the rows of an embedding, a mask of zeros and ones.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "format/onnx/contents.h"
#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

// An operator's input that picks rows of another input, along the attribute "axis" where there is one.
struct Picker {
  std::string_view type;
  int index;
  int table;
};
constexpr std::array kPickers = {
    Picker{"Gather", 1, 0},
    Picker{"GatherElements", 1, 0},
    Picker{"ScatterElements", 1, 0},
    Picker{"Scatter", 1, 0},
    Picker{"com.microsoft.EmbedLayerNormalization", 0, 2},
    Picker{"com.microsoft.EmbedLayerNormalization", 1, 4},
};

// Operators whose output holds numbers of their first input and no others.
constexpr std::array<std::string_view, 10> kPassing = {"Cast",      "Identity", "Reshape", "Squeeze", "Unsqueeze",
                                                       "Transpose", "Flatten",  "Expand",  "Slice",   "Tile"};

class Finder {
 public:
  Finder(const GraphProto& graph, const Facts& facts) : graph_(graph), facts_(facts), values_(graph) {
    for (const auto& node : graph.node()) {
      for (const std::string& output : node.output()) makers_.emplace(output, &node);
    }
  }

  InputRanges Find() {
    for (const auto& node : graph_.node()) {
      for (const Picker& picker : kPickers) {
        if (picker.type == OperatorType(node)) AddPicked(node, picker);
      }
      if (node.op_type() == "Sub" && node.input_size() == 2 && IsOne(node.input(0))) {
        Limit(node.input(1), {0, 1, fmt::format("'{}' (Sub) takes it from 1, as masks of zeros and ones are", node.name())});
      }
    }
    return std::move(ranges_);
  }

 private:
  [[nodiscard]] bool IsOne(const std::string& name) const {
    const TensorProto* value = values_.Find(name);
    if (value == nullptr || !values_.IsFloat32(name)) return false;
    const std::vector<float> numbers = Floats(*value);
    return numbers.size() == 1 && numbers[0] == 1.0F;
  }

  void AddPicked(const NodeProto& node, const Picker& picker) {
    if (std::max(picker.index, picker.table) >= node.input_size()) return;
    const auto table = facts_.find(node.input(picker.table));
    if (table == facts_.end() || !table->second.shape || table->second.shape->empty()) return;
    const auto rank = static_cast<std::int64_t>(table->second.shape->size());
    const std::int64_t axis = IntOf(node, "axis", 0);
    if (axis < -rank || axis >= rank) return;
    const std::int64_t rows = (*table->second.shape)[static_cast<std::size_t>(axis < 0 ? axis + rank : axis)];
    if (rows < 1) return;
    Limit(node.input(picker.index),
          {0, static_cast<double>(rows - 1),
           fmt::format("'{}' ({}) picks from {} of '{}' by it", node.name(), OperatorType(node), rows, node.input(picker.table))});
  }

  // Of several limits the narrowest holds.
  void Limit(std::string name, graph::ValueRange range) {
    for (auto maker = makers_.find(name); maker != makers_.end(); maker = makers_.find(name)) {
      const bool passes = std::find(kPassing.begin(), kPassing.end(), maker->second->op_type()) != kPassing.end();
      if (!passes || maker->second->input_size() == 0) return;
      name = maker->second->input(0);
    }
    const auto [known, is_new] = ranges_.emplace(name, range);
    if (!is_new && range.high < known->second.high) known->second = std::move(range);
  }

  const GraphProto& graph_;
  const Facts& facts_;
  ConstantValues values_;
  std::unordered_map<std::string, const NodeProto*> makers_;
  InputRanges ranges_;
};

}  // namespace

InputRanges FindInputRanges(const GraphProto& graph, const Facts& facts) {
  return Finder(graph, facts).Find();
}

}  // namespace dnntune::format::onnx
