// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/file.h"
#include "device/cpu_list.h"
#include "device/description.h"

namespace dnntune::device {
namespace {

using Cpus = std::vector<int>;

// A made-up phone: two little cores, two big ones.
class Phone : public testing::Test {
 protected:
  void SetUp() override {
    Put("proc/cpuinfo", "processor : 0\nHardware\t: Made-up SoC\n");
    Put("proc/meminfo", "MemTotal:        4000000 kB\nMemAvailable:    1000000 kB\n");
    Put("proc/loadavg", "0.50 0.40 0.30 1/100 1234\n");
    Put("sys/devices/system/cpu/online", "0-3\n");
    for (const int core : {0, 1}) Put(Cpu(core) + "cpu_capacity", "400\n");
    for (const int core : {2, 3}) Put(Cpu(core) + "cpu_capacity", "1024\n");
    Put(Cpu(0) + "cpufreq/scaling_governor", "schedutil\n");
    Put(Cpu(0) + "cache/index0/level", "1\n");
    Put(Cpu(0) + "cache/index0/size", "32K\n");
    Put("sys/class/thermal/thermal_zone0/temp", "41500\n");
  }
  static std::string Cpu(int core) { return "sys/devices/system/cpu/cpu" + std::to_string(core) + "/"; }
  void Put(const std::string& path, const std::string& text) { ASSERT_TRUE(WriteFile(root_.path() / path, text)); }

  TemporaryFolder root_ = TemporaryFolder::Make().value();
};

TEST_F(Phone, IsDescribedFromItsFiles) {
  const DeviceDescription device = Describe(root_.path());
  EXPECT_EQ(device.cpu, "Made-up SoC");
  EXPECT_EQ(device.cores.size(), 4U);
  EXPECT_EQ(device.cores[0].governor, "schedutil");
  EXPECT_EQ(device.memory.value(), Bytes(4000000.0 * 1024));
  EXPECT_EQ(device.load, "0.50");
  EXPECT_EQ(device.temperature, "41.5 °C");
  ASSERT_EQ(device.caches.size(), 1U);
  EXPECT_EQ(device.caches[0].size, Bytes(32 * 1024));
}

TEST_F(Phone, HasBigAndLittleCores) {
  const DeviceDescription device = Describe(root_.path());
  EXPECT_EQ(CoreSet(device, "big").value(), (Cpus{2, 3}));
  EXPECT_EQ(CoreSet(device, "little").value(), (Cpus{0, 1}));
  EXPECT_EQ(CoreSet(device, "big+little").value(), (Cpus{0, 1, 2, 3}));
  EXPECT_EQ(CoreSet(device, "1,3").value(), (Cpus{1, 3}));
}

TEST_F(Phone, LetsAllItsCoresBeUsedWhereTheKernelDoesNotSay) {
  EXPECT_EQ(Describe(root_.path()).allowed, (Cpus{0, 1, 2, 3}));
  EXPECT_EQ(Describe(root_.path()).quota, std::nullopt);
}

// Of an affinity that names cores which are not there, as of a machine that could have more, only those that are.
TEST_F(Phone, SaysWhichOfItsCoresMayBeUsed) {
  Put("proc/self/status", "Name:\tx\nCpus_allowed:\tff6\nCpus_allowed_list:\t1-2,4-11\n");
  const DeviceDescription device = Describe(root_.path());
  EXPECT_EQ(device.allowed, (Cpus{1, 2}));
  EXPECT_NE(Summary(device).find("4 cores of which 2 may be used"), std::string::npos) << Summary(device);
}

TEST_F(Phone, SaysWhatItsControlGroupGrants) {
  Put("proc/self/cgroup", "0::/q\n");
  Put("proc/self/mountinfo", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
  Put("sys/fs/cgroup/q/cpu.max", "150000 100000\n");
  const DeviceDescription device = Describe(root_.path());
  EXPECT_NE(Summary(device).find("4 cores, CPU quota of 1.5"), std::string::npos) << Summary(device);
  EXPECT_EQ(LimitsNote(device, 1, 4), "");
  EXPECT_EQ(
      LimitsNote(device, 2, 1),
      "2 threads on 1 core, which is all that may be used, and with a CPU quota of 1.5 cores (/sys/fs/cgroup/q/cpu.max): what "
      "runs longer waits for the next period");
}

TEST_F(Phone, HasNothingToSayOfAsManyCoresAsThreads) {
  const DeviceDescription device = Describe(root_.path());
  EXPECT_EQ(LimitsNote(device, 4, 4), "");
  EXPECT_EQ(LimitsNote(device, 5, 4), "5 threads on 4 cores, which are all that may be used");
  EXPECT_EQ(LimitsNote(device, 5, 0), "") << "how many cores is not known";
}

TEST_F(Phone, RefusesCoresThatDoNotExist) {
  const DeviceDescription device = Describe(root_.path());
  EXPECT_EQ(CoreSet(device, "0-4").error().code, ErrorCode::kBadInput);
  EXPECT_EQ(CoreSet(device, "huge").error().code, ErrorCode::kBadInput);
}

TEST(Describe, AMachineThatSaysNothingIsUnknownAndNotZero) {
  const auto root = TemporaryFolder::Make().value();
  const DeviceDescription device = Describe(root.path());
  EXPECT_EQ(device.cpu, "unknown CPU");
  EXPECT_FALSE(device.memory.IsAvailable());
  EXPECT_EQ(CoreSet(device, "little").error().code, ErrorCode::kUnavailable);
}

TEST(ParseCpuList, TakesTheKernelsFormAndNothingElse) {
  EXPECT_EQ(ParseCpuList("0-2,5\n"), (Cpus{0, 1, 2, 5}));
  for (const char* bad : {"", "a", "3-1", "1,", "-1", "0-99999999"}) EXPECT_EQ(ParseCpuList(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace dnntune::device
