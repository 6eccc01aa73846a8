// SPDX-License-Identifier: Apache-2.0
#include "report/number_format.h"

#include <fmt/format.h>

#include <cmath>

namespace dnntune::report {
namespace {

using metric::HintOf;
using metric::HintRow;

struct Scale {
  double divisor;
  const char* prefix;
};

Scale ScaleOf(double value, const HintRow& row) {
  if (row.least == row.most) return {row.least, ""};
  if (value == 0 || !std::isfinite(value)) return {1, ""};
  constexpr Scale kScales[] = {{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}, {1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}};
  Scale chosen = {1, ""};
  for (const Scale& scale : kScales) {
    if (scale.divisor < row.least || scale.divisor > row.most) continue;
    chosen = scale;
    if (std::abs(value) >= scale.divisor * 0.9995) break;
  }
  return chosen;
}

// Three significant digits of what is at least 1, three decimals of what is less. web/src/format.ts does the same; both are held to
// tests/numbers.json.
std::string Digits(double value) {
  const double size = std::abs(value);
  if (value == std::floor(value) && size < 1e6) return fmt::format("{:.0f}", value == 0 ? 0 : value);
  return fmt::format("{:.{}f}", value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3);
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
  const HintRow& row = HintOf(hint);
  const Scale scale = ScaleOf(value, row);
  return Digits(value / scale.divisor) + row.gap + scale.prefix + row.unit;
}

std::string FormatCell(const Cell& cell, Hint hint) {
  if (const auto* text = std::get_if<std::string>(&cell)) return Harmless(*text);
  const auto* number = std::get_if<Number>(&cell);
  if (number == nullptr) return "unavailable";
  std::string text = FormatValue(number->value, hint);
  if (!number->interval) return text;
  const double half = (number->interval->high - number->interval->low) / 2 / ScaleOf(number->value, HintOf(hint)).divisor;
  return half > 0 ? text + " ±" + Spread(half) : text;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

const char* KeySuffix(Hint hint) {
  return HintOf(hint).suffix;
}

}  // namespace dnntune::report
