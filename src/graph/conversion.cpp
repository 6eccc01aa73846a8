// SPDX-License-Identifier: Apache-2.0
#include "graph/conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace dnntune::graph {
namespace {

using Shape = std::vector<std::int64_t>;
using Order = std::vector<std::uint32_t>;

constexpr std::size_t kFewestWithChannels = 3;  // dimensions: batch, channels and one of space
constexpr std::size_t kMostWithChannels = 5;

Order AsItIs(std::size_t rank) {
  Order order(rank);
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

Order ToChannelsFirst(std::size_t rank) {
  Order order = AsItIs(rank);
  std::rotate(order.begin() + 1, order.end() - 1, order.end());
  return order;
}

Order ToChannelsLast(std::size_t rank) {
  Order order = AsItIs(rank);
  std::rotate(order.begin() + 1, order.begin() + 2, order.end());
  return order;
}

Shape Permuted(const Shape& view, const Order& order) {
  Shape shape;
  for (const std::uint32_t dimension : order) shape.push_back(view[dimension]);
  return shape;
}

bool HasChannels(const Shape& shape) {
  return shape.size() >= kFewestWithChannels && shape.size() <= kMostWithChannels;
}

// Both ways of moving the channels of what is seen in the shape `view`; the result must fit `wanted`, where there is one.
void AddMoves(const Form& from, const Shape& view, const Form& to, const Shape* wanted, std::vector<Conversion>& found) {
  if (!HasChannels(view) || Elements(view) != Elements(from.shape)) return;
  for (const Order& order : {ToChannelsFirst(view.size()), ToChannelsLast(view.size())}) {
    if (wanted == nullptr || Permuted(view, order) == *wanted) found.push_back({from, view, order, to});
  }
}

bool IsSound(const Form& form) {
  return DTypeBytes(form.dtype) && (!form.quantization || Fits(*form.quantization, form.dtype));
}

bool IsSameType(const Form& from, const Form& to) {
  return from.dtype == to.dtype && from.quantization == to.quantization;
}

// Dimensions of one element have no place in memory.
bool KeepsOrder(const Shape& view, const Order& order) {
  std::optional<std::uint32_t> last;
  for (const std::uint32_t dimension : order) {
    if (view[dimension] == 1) continue;
    if (last && dimension < *last) return false;
    last = dimension;
  }
  return true;
}

}  // namespace

double Elements(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), 1.0, std::multiplies<>());
}

bool KeepsBytes(const Conversion& conversion) {
  return IsSameType(conversion.from, conversion.to) && KeepsOrder(conversion.view, conversion.order);
}

Conversion Inverse(const Conversion& conversion) {
  Order back(conversion.order.size());
  for (std::uint32_t i = 0; i < conversion.order.size(); ++i) back[conversion.order[i]] = i;
  return {conversion.to, Permuted(conversion.view, conversion.order), back, conversion.from};
}

std::string Describe(const Conversion& conversion) {
  std::string text;
  const Order& order = conversion.order;
  if (!KeepsOrder(conversion.view, order)) {
    const bool first = order == ToChannelsFirst(order.size());
    const bool last = order == ToChannelsLast(order.size());
    text = first  ? "channels last to channels first"
           : last ? "channels first to channels last"
                  : std::string("dimensions in another order");
  }
  if (IsSameType(conversion.from, conversion.to)) return text.empty() ? "as it is" : text;
  if (!text.empty()) text += ", ";
  const auto from = DTypeName(conversion.from.dtype), to = DTypeName(conversion.to.dtype);
  return text + (from == to ? fmt::format("{} of another scale", to) : fmt::format("{} to {}", from, to));
}

bool IsSound(const Conversion& conversion) {
  const auto is_negative = [](std::int64_t dimension) { return dimension < 0; };
  for (const Shape* shape : {&conversion.from.shape, &conversion.view, &conversion.to.shape}) {
    if (std::any_of(shape->begin(), shape->end(), is_negative)) return false;
  }
  if (!IsSound(conversion.from) || !IsSound(conversion.to)) return false;
  Order sorted = conversion.order;
  std::sort(sorted.begin(), sorted.end());
  const double elements = Elements(conversion.view);
  return sorted == AsItIs(conversion.view.size()) && elements == Elements(conversion.from.shape) &&
         elements == Elements(conversion.to.shape);
}

std::vector<Conversion> PossibleConversions(const Form& from, const Form& to, const std::optional<Shape>& unflattened) {
  std::vector<Conversion> found;
  if (Elements(from.shape) != Elements(to.shape)) return found;
  AddMoves(from, from.shape, to, &to.shape, found);
  found.push_back({from, from.shape, AsItIs(from.shape.size()), to});
  if (unflattened) AddMoves(from, *unflattened, to, nullptr, found);
  return found;
}

}  // namespace dnntune::graph
