// SPDX-License-Identifier: Apache-2.0
#include "record/quantity_json.h"

#include <fmt/format.h>

#include "base/nearest.h"

namespace dnntune::record {
namespace {

using metric::Source;

constexpr Source kSources[] = {Source::kMeasured, Source::kDeclared, Source::kModelled, Source::kImported};

}  // namespace

Result<Source> ReadSource(const Field& field) {
  return ReadNamed(field, kSources, &metric::SourceName);
}

Result<metric::Quantity<Bytes>> ReadPlainQuantity(const Field& field, bool signed_value) {
  using Plain = metric::Quantity<Bytes>;
  const auto read = signed_value ? &Field::Number : &Field::NotNegative;
  if (field.json().is_number()) {
    ASSIGN_OR_RETURN(const double value, (field.*read)());
    return Plain::Of(Bytes(value), Source::kImported);
  }
  TRY(field.Only({"value", "source", "low", "high", "unavailable"}));
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
  std::optional<metric::Interval<Bytes>> interval;
  if (low) {
    ASSIGN_OR_RETURN(const double low_value, low->Number());
    ASSIGN_OR_RETURN(const double high_value, high->Number());
    if (low_value > high_value) return Fail(field.Wrong("'low' is above 'high'"));
    interval = {Bytes(low_value), Bytes(high_value)};
  }
  return Plain::Of(Bytes(value), source, interval);
}

Json PrintPlainQuantity(const metric::Quantity<Bytes>& quantity) {
  if (!quantity.IsAvailable()) return Json{{"unavailable", quantity.reason()}};
  Json json{{"value", quantity.value().value()}, {"source", metric::SourceName(quantity.source())}};
  if (const auto& interval = quantity.interval()) {
    json["low"] = interval->low.value();
    json["high"] = interval->high.value();
  }
  return json;
}

}  // namespace dnntune::record
