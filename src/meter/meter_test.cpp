// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include <gtest/gtest.h>

#include <set>

#include "base/file.h"
#include "meter/hardware_counters.h"
#include "meter/instruments.h"
#include "meter/rapl.h"
#include "meter/resident_memory.h"
#include "meter/throttling.h"

namespace dnntune::meter {
namespace {

using metric::MetricId;

class Counters : public testing::Test {
 protected:
  void Put(int package, const std::string& file, const std::string& text) {
    const std::string name = "intel-rapl:" + std::to_string(package);
    ASSERT_TRUE(WriteFile(root_.path() / "sys/class/powercap" / name / file, text));
  }
  TemporaryFolder root_ = TemporaryFolder::Make().value();
};

TEST_F(Counters, AddUpOverPackages) {
  for (const int package : {0, 1}) Put(package, "energy_uj", "1000000");
  Rapl rapl(root_.path());
  rapl.Start();
  Put(0, "energy_uj", "3000000");
  Put(1, "energy_uj", "1500000");
  EXPECT_DOUBLE_EQ(rapl.Stop().Get<Joules>(MetricId::kEnergy).value().value(), 2.5);
}

TEST_F(Counters, ThatCannotBeReadSayWhatToDo) {
  Put(0, "energy_uj", "");
  const Rapl rapl(root_.path());
  EXPECT_NE(rapl.WhyUnavailable().find("intel-rapl:0/energy_uj"), std::string::npos);
  EXPECT_NE(rapl.WhyUnavailable().find("run as root"), std::string::npos);
}

TEST_F(Counters, ThatAreAbsentGiveNoNumber) {
  Instruments instruments(root_.path());
  instruments.Start();
  const auto energy = instruments.Stop().Get<Joules>(MetricId::kEnergy);
  ASSERT_FALSE(energy.IsAvailable());
  EXPECT_NE(energy.reason().find("devices[].power"), std::string::npos);
}

TEST_F(Counters, AreReadTogetherWithTheMemory) {
  Put(0, "energy_uj", "1000000");
  ASSERT_TRUE(WriteFile(root_.path() / "proc/self/status", "Name:\tx\nVmHWM:\t 2048 kB\nVmRSS:\t 1024 kB\n"));
  Instruments instruments(root_.path());
  instruments.Start();
  Put(0, "energy_uj", "3000000");
  const metric::Readings readings = instruments.Stop();
  EXPECT_DOUBLE_EQ(readings.Get<Joules>(MetricId::kEnergy).value().value(), 2);
  EXPECT_EQ(readings.Get<Bytes>(MetricId::kPeakMemory).value(), Bytes(2048 * 1024));
  EXPECT_EQ(readings.Get<Bytes>(MetricId::kResidentMemory).value(), Bytes(1024 * 1024));
}

TEST(Instruments, HaveAReadingOrAReasonOfEveryMetricThatAMeterYields) {
  Instruments instruments("/nowhere");
  instruments.Start();
  const metric::Readings readings = instruments.Stop();
  std::set<MetricId> yielded;
  for (const MeterRow& row : Meters()) yielded.insert(row.metrics.begin(), row.metrics.end());
  ASSERT_FALSE(yielded.empty());
  ASSERT_EQ(readings.size(), yielded.size());
  for (const metric::Reading& reading : readings) {
    EXPECT_TRUE(yielded.contains(reading.id));
    ASSERT_FALSE(reading.quantity.IsAvailable());
    EXPECT_FALSE(reading.quantity.reason().empty());
  }
}

TEST(Instruments, ReadThisProcess) {
  Instruments instruments;
  instruments.Start();
  const metric::Readings readings = instruments.Stop();
  EXPECT_GE(readings.Get<Bytes>(MetricId::kPeakMemory).value(), readings.Get<Bytes>(MetricId::kResidentMemory).value());
}

TEST(ResidentMemory, SaysWhatItDoesNotFind) {
  const ResidentMemory memory("/nowhere");
  EXPECT_NE(memory.WhyUnavailable().find("/proc/self/status has no VmRSS"), std::string::npos);
  EXPECT_EQ(memory.Read().Get<Bytes>(MetricId::kResidentMemory).reason(), memory.WhyUnavailable());
}

TEST(HardwareCounters, AreThereOrSaidWhyNot) {
  const std::string why = WhyNoHardwareCounters();
  EXPECT_TRUE(why.empty() || why.find(": ") != std::string::npos) << why;
}

// A job with a quota of its own in a pod with another.
class Quotas : public testing::Test {
 protected:
  void SetUp() override {
    Put("proc/self/cgroup", "0::/pod/job\n");
    Put("proc/self/mountinfo", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    Put("sys/fs/cgroup/pod/cpu.max", "50000 100000\n");
    Put("sys/fs/cgroup/pod/job/cpu.max", "90000 100000\n");
  }
  void Put(const std::string& path, const std::string& text) { ASSERT_TRUE(WriteFile(root_.path() / path, text)); }
  void Count(const std::string& group, int periods, int throttled) {
    Put("sys/fs/cgroup/" + group + "/cpu.stat",
        "usage_usec 1\nnr_periods " + std::to_string(periods) + "\nnr_throttled " + std::to_string(throttled) + "\n");
  }

  TemporaryFolder root_ = TemporaryFolder::Make().value();
};

TEST_F(Quotas, AreCountedWhereTheyHeldBackMost) {
  Count("pod", 100, 10);
  Count("pod/job", 200, 50);
  Throttling throttling(root_.path());
  ASSERT_EQ(throttling.WhyUnavailable(), "");
  throttling.Start();
  Count("pod", 120, 29);
  Count("pod/job", 221, 51);
  const metric::Readings readings = throttling.Stop();
  EXPECT_EQ(readings.Get(MetricId::kQuotaPeriods).value(), 20);
  EXPECT_EQ(readings.Get(MetricId::kThrottledPeriods).value(), 19);
}

TEST_F(Quotas, ThatAreNotCountedSaySo) {
  Count("pod", 100, 10);
  EXPECT_NE(Throttling(root_.path()).WhyUnavailable().find("nr_throttled"), std::string::npos);
}

}  // namespace
}  // namespace dnntune::meter
