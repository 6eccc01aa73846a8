// SPDX-License-Identifier: Apache-2.0
#include "record/quantity_json.h"

#include <fmt/format.h>

#include "base/nearest.h"

namespace dnntune::record {
namespace {

using metric::Source;

constexpr Source kSources[] = {Source::kMeasured, Source::kDeclared, Source::kModelled, Source::kImported};

// Also that it has no other keys than a quantity's.
Result<void> CheckUnit(const Field& field, std::string_view unit) {
  if (unit.empty()) return field.Only({"value", "source", "low", "high", "unavailable"});
  TRY(field.Only({"value", "unit", "source", "low", "high", "unavailable"}));
  ASSIGN_OR_RETURN(const std::string given, field.Or("unit", &Field::Text, std::string(unit)));
  if (given == unit) return {};
  return Fail(field.Wrong(fmt::format("is in '{}'; this metric is in '{}'", given, unit)));
}

}  // namespace

Result<Source> ReadSource(const Field& field) {
  return ReadNamed(field, kSources, &metric::SourceName);
}

Result<metric::Quantity<double>> ReadPlainQuantity(const Field& field, bool signed_value, std::string_view unit) {
  using Plain = metric::Quantity<double>;
  const auto read = signed_value ? &Field::Number : &Field::NotNegative;
  if (field.json().is_number()) {
    ASSIGN_OR_RETURN(const double value, (field.*read)());
    return Plain::Of(value, Source::kImported);
  }
  TRY(CheckUnit(field, unit));
  if (const auto reason = field.Find("unavailable")) {
    ASSIGN_OR_RETURN(std::string text, reason->Text());
    return Plain::Unavailable(std::move(text));
  }
  ASSIGN_OR_RETURN(const Field value_field, field.Get("value"));
  ASSIGN_OR_RETURN(const double value, (value_field.*read)());
  Source source = Source::kImported;
  if (const auto named = field.Find("source")) {
    ASSIGN_OR_RETURN(source, ReadSource(*named));
  }
  const auto low = field.Find("low");
  const auto high = field.Find("high");
  if (low.has_value() != high.has_value()) return Fail(field.Wrong("'low' and 'high' go together"));
  std::optional<metric::Interval<double>> interval;
  if (low) {
    ASSIGN_OR_RETURN(const double low_value, low->Number());
    ASSIGN_OR_RETURN(const double high_value, high->Number());
    if (low_value > high_value) return Fail(field.Wrong("'low' is above 'high'"));
    interval = {low_value, high_value};
  }
  return Plain::Of(value, source, interval);
}

Json PrintPlainQuantity(const metric::Quantity<double>& quantity) {
  if (!quantity.IsAvailable()) return Json{{"unavailable", quantity.reason()}};
  Json json{{"value", quantity.value()}, {"source", metric::SourceName(quantity.source())}};
  if (const auto& interval = quantity.interval()) {
    json["low"] = interval->low;
    json["high"] = interval->high;
  }
  return json;
}

}  // namespace dnntune::record
