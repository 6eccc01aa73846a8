// SPDX-License-Identifier: Apache-2.0
#include "format/skeleton/given_shapes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"

namespace dnntune::format::skeleton {
namespace {

using Shape = std::vector<std::int64_t>;

bool Fits(const Shape& own, const Shape& given) {
  if (own.size() != given.size()) return false;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i] >= 0 && own[i] != given[i]) return false;
  }
  return true;
}

std::string Advice(const Shape& own, const Shape& given) {
  if (given.size() == 4) {
    const Shape last = {given[0], given[2], given[3], given[1]}, first = {given[0], given[3], given[1], given[2]};
    if (Fits(own, last)) return fmt::format("the file has the channels last: give {}", fmt::join(last, ","));
    if (Fits(own, first)) return fmt::format("the file has the channels first: give {}", fmt::join(first, ","));
  }
  return "correct model.input_shape";
}

}  // namespace

Result<void> CheckGivenShapes(const ReadOptions& options, const ShapeTakers& takers) {
  for (const auto& [name, shape] : options.input_shapes) {
    if (name.empty() ? takers.takes_unnamed : takers.takes(name)) continue;
    if (name.empty()) {
      return Fail(ErrorCode::kBadInput, fmt::format("the model has {} inputs ({}); name the one that the given shape is for",
                                                    takers.names.size(), takers.listed));
    }
    return Fail(ErrorCode::kBadInput, fmt::format("a shape is given for input '{}', which the model does not have; it has {}{}",
                                                  name, takers.listed, DidYouMean(name, takers.names)));
  }
  return {};
}

Error DoesNotFit(const ShapeMisfit& misfit) {
  return {ErrorCode::kBadInput, fmt::format("input '{}' has shape {}, which the given shape [{}] does not fit; {}", misfit.input,
                                            misfit.printed, fmt::join(misfit.given, ","), Advice(misfit.own, misfit.given))};
}

}  // namespace dnntune::format::skeleton
