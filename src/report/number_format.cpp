// SPDX-License-Identifier: Apache-2.0
#include "report/number_format.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace dnntune::report {
namespace {

struct HintRow {
  Hint hint;
  const char* unit;
  const char* suffix;
  double smallest;  // least prefix that makes sense for the unit; 0: no prefixes
};

constexpr HintRow kHints[] = {{Hint::kText, "", "", 0},
                              {Hint::kCount, "", "", 0},
                              {Hint::kSeconds, "s", "_s", 1e-9},
                              {Hint::kJoules, "J", "_j", 1e-9},
                              {Hint::kWatts, "W", "_w", 1e-3},
                              {Hint::kBytes, "B", "_bytes", 1},
                              {Hint::kBitRate, "bit/s", "_bps", 1},
                              {Hint::kRatio, "x", "", 0},
                              {Hint::kProbability, "%", "", 0},
                              {Hint::kMacs, "MAC", "", 1}};

const HintRow& RowOf(Hint hint) {
  for (const HintRow& row : kHints) {
    if (row.hint == hint) return row;
  }
  return kHints[0];
}

struct Scale {
  double divisor;
  const char* prefix;
};

Scale ScaleOf(double value, const HintRow& row) {
  if (row.hint == Hint::kProbability) return {0.01, ""};
  if (row.smallest == 0 || value == 0 || !std::isfinite(value)) return {1, ""};
  constexpr Scale kScales[] = {{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}, {1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}};
  Scale chosen = {1, ""};
  for (const Scale& scale : kScales) {
    if (scale.divisor < row.smallest || (row.hint == Hint::kSeconds && scale.divisor > 1)) continue;
    chosen = scale;
    if (std::abs(value) >= scale.divisor * 0.9995) break;
  }
  return chosen;
}

std::string Digits(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e6) return fmt::format("{:.0f}", value);
  if (std::abs(value) >= 100) return fmt::format("{:.0f}", value);
  return fmt::format("{:.{}f}", value, std::abs(value) >= 10 ? 1 : (std::abs(value) >= 1 ? 2 : 3));
}

// Half an interval, in the scaled unit of its value: what is finer than a value's last digit is not spelled out.
std::string Spread(double half) {
  if (half < 0.01) return "<0.01";
  return half < 10 ? fmt::format("{:.2g}", half) : fmt::format("{:.0f}", half);
}

}  // namespace

std::string Harmless(const std::string& text, std::string_view kept) {
  std::string safe = text;
  for (char& letter : safe) {
    const auto code = static_cast<unsigned char>(letter);
    if ((code < 0x20 || code == 0x7f) && kept.find(letter) == std::string_view::npos) letter = '?';
  }
  return safe;
}

std::string FormatValue(double value, Hint hint) {
  const HintRow& row = RowOf(hint);
  const Scale scale = ScaleOf(value, row);
  const bool tight = hint == Hint::kRatio;
  const std::string unit = std::string(scale.prefix) + row.unit;
  return Digits(value / scale.divisor) + (unit.empty() || tight ? unit : " " + unit);
}

std::string FormatCell(const Cell& cell, Hint hint) {
  if (const auto* text = std::get_if<std::string>(&cell)) return Harmless(*text);
  const auto* number = std::get_if<Number>(&cell);
  if (number == nullptr) return "unavailable";
  std::string text = FormatValue(number->value, hint);
  if (!number->interval) return text;
  const double half = (number->interval->high - number->interval->low) / 2 / ScaleOf(number->value, RowOf(hint)).divisor;
  return half > 0 ? text + " ±" + Spread(half) : text;
}

const char* KeySuffix(Hint hint) {
  return RowOf(hint).suffix;
}

}  // namespace dnntune::report
