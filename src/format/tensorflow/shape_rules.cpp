// SPDX-License-Identifier: Apache-2.0
#include "format/tensorflow/shape_rules.h"

#include <algorithm>
#include <array>

namespace dnntune::format::tensorflow {
namespace {

// Axis -1 is the last.
std::optional<std::size_t> Axis(std::int64_t axis, std::size_t rank) {
  const auto signed_rank = static_cast<std::int64_t>(rank);
  if (axis < 0) axis += signed_rank;
  if (axis < 0 || axis >= signed_rank) return std::nullopt;
  return static_cast<std::size_t>(axis);
}

std::optional<std::int64_t> Elements(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) {
    if (__builtin_mul_overflow(count, extent, &count)) return std::nullopt;
  }
  return count;
}

MaybeShape Same(const Asked& asked) {
  return asked.In(0);
}

MaybeShape Multiplied(const MaybeShape& left, const MaybeShape& right, bool turn_left, bool turn_right) {
  if (!left || !right || left->size() < 2 || left->size() != right->size()) return std::nullopt;
  const std::size_t last = left->size() - 1;
  if (!std::equal(left->begin(), left->end() - 2, right->begin())) return std::nullopt;
  Shape shape = *left;
  shape[last - 1] = (*left)[turn_left ? last : last - 1];
  shape[last] = (*right)[turn_right ? last - 1 : last];
  return shape;
}

MaybeShape MatMul(const Asked& asked) {
  return Multiplied(asked.In(0), asked.In(1), IsSet(asked.node(), "transpose_a"), IsSet(asked.node(), "transpose_b"));
}

MaybeShape BatchMatMul(const Asked& asked) {
  return Multiplied(asked.In(0), asked.In(1), IsSet(asked.node(), "adj_x"), IsSet(asked.node(), "adj_y"));
}

// Dimensions of one stretch to those of the other, from the last on.
MaybeShape Broadcast(const Asked& asked) {
  MaybeShape a = asked.In(0), b = asked.In(1);
  if (!a || !b) return std::nullopt;
  if (a->size() < b->size()) std::swap(a, b);
  const std::size_t lead = a->size() - b->size();
  for (std::size_t i = 0; i < b->size(); ++i) {
    std::int64_t& extent = (*a)[lead + i];
    if (extent != (*b)[i] && extent != 1 && (*b)[i] != 1) return std::nullopt;
    if (extent == 1) extent = (*b)[i];
  }
  return a;
}

MaybeShape Reduce(const Asked& asked) {
  const MaybeShape shape = asked.In(0);
  const Integers axes = asked.Values(1);
  if (!shape || !axes) return std::nullopt;
  std::vector<bool> is_reduced(shape->size(), false);
  for (const std::int64_t axis : *axes) {
    const auto at = Axis(axis, shape->size());
    if (!at) return std::nullopt;
    is_reduced[*at] = true;
  }
  const bool keep = IsSet(asked.node(), "keep_dims");
  Shape reduced;
  for (std::size_t i = 0; i < shape->size(); ++i) {
    if (!is_reduced[i]) reduced.push_back((*shape)[i]);
    if (is_reduced[i] && keep) reduced.push_back(1);
  }
  return reduced;
}

MaybeShape Concat(const Asked& asked) {
  MaybeShape shape = asked.In(0);
  if (!shape || asked.inputs() < 2) return std::nullopt;
  const std::size_t parts = asked.inputs() - 1;
  const Integers values = asked.Values(parts);
  const auto axis = values && values->size() == 1 ? Axis(values->front(), shape->size()) : std::nullopt;
  if (!axis) return std::nullopt;
  for (std::size_t i = 1; i < parts; ++i) {
    const MaybeShape part = asked.In(i);
    if (!part || part->size() != shape->size() || __builtin_add_overflow((*shape)[*axis], (*part)[*axis], &(*shape)[*axis])) {
      return std::nullopt;
    }
  }
  return shape;
}

MaybeShape Reshape(const Asked& asked) {
  const MaybeShape from = asked.In(0);
  const Integers wanted = asked.Values(1);
  if (!from || !wanted) return std::nullopt;
  Shape shape = *wanted;
  const auto open = std::find(shape.begin(), shape.end(), -1);
  if (open != shape.end()) *open = 1;
  if (std::any_of(shape.begin(), shape.end(), [](std::int64_t extent) { return extent < 0; })) return std::nullopt;
  const auto all = Elements(*from), given = Elements(shape);
  if (!all || !given) return std::nullopt;
  if (open == shape.end()) return *all == *given ? MaybeShape(shape) : std::nullopt;
  if (*given == 0 || *all % *given != 0) return std::nullopt;
  *open = *all / *given;
  return shape;
}

MaybeShape Squeeze(const Asked& asked) {
  const MaybeShape shape = asked.In(0);
  if (!shape) return std::nullopt;
  const auto axes = IntsOf(asked.node(), "squeeze_dims");
  std::vector<bool> goes(shape->size(), false);
  for (std::size_t i = 0; i < shape->size(); ++i) goes[i] = axes.empty() && (*shape)[i] == 1;
  for (const std::int64_t axis : axes) {
    const auto at = Axis(axis, shape->size());
    if (!at) return std::nullopt;
    goes[*at] = true;
  }
  Shape squeezed;
  for (std::size_t i = 0; i < shape->size(); ++i) {
    if (!goes[i]) squeezed.push_back((*shape)[i]);
  }
  return squeezed;
}

MaybeShape ExpandDims(const Asked& asked) {
  MaybeShape shape = asked.In(0);
  const Integers values = asked.Values(1);
  const auto axis = shape && values && values->size() == 1 ? Axis(values->front(), shape->size() + 1) : std::nullopt;
  if (!axis) return std::nullopt;
  shape->insert(shape->begin() + static_cast<std::ptrdiff_t>(*axis), 1);
  return shape;
}

MaybeShape Pad(const Asked& asked) {
  MaybeShape shape = asked.In(0);
  const Integers paddings = asked.Values(1);
  if (!shape || !paddings || paddings->size() != 2 * shape->size()) return std::nullopt;
  for (std::size_t i = 0; i < paddings->size(); ++i) {
    if ((*paddings)[i] < 0 || (*paddings)[i] > kLargest) return std::nullopt;
    std::int64_t& extent = (*shape)[i / 2];
    if (extent > kLargest) return std::nullopt;
    extent += (*paddings)[i];
  }
  return shape;
}

MaybeShape Transpose(const Asked& asked) {
  const MaybeShape shape = asked.In(0);
  const Integers order = asked.Values(1);
  if (!shape || !order || order->size() != shape->size()) return std::nullopt;
  Shape turned;
  for (const std::int64_t axis : *order) {
    const auto at = Axis(axis, shape->size());
    if (!at) return std::nullopt;
    turned.push_back((*shape)[*at]);
  }
  return turned;
}

// Begin, and size with -1 for all that is left.
MaybeShape Slice(const Asked& asked) {
  const MaybeShape from = asked.In(0);
  const Integers begin = asked.Values(1), size = asked.Values(2);
  if (!from || !begin || !size || begin->size() != from->size() || size->size() != from->size()) return std::nullopt;
  Shape shape = *size;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::int64_t first = (*begin)[i];
    if (first < 0 || first > (*from)[i]) return std::nullopt;
    const std::int64_t left = (*from)[i] - first;
    if (shape[i] < -1 || shape[i] > left) return std::nullopt;
    if (shape[i] == -1) shape[i] = left;
  }
  return shape;
}

// Rows of a table by numbers: the table's shape with that of the numbers in place of the dimension `axis`.
MaybeShape Gather(const Asked& asked) {
  const MaybeShape table = asked.In(0), numbers = asked.In(1);
  const Integers axes = asked.Values(2);
  const auto batch = IntOf(asked.node(), "batch_dims");
  if (!table || !numbers || !axes || axes->size() != 1 || batch.value_or(0) != 0) return std::nullopt;
  const auto axis = Axis(axes->front(), table->size());
  if (!axis) return std::nullopt;
  Shape shape = *table;
  const auto at = shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(*axis));
  shape.insert(at, numbers->begin(), numbers->end());
  return shape;
}

// The place of the largest or smallest along a dimension, which goes.
MaybeShape ArgReduce(const Asked& asked) {
  MaybeShape shape = asked.In(0);
  const Integers axes = asked.Values(1);
  const auto axis = shape && axes && axes->size() == 1 ? Axis(axes->front(), shape->size()) : std::nullopt;
  if (!axis) return std::nullopt;
  shape->erase(shape->begin() + static_cast<std::ptrdiff_t>(*axis));
  return shape;
}

MaybeShape ShapeOf(const Asked& asked) {
  const MaybeShape shape = asked.In(0);
  return shape ? MaybeShape(Shape{static_cast<std::int64_t>(shape->size())}) : std::nullopt;
}

MaybeShape Constant(const Asked& asked) {
  const auto value = asked.node().attr().find("value");
  return value == asked.node().attr().end() ? std::nullopt : FixedShape(value->second.tensor().tensor_shape());
}

MaybeShape Declared(const Asked& asked) {
  const auto shape = asked.node().attr().find("shape");
  return shape == asked.node().attr().end() || !shape->second.has_shape() ? std::nullopt : FixedShape(shape->second.shape());
}

// Operators whose output 0 has a shape that follows from their inputs'.
struct Rule {
  std::string_view op;
  MaybeShape (*shape)(const Asked& asked);
};
constexpr std::array kRules = {
    Rule{"Const", &Constant},
    Rule{"Placeholder", &Declared},
    Rule{"PlaceholderV2", &Declared},
    Rule{"Conv2D", &ShapeOfConvolution},
    Rule{"_FusedConv2D", &ShapeOfConvolution},
    Rule{"DepthwiseConv2dNative", &ShapeOfDepthwise},
    Rule{"MaxPool", &ShapeOfPool},
    Rule{"AvgPool", &ShapeOfPool},
    Rule{"MatMul", &MatMul},
    Rule{"_FusedMatMul", &MatMul},
    Rule{"BatchMatMul", &BatchMatMul},
    Rule{"BatchMatMulV2", &BatchMatMul},
    Rule{"Add", &Broadcast},
    Rule{"AddV2", &Broadcast},
    Rule{"Sub", &Broadcast},
    Rule{"Mul", &Broadcast},
    Rule{"RealDiv", &Broadcast},
    Rule{"Maximum", &Broadcast},
    Rule{"Minimum", &Broadcast},
    Rule{"SquaredDifference", &Broadcast},
    Rule{"Mean", &Reduce},
    Rule{"Sum", &Reduce},
    Rule{"Max", &Reduce},
    Rule{"Min", &Reduce},
    Rule{"Prod", &Reduce},
    Rule{"ConcatV2", &Concat},
    Rule{"Reshape", &Reshape},
    Rule{"Squeeze", &Squeeze},
    Rule{"ExpandDims", &ExpandDims},
    Rule{"Pad", &Pad},
    Rule{"PadV2", &Pad},
    Rule{"MirrorPad", &Pad},
    Rule{"Transpose", &Transpose},
    Rule{"Slice", &Slice},
    Rule{"GatherV2", &Gather},
    Rule{"ArgMax", &ArgReduce},
    Rule{"ArgMin", &ArgReduce},
    Rule{"ResizeBilinear", &ShapeOfResize},
    Rule{"ResizeNearestNeighbor", &ShapeOfResize},
    Rule{"SpaceToBatchND", &ShapeOfSpaceToBatch},
    Rule{"BatchToSpaceND", &ShapeOfBatchToSpace},
    Rule{"Shape", &ShapeOf},
    Rule{"AddN", &Same},
};

// Element by element: as the first input.
constexpr std::array<std::string_view, 31> kElementwise = {"BiasAdd",
                                                           "Relu",
                                                           "Relu6",
                                                           "LeakyRelu",
                                                           "Elu",
                                                           "Selu",
                                                           "Sigmoid",
                                                           "Tanh",
                                                           "Softmax",
                                                           "LogSoftmax",
                                                           "Softplus",
                                                           "Exp",
                                                           "Log",
                                                           "Sqrt",
                                                           "Rsqrt",
                                                           "Square",
                                                           "Abs",
                                                           "Neg",
                                                           "Identity",
                                                           "StopGradient",
                                                           "Snapshot",
                                                           "Cast",
                                                           "LRN",
                                                           "FusedBatchNorm",
                                                           "FusedBatchNormV2",
                                                           "FusedBatchNormV3",
                                                           "PreventGradient",
                                                           "Floor",
                                                           "Erf",
                                                           "ClipByValue",
                                                           "PlaceholderWithDefault"};

}  // namespace

MaybeShape ShapeFor(const Asked& asked) {
  const std::string& op = asked.node().op();
  if (std::find(kElementwise.begin(), kElementwise.end(), op) != kElementwise.end()) return Same(asked);
  for (const Rule& rule : kRules) {
    if (rule.op == op) return rule.shape(asked);
  }
  return std::nullopt;
}

MaybeShape ShapeOfSplit(const Asked& asked) {
  MaybeShape shape = asked.In(1);
  const Integers axes = asked.Values(0);
  const auto parts = IntOf(asked.node(), "num_split");
  const auto axis = shape && axes && axes->size() == 1 ? Axis(axes->front(), shape->size()) : std::nullopt;
  if (!axis || !parts || *parts <= 0 || (*shape)[*axis] % *parts != 0) return std::nullopt;
  (*shape)[*axis] /= *parts;
  return shape;
}

}  // namespace dnntune::format::tensorflow
