// SPDX-License-Identifier: Apache-2.0
// What the shape of an operator's output follows from. Only for the .cpp files of this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {

using MaybeShape = std::optional<Shape>;
using Integers = std::optional<std::vector<std::int64_t>>;

// What a rule may ask of the node that it is for.
class Asked {
 public:
  Asked(const Wiring& wiring, int index, const Facts& facts)
      : wiring_(wiring), facts_(facts), reads_(wiring.reads[static_cast<std::size_t>(index)]), node_(wiring.node(index)) {}

  [[nodiscard]] const NodeDef& node() const { return node_; }
  [[nodiscard]] std::size_t inputs() const { return reads_.size(); }
  [[nodiscard]] const TensorFacts* FactsOf(std::size_t input) const {
    if (input >= reads_.size()) return nullptr;
    const auto found = facts_.find(wiring_.Name(reads_[input]));
    return found == facts_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] MaybeShape In(std::size_t input) const {
    const TensorFacts* facts = FactsOf(input);
    return facts == nullptr ? std::nullopt : facts->shape;
  }
  // The input's values where it is a short integer constant of the file.
  [[nodiscard]] Integers Values(std::size_t input) const {
    if (input >= reads_.size()) return std::nullopt;
    int from = reads_[input].node;
    for (int hops = 0; PassesOn(wiring_.node(from)) && hops < 8; ++hops) {
      const auto& reads = wiring_.reads[static_cast<std::size_t>(from)];
      if (reads.empty()) return std::nullopt;
      from = reads[0].node;
    }
    const auto value = wiring_.node(from).attr().find("value");
    if (wiring_.node(from).op() != "Const" || value == wiring_.node(from).attr().end()) return std::nullopt;
    return SmallIntegers(value->second.tensor());
  }
  [[nodiscard]] bool IsChannelsFirst() const { return TextOf(node_, "data_format") == "NCHW"; }

 private:
  const Wiring& wiring_;
  const Facts& facts_;
  const std::vector<Source>& reads_;
  const NodeDef& node_;
};

// The shape of output 0; nothing where no rule knows it.
[[nodiscard]] MaybeShape ShapeFor(const Asked& asked);

// image_shape_rules.cpp: the rules of operators on images.
inline constexpr std::int64_t kLargest = std::int64_t{1} << 40;  // an extent beyond it is damage
[[nodiscard]] MaybeShape ShapeOfConvolution(const Asked& asked);
[[nodiscard]] MaybeShape ShapeOfDepthwise(const Asked& asked);
[[nodiscard]] MaybeShape ShapeOfPool(const Asked& asked);
[[nodiscard]] MaybeShape ShapeOfResize(const Asked& asked);
[[nodiscard]] MaybeShape ShapeOfSpaceToBatch(const Asked& asked);
[[nodiscard]] MaybeShape ShapeOfBatchToSpace(const Asked& asked);

// Of every output of a Split: as many equal parts as it yields.
[[nodiscard]] MaybeShape ShapeOfSplit(const Asked& asked);

}  // namespace dnntune::format::tensorflow
