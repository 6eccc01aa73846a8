// SPDX-License-Identifier: Apache-2.0
// The meters that the suite holds to its claims, and the machines that are made up for them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <ostream>
#include <span>
#include <string_view>

#include "base/file.h"
#include "conformance/expected_failure.h"
#include "meter/meter.h"

namespace dnntune::conformance {

struct MeterRow {
  std::string_view name;    // as in meter::Meters()
  metric::MetricId metric;  // that the claims are about
  // Makes the machine at `root` one that has used so much by its counters, which go round at kRange.
  void (*set)(const std::filesystem::path& root, double used);
  // Takes away what says where the counters go round.
  void (*forget_range)(const std::filesystem::path& root);
  // Leaves counters that are there and cannot be read.
  void (*spoil)(const std::filesystem::path& root);
  std::span<const Unsupported> unsupported;
};
[[nodiscard]] std::span<const MeterRow> MeterRows();
inline constexpr double kRange = 1000;

inline void PrintTo(const MeterRow& row, std::ostream* out) {
  *out << row.name;
}

class MeterConformance : public testing::TestWithParam<MeterRow> {
 protected:
  void SetUp() override { expected_.Begin(GetParam().unsupported); }
  void TearDown() override { expected_.End(); }

  [[nodiscard]] const meter::MeterRow& Row() const;
  // The meter of the machine as it is made up by now.
  [[nodiscard]] std::unique_ptr<meter::Meter> Make() const { return Make(root_.path()); }
  [[nodiscard]] std::unique_ptr<meter::Meter> Make(const std::filesystem::path& root) const;
  void Set(double used) { GetParam().set(root_.path(), used); }
  // What the meter reads of its row's metric.
  [[nodiscard]] metric::Quantity<double> Stop(meter::Meter& meter) const { return meter.Stop().Get(GetParam().metric); }

  TemporaryFolder root_ = Value(TemporaryFolder::Make());

 private:
  ExpectedFailure expected_;
};

}  // namespace dnntune::conformance
