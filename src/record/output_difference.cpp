// SPDX-License-Identifier: Apache-2.0
#include "record/output_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dnntune::record {

double RelativeDifference(const OutputDifference& difference) {
  if (difference.largest == 0) return 0;
  const double value = difference.largest_value.value_or(0);
  return value > 0 ? difference.largest / value : std::numeric_limits<double>::infinity();
}

bool IsWithin(const OutputDifference& difference) {
  if (!difference.held_to || difference.largest == 0) return true;
  if (difference.held_to->least_snr_db) return difference.snr_db.value_or(0) >= *difference.held_to->least_snr_db;
  return RelativeDifference(difference) <= difference.held_to->relative;
}

void Include(const OutputDifference& one, std::optional<OutputDifference>& all) {
  if (!all) {
    all = one;
    return;
  }
  const auto by_distance = [](const OutputDifference& of) { return std::pair(!IsWithin(of), RelativeDifference(of)); };
  const auto snr = std::minmax(all->snr_db, one.snr_db);
  const auto least = snr.first ? snr.first : snr.second;
  if (by_distance(one) > by_distance(*all)) all = one;
  all->snr_db = least;
}

std::string HowFar(const OutputDifference& difference) {
  const std::string output = difference.output.empty() ? "" : "output '" + difference.output + "' ";
  if (!std::isfinite(difference.largest)) return output + "by no number, for one side has none or another shape";
  std::string far = output + fmt::format("by {:.2g}", difference.largest);
  const double relative = RelativeDifference(difference);
  if (relative < 1) far += fmt::format(", {:.2g} % of the largest value", 100 * relative);
  if (relative >= 1 && std::isfinite(relative)) far += fmt::format(", {:.2g} times the largest value", relative);
  return difference.snr_db ? far + fmt::format(", {:.1f} dB", *difference.snr_db) : far;
}

std::string Describe(const Tolerance& tolerance) {
  if (tolerance.least_snr_db) return fmt::format("at least {:g} dB", *tolerance.least_snr_db);
  if (tolerance.relative == 0) return "equal";
  std::string relative = fmt::format("{:.0e}", tolerance.relative);
  if (const auto zero = relative.find("e-0"); zero != std::string::npos) relative.erase(zero + 2, 1);
  return "within " + relative + " of the largest value";
}

}  // namespace dnntune::record
