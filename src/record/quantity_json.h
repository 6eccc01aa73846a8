// SPDX-License-Identifier: Apache-2.0
// Quantities in JSON: a plain number (imported), {"value": 1.5, "source": "measured", "low": 1.4, "high": 1.6}, or
// {"unavailable": "why"}. The unit is in the key that holds them. Only for .cpp files.
#pragma once

#include <string>
#include <string_view>

#include "base/units.h"
#include "metric/quantity.h"
#include "record/json_field.h"

namespace dnntune::record {

// kBadInput for an unknown name (with the nearest).
[[nodiscard]] Result<metric::Source> ReadSource(const Field& field);

// May be negative only where `signed_value`. `unit` not empty: the quantity may name its unit, which must be that.
[[nodiscard]] Result<metric::Quantity<double>> ReadPlainQuantity(const Field& field, bool signed_value, std::string_view unit = "");

// The member `key`, or unavailable with `otherwise` where it is absent.
template <typename T>
Result<metric::Quantity<T>> ReadQuantity(const Field& parent, std::string_view key, const std::string& otherwise) {
  const auto field = parent.Find(key);
  if (!field) return metric::Quantity<T>::Unavailable(otherwise);
  ASSIGN_OR_RETURN(const auto plain, ReadPlainQuantity(*field, true));
  return metric::QuantityAs<T>(plain);
}

[[nodiscard]] Json PrintPlainQuantity(const metric::Quantity<double>& quantity);

template <typename T>
Json PrintQuantity(const metric::Quantity<T>& quantity) {
  return PrintPlainQuantity(metric::QuantityAs<double>(quantity));
}

}  // namespace dnntune::record
