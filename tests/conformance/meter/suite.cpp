// SPDX-License-Identifier: Apache-2.0
#include "conformance/meter/suite.h"

#include <set>

namespace dnntune::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRaplPackages[] = {"sys/class/powercap/intel-rapl:0", "sys/class/powercap/intel-rapl:1"};

// In microjoules (Documentation/power/powercap/powercap.rst); the second package uses nothing.
void SetRapl(const fs::path& root, double used) {
  for (const std::string_view package : kRaplPackages) {
    const double joules = package == kRaplPackages[0] ? used : 0;
    Value(WriteFile(root / package / "energy_uj", std::to_string(static_cast<std::int64_t>(joules * 1e6)) + "\n"));
    Value(WriteFile(root / package / "max_energy_range_uj", std::to_string(static_cast<std::int64_t>(kRange * 1e6)) + "\n"));
  }
}

void ForgetRaplRange(const fs::path& root) {
  for (const std::string_view package : kRaplPackages) fs::remove(root / package / "max_energy_range_uj");
}

void SpoilRapl(const fs::path& root) {
  Value(WriteFile(root / kRaplPackages[1] / "energy_uj", "no number\n"));
}

void SetResident(const fs::path& root, double used) {
  const std::string kibibytes = std::to_string(static_cast<std::int64_t>(used));
  Value(WriteFile(root / "proc/self/status", "VmHWM:\t" + kibibytes + " kB\nVmRSS:\t" + kibibytes + " kB\n"));
}

void SpoilResident(const fs::path& root) {
  Value(WriteFile(root / "proc/self/status", "VmHWM:\tmuch\nVmRSS:\tmuch\n"));
}

constexpr const char* kLevel = "it reads a level, which is what it is whatever it was before";
constexpr Unsupported kLevels[] = {{"GivesWhatWasUsedSinceStart", kLevel},
                                   {"CountsOnWhereACounterGoesRound", kLevel},
                                   {"GivesNoNumberWhereACounterFellAndNobodyKnowsWhy", kLevel},
                                   {"GivesNoNumberBeforeItWasStarted", kLevel}};

// A process in a control group with a CPU quota (proc(5); Documentation/scheduler/sched-bwc.rst).
void SetThrottled(const fs::path& root, double used) {
  const std::string periods = std::to_string(static_cast<std::int64_t>(used));
  Value(WriteFile(root / "proc/self/cgroup", "1:cpu:/q\n"));
  Value(WriteFile(root / "proc/self/mountinfo", "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"));
  Value(WriteFile(root / "sys/fs/cgroup/cpu/q/cpu.cfs_quota_us", "20000\n"));
  Value(WriteFile(root / "sys/fs/cgroup/cpu/q/cpu.cfs_period_us", "100000\n"));
  Value(WriteFile(root / "sys/fs/cgroup/cpu/q/cpu.stat", "nr_periods 5000\nnr_throttled " + periods + "\nthrottled_time 7\n"));
}

void SpoilThrottled(const fs::path& root) {
  Value(WriteFile(root / "sys/fs/cgroup/cpu/q/cpu.stat", "nr_periods many\n"));
}

constexpr Unsupported kWholePeriods[] = {{"GivesWhatWasUsedSinceStart", "it counts whole periods"},
                                         {"CountsOnWhereACounterGoesRound", "its counters have 64 bits and never go round"}};

constexpr MeterRow kRows[] = {
    {"rapl", metric::MetricId::kEnergy, &SetRapl, &ForgetRaplRange, &SpoilRapl, {}},
    {"resident", metric::MetricId::kResidentMemory, &SetResident, [](const fs::path&) {}, &SpoilResident, kLevels},
    {"cgroup", metric::MetricId::kThrottledPeriods, &SetThrottled, [](const fs::path&) {}, &SpoilThrottled, kWholePeriods}};

std::string NameOf(const testing::TestParamInfo<MeterRow>& info) {
  return std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Meters, MeterConformance, testing::ValuesIn(MeterRows()), NameOf);

TEST(MeterRows, HoldEveryMeter) {
  std::set<std::string_view> meters, rows;
  for (const meter::MeterRow& one : meter::Meters()) meters.insert(one.name);
  for (const MeterRow& row : MeterRows()) rows.insert(row.name);
  EXPECT_EQ(rows, meters);
}

TEST(MeterRows, ListTestsThatExist) {
  for (const MeterRow& row : MeterRows()) ExpectListNamesTests(row.unsupported, row.name);
}

}  // namespace

std::span<const MeterRow> MeterRows() {
  return kRows;
}

const meter::MeterRow& MeterConformance::Row() const {
  for (const meter::MeterRow& one : meter::Meters()) {
    if (one.name == GetParam().name) return one;
  }
  throw std::runtime_error("no such meter");
}

std::unique_ptr<meter::Meter> MeterConformance::Make(const fs::path& root) const {
  return Row().make(root);
}

}  // namespace dnntune::conformance
