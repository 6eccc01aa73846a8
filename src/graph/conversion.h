// SPDX-License-Identifier: Apache-2.0
// How a tensor of one file of a model becomes the same tensor of another file of it: files of different formats order dimensions
// differently and may store another element type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/dtype.h"
#include "graph/quantization.h"

namespace dnntune::graph {

// A dense row-major tensor's type and shape, all dimensions known. Without a quantization its elements stand for themselves.
struct Form {
  DType dtype = DType::kFloat32;
  std::vector<std::int64_t> shape;
  std::optional<Quantization> quantization{};
  bool operator==(const Form&) const = default;
};

// The source, seen in the shape `view`, has its dimensions put into `order` (the result's i-th dimension is the view's order[i]-th,
// as in NumPy's transpose), and the result is seen in the shape of `to`.
struct Conversion {
  Form from;
  std::vector<std::int64_t> view;
  std::vector<std::uint32_t> order;
  Form to;
  bool operator==(const Conversion&) const = default;
};

// Product of the dimensions, as a floating-point number, which a shape from a message cannot overflow; exact for every tensor that
// fits a memory.
[[nodiscard]] double Elements(const std::vector<std::int64_t>& shape);

// Whether the bytes stay as they are, so that nothing has to be computed: only the shape's name changes, if anything.
[[nodiscard]] bool KeepsBytes(const Conversion& conversion);

// The way back.
[[nodiscard]] Conversion Inverse(const Conversion& conversion);

// "channels last to channels first, float16 to float32"; "int8 of another scale"; "as it is".
[[nodiscard]] std::string Describe(const Conversion& conversion);

// Whether view and order fit each other and both forms, and quantizations their types: what a record or a message says is checked
// with it.
[[nodiscard]] bool IsSound(const Conversion& conversion);

// The conversions that could lead from one form to the other, the most likely first; none where the numbers of elements differ.
// Which is right is told by the values. `unflattened`: the shape that a flattened source had before, whose dimensions may have been
// flattened in another order.
[[nodiscard]] std::vector<Conversion> PossibleConversions(const Form& from, const Form& to,
                                                          const std::optional<std::vector<std::int64_t>>& unflattened);

}  // namespace dnntune::graph
