// SPDX-License-Identifier: Apache-2.0
// What was read of metrics, by metric.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "metric/metrics.h"
#include "metric/quantity.h"

namespace dnntune::metric {

// A stretch of time on the clock of whoever took it.
struct Window {
  Nanoseconds begin{0};
  Nanoseconds end{0};
  [[nodiscard]] Nanoseconds Length() const { return end - begin; }
  bool operator==(const Window&) const = default;
};

struct Reading {
  MetricId id;
  Quantity<double> quantity;       // in the metric's unit
  std::optional<Window> window{};  // what it was taken over; none: it is of one moment, or of no stretch that is known
  bool operator==(const Reading&) const = default;
};

// As MetricOf(id).unit has it.
template <typename T>
inline constexpr std::string_view kUnitOf = "s";
template <typename Tag>
inline constexpr std::string_view kUnitOf<Unit<Tag>> = Tag::kName;

// At most one reading a metric, in the order of the table. A small container: looking one up is a walk.
class Readings {
 public:
  // Takes the place of an earlier reading of the metric.
  void Set(Reading reading);
  // T is the unit type of the metric's unit; another one is a broken invariant.
  template <typename T>
  void Set(MetricId id, const Quantity<T>& quantity) {
    CheckUnit(id, kUnitOf<T>);
    Set(Reading{id, QuantityAs<double>(quantity)});
  }
  void Set(MetricId id, const Quantity<double>& quantity) { Set(Reading{id, quantity}); }

  [[nodiscard]] const Reading* Find(MetricId id) const;  // null: not read
  // What was read, or unavailable with "no energy recorded" where it was not.
  [[nodiscard]] Quantity<double> Get(MetricId id) const;
  template <typename T>
  [[nodiscard]] Quantity<T> Get(MetricId id) const {
    CheckUnit(id, kUnitOf<T>);
    return QuantityAs<T>(Get(id));
  }

  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] unsigned size() const { return static_cast<unsigned>(rows_.size()); }
  [[nodiscard]] auto begin() const { return rows_.begin(); }
  [[nodiscard]] auto end() const { return rows_.end(); }
  bool operator==(const Readings&) const = default;

 private:
  static void CheckUnit(MetricId id, std::string_view unit);

  std::vector<Reading> rows_;
};

// The readings with the window at those that add up; the rest is of a moment.
[[nodiscard]] Readings Over(const Window& window, const Readings& readings);

}  // namespace dnntune::metric
