// SPDX-License-Identifier: Apache-2.0
// Quantities in JSON: a plain number (imported), {"value": 1.5, "source": "measured", "low": 1.4, "high": 1.6}, or
// {"unavailable": "why"}. The unit is in the key that holds them. Only for .cpp files.
#pragma once

#include <string>

#include "base/units.h"
#include "metric/quantity.h"
#include "record/json_field.h"

namespace dnntune::record {

// kBadInput for an unknown name (with the nearest).
[[nodiscard]] Result<metric::Source> ReadSource(const Field& field);

// May be negative only where `signed_value`.
[[nodiscard]] Result<metric::Quantity<Unit<BytesTag>>> ReadPlainQuantity(const Field& field, bool signed_value);

// The same quantity in another unit type.
template <typename T, typename From>
metric::Quantity<T> ConvertQuantity(const metric::Quantity<From>& from) {
  if (!from.IsAvailable()) return metric::Quantity<T>::Unavailable(from.reason());
  std::optional<metric::Interval<T>> interval;
  if (from.interval()) interval = {T(NumberIn(from.interval()->low)), T(NumberIn(from.interval()->high))};
  return metric::Quantity<T>::Of(T(NumberIn(from.value())), from.source(), interval);
}

// The member `key`, or unavailable with `otherwise` where it is absent.
template <typename T>
Result<metric::Quantity<T>> ReadQuantity(const Field& parent, std::string_view key, const std::string& otherwise) {
  const auto field = parent.Find(key);
  if (!field) return metric::Quantity<T>::Unavailable(otherwise);
  ASSIGN_OR_RETURN(const auto plain, ReadPlainQuantity(*field, true));
  return ConvertQuantity<T>(plain);
}

[[nodiscard]] Json PrintPlainQuantity(const metric::Quantity<Bytes>& quantity);

template <typename T>
Json PrintQuantity(const metric::Quantity<T>& quantity) {
  return PrintPlainQuantity(ConvertQuantity<Bytes>(quantity));
}

}  // namespace dnntune::record
