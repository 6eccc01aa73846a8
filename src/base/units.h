// SPDX-License-Identifier: Apache-2.0
// Physical quantities as types, so that joules are never added to watts. Time is std::chrono.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace dnntune {

using Nanoseconds = std::chrono::nanoseconds;
using Seconds = std::chrono::duration<double>;

// A double with a unit. Tag::kName is the unit as printed ("J"), Tag::kSuffix what a JSON key or CSV column ends in ("_j").
template <typename Tag>
class Unit {
 public:
  constexpr Unit() = default;
  constexpr explicit Unit(double value) : value_(value) {}

  [[nodiscard]] constexpr double value() const { return value_; }

  constexpr auto operator<=>(const Unit&) const = default;
  constexpr Unit& operator+=(Unit other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Unit& operator-=(Unit other) {
    value_ -= other.value_;
    return *this;
  }
  friend constexpr Unit operator+(Unit a, Unit b) { return Unit(a.value_ + b.value_); }
  friend constexpr Unit operator-(Unit a, Unit b) { return Unit(a.value_ - b.value_); }
  friend constexpr Unit operator*(Unit a, double k) { return Unit(a.value_ * k); }
  friend constexpr Unit operator*(double k, Unit a) { return Unit(a.value_ * k); }
  friend constexpr Unit operator/(Unit a, double k) { return Unit(a.value_ / k); }
  friend constexpr double operator/(Unit a, Unit b) { return a.value_ / b.value_; }

 private:
  double value_ = 0;
};

struct JoulesTag {
  static constexpr const char* kName = "J";
  static constexpr const char* kSuffix = "_j";
};
struct WattsTag {
  static constexpr const char* kName = "W";
  static constexpr const char* kSuffix = "_w";
};
struct BytesTag {
  static constexpr const char* kName = "B";
  static constexpr const char* kSuffix = "_bytes";
};
struct RatioTag {
  static constexpr const char* kName = "x";
  static constexpr const char* kSuffix = "";
};
struct BitRateTag {
  static constexpr const char* kName = "bit/s";
  static constexpr const char* kSuffix = "_bps";
};

using Joules = Unit<JoulesTag>;
using Watts = Unit<WattsTag>;
using Bytes = Unit<BytesTag>;
using Ratio = Unit<RatioTag>;      // how many times as much as another
using BitRate = Unit<BitRateTag>;  // bits per second

// The plain number inside a quantity, in its SI unit.
constexpr double NumberIn(double value) {
  return value;
}
constexpr double NumberIn(Seconds time) {
  return time.count();
}
template <typename Tag>
constexpr double NumberIn(Unit<Tag> value) {
  return value.value();
}

constexpr BitRate MegabitsPerSecond(double value) {
  return BitRate(value * 1e6);
}
constexpr Joules operator*(Watts power, Seconds time) {
  return Joules(power.value() * time.count());
}
constexpr Joules operator*(Seconds time, Watts power) {
  return power * time;
}
// Time to send `size` at `rate`: 8 bits a byte, no overhead.
constexpr Seconds operator/(Bytes size, BitRate rate) {
  return Seconds(8.0 * size.value() / rate.value());
}

}  // namespace dnntune
