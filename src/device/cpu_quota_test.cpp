// SPDX-License-Identifier: Apache-2.0
#include "device/cpu_quota.h"

#include <gtest/gtest.h>

#include "base/file.h"

namespace dnntune::device {
namespace {

constexpr const char* kFirst = "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct\n";
constexpr const char* kSecond = "41 31 0:38 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

// A made-up machine whose process is in a control group.
class Groups : public testing::Test {
 protected:
  void Put(const std::string& path, const std::string& text) { ASSERT_TRUE(WriteFile(root_.path() / path, text)); }
  void InFirst(const std::string& group, const std::string& mounts = kFirst) {
    Put("proc/self/mountinfo", mounts);
    Put("proc/self/cgroup", "4:memory:/elsewhere\n3:cpuset:/\n1:cpuacct,cpu:" + group + "\n");
  }
  void InSecond(const std::string& group) {
    Put("proc/self/mountinfo", kSecond);
    Put("proc/self/cgroup", "0::" + group + "\n");
  }
  void SetFirst(const std::string& folder, const std::string& quota) {
    Put("sys/fs/cgroup/cpu" + folder + "/cpu.cfs_quota_us", quota + "\n");
    Put("sys/fs/cgroup/cpu" + folder + "/cpu.cfs_period_us", "100000\n");
  }
  void SetSecond(const std::string& folder, const std::string& text) { Put("sys/fs/cgroup" + folder + "/cpu.max", text + "\n"); }
  std::optional<CpuQuota> Smallest() const { return SmallestCpuQuota(root_.path()); }

  TemporaryFolder root_ = TemporaryFolder::Make().value();
};

TEST_F(Groups, OfTheFirstVersionGrantAQuotaOfAPeriod) {
  InFirst("/q");
  SetFirst("/q", "20000");
  EXPECT_EQ(Smallest(), (CpuQuota{0.2, "/sys/fs/cgroup/cpu/q/cpu.cfs_quota_us"}));
}

TEST_F(Groups, OfTheSecondVersionSayBothInOneLine) {
  InSecond("/system.slice/app");
  SetSecond("/system.slice/app", "150000 50000");
  EXPECT_EQ(Smallest(), (CpuQuota{3, "/sys/fs/cgroup/system.slice/app/cpu.max"}));
}

TEST_F(Groups, WithoutAQuotaSetNoLimit) {
  InFirst("/q");
  SetFirst("/q", "-1");
  EXPECT_EQ(Smallest(), std::nullopt);
  InSecond("/q");
  SetSecond("/q", "max 100000");
  EXPECT_EQ(Smallest(), std::nullopt);
}

TEST_F(Groups, NestedInOthersAreBoundByTheSmallestUpTheTree) {
  InSecond("/pod/container/job");
  SetSecond("/pod", "50000 100000");
  SetSecond("/pod/container", "max 100000");
  SetSecond("/pod/container/job", "400000 100000");
  EXPECT_EQ(Smallest(), (CpuQuota{0.5, "/sys/fs/cgroup/pod/cpu.max"}));
  EXPECT_EQ(CpuQuotas(root_.path()).size(), 2U);
}

TEST_F(Groups, OfTheFirstVersionAreBoundByThoseAboveAsWell) {
  InFirst("/pod/job");
  SetFirst("", "-1");
  SetFirst("/pod", "30000");
  SetFirst("/pod/job", "90000");
  EXPECT_EQ(Smallest(), (CpuQuota{0.3, "/sys/fs/cgroup/cpu/pod/cpu.cfs_quota_us"}));
}

// A container without a view of its own sees the whole path, and only its own group's folder.
TEST_F(Groups, OfAContainerAreWhereItsOwnGroupIsMounted) {
  InFirst("/docker/abc", "32 31 0:29 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n");
  SetFirst("", "200000");
  EXPECT_EQ(Smallest(), (CpuQuota{2, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us"}));
}

TEST_F(Groups, ThatTheMountDoesNotShowAreTheOneThatItShowsFirst) {
  InSecond("/../outside");
  SetSecond("", "70000 100000");
  EXPECT_EQ(Smallest(), (CpuQuota{0.7, "/sys/fs/cgroup/cpu.max"}));
}

TEST_F(Groups, OfAMachineThatSaysNothingSetNoLimit) {
  EXPECT_EQ(Smallest(), std::nullopt);
  InFirst("/q");
  Put("sys/fs/cgroup/cpu/q/cpu.cfs_quota_us", "20000\n");  // of which period is not said
  EXPECT_EQ(Smallest(), std::nullopt);
  Put("proc/self/cgroup", "no colon\n1:cpu\n");
  EXPECT_EQ(Smallest(), std::nullopt);
}

}  // namespace
}  // namespace dnntune::device
