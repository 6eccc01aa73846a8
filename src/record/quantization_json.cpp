// SPDX-License-Identifier: Apache-2.0
#include "record/quantization_json.h"

#include <fmt/format.h>

#include <cmath>

namespace dnntune::record {

Result<std::optional<graph::Quantization>> ReadQuantization(const Field& parent, std::optional<graph::DType> dtype) {
  const auto field = parent.Find("quantization");
  if (!field) return std::nullopt;
  TRY(field->Only({"scale", "zero_point"}));
  ASSIGN_OR_RETURN(const Field scale, field->Get("scale"));
  graph::Quantization quantization;
  ASSIGN_OR_RETURN(quantization.scale, scale.Number());
  if (quantization.scale <= 0) return Fail(scale.Wrong("must be above 0: it is what a step of the integers is worth"));
  if (!dtype) return Fail(field->Wrong("is of a tensor without 'dtype'; name its integer type"));
  ASSIGN_OR_RETURN(const double zero_point, field->Or("zero_point", &Field::Number, 0.0));
  const bool is_whole = zero_point == std::trunc(zero_point) && std::abs(zero_point) <= INT32_MAX;
  if (is_whole) quantization.zero_point = static_cast<std::int32_t>(zero_point);
  if (is_whole && graph::Fits(quantization, *dtype)) return quantization;
  return Fail(field->Wrong(fmt::format("a zero point of {:g} is no number of {}", zero_point, graph::DTypeName(*dtype))));
}

Json PrintQuantization(const graph::Quantization& quantization) {
  return {{"scale", quantization.scale}, {"zero_point", quantization.zero_point}};
}

}  // namespace dnntune::record
