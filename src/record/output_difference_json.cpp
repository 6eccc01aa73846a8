// SPDX-License-Identifier: Apache-2.0
#include "record/output_difference_json.h"

#include <cmath>
#include <limits>

namespace dnntune::record {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Result<std::optional<Tolerance>> ReadTolerance(const Field& difference) {
  const auto field = difference.Find("tolerance");
  if (!field) return std::nullopt;
  Tolerance tolerance;
  ASSIGN_OR_RETURN(tolerance.relative, field->Or("relative", &Field::NotNegative, 0.0));
  if (const auto snr = field->Find("least_snr_db")) {
    ASSIGN_OR_RETURN(tolerance.least_snr_db, snr->Number());
  }
  return tolerance;
}

Json ToleranceJson(const Tolerance& tolerance) {
  if (tolerance.least_snr_db) return {{"least_snr_db", *tolerance.least_snr_db}};
  return {{"relative", tolerance.relative}};
}

}  // namespace

Result<std::optional<OutputDifference>> ReadDifference(const Field& field) {
  OutputDifference difference;
  // JSON has no infinity.
  ASSIGN_OR_RETURN(const bool is_unlike, field.Or("not_finite", &Field::Flag, false));
  const auto largest = field.Find("max_difference");
  if (!largest && !is_unlike) return std::nullopt;
  ASSIGN_OR_RETURN(difference.largest, is_unlike ? Result<double>(kInfinity) : largest->NotNegative());
  if (is_unlike) difference.snr_db = -kInfinity;
  if (const auto snr = field.Find("snr_db")) {
    ASSIGN_OR_RETURN(difference.snr_db, snr->Number());
  }
  if (const auto value = field.Find("largest_value")) {
    ASSIGN_OR_RETURN(difference.largest_value, value->NotNegative());
  }
  ASSIGN_OR_RETURN(difference.output, field.Or("output", &Field::Text, std::string()));
  ASSIGN_OR_RETURN(difference.held_to, ReadTolerance(field));
  return difference;
}

void PrintDifference(const OutputDifference& difference, Json& json) {
  if (std::isfinite(difference.largest)) {
    json["max_difference"] = difference.largest;
    if (difference.snr_db) json["snr_db"] = *difference.snr_db;
  } else {
    json["not_finite"] = true;
  }
  if (difference.largest_value) json["largest_value"] = *difference.largest_value;
  if (!difference.output.empty()) json["output"] = difference.output;
  if (difference.held_to) json["tolerance"] = ToleranceJson(*difference.held_to);
}

}  // namespace dnntune::record
