// SPDX-License-Identifier: Apache-2.0
// A number that says where it comes from and how sure it is, or why it is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/units.h"

namespace dnntune::metric {

enum class Source : std::uint8_t {
  kMeasured,  // by us, on the device named beside it
  kDeclared,  // by the user, in the config or on the command line
  kModelled,  // computed from other values by a stated formula
  kImported   // from another tool's or person's record
};
[[nodiscard]] const char* SourceName(Source source);  // "measured", ...

// Closed interval, 95 % unless its holder says otherwise.
template <typename T>
struct Interval {
  T low;
  T high;
  bool operator==(const Interval&) const = default;
};

// A value of a unit type (Seconds, Joules, Bytes, ...) with source and spread, or the reason for its absence. Absence is never a
// number.
template <typename T>
class Quantity {
 public:
  // Unavailable for an unstated reason: only what has not been filled in yet.
  Quantity() : state_(std::string("not measured")) {}

  [[nodiscard]] static Quantity Of(T value, Source source, std::optional<Interval<T>> interval = std::nullopt) {
    Quantity quantity;
    quantity.state_ = Known{value, source, interval};
    return quantity;
  }
  // `reason` says why and what to do: "no power given for 'phone'; add devices[].power".
  [[nodiscard]] static Quantity Unavailable(std::string reason) {
    Quantity quantity;
    quantity.state_ = std::move(reason);
    return quantity;
  }

  [[nodiscard]] bool IsAvailable() const { return std::holds_alternative<Known>(state_); }
  // The four below require IsAvailable(), the last its opposite.
  [[nodiscard]] T value() const { return std::get<Known>(state_).value; }
  [[nodiscard]] Source source() const { return std::get<Known>(state_).source; }
  [[nodiscard]] const std::optional<Interval<T>>& interval() const { return std::get<Known>(state_).interval; }
  [[nodiscard]] const std::string& reason() const { return std::get<std::string>(state_); }

  bool operator==(const Quantity&) const = default;

 private:
  struct Known {
    T value;
    Source source;
    std::optional<Interval<T>> interval;
    bool operator==(const Known&) const = default;
  };
  std::variant<Known, std::string> state_;
};

// The same quantity in another unit type, or as a plain number.
template <typename T, typename From>
[[nodiscard]] Quantity<T> QuantityAs(const Quantity<From>& from) {
  if (!from.IsAvailable()) return Quantity<T>::Unavailable(from.reason());
  std::optional<Interval<T>> interval;
  if (const auto& bounds = from.interval()) interval = {T(NumberIn(bounds->low)), T(NumberIn(bounds->high))};
  return Quantity<T>::Of(T(NumberIn(from.value())), from.source(), interval);
}

}  // namespace dnntune::metric
