// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "meter/rapl.h"

namespace dnntune::meter {
namespace {

using metric::Quantity;
using metric::Source;

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
  EXPECT_DOUBLE_EQ(rapl.Stop().value().value(), 2.5);
}

TEST_F(Counters, ThatCannotBeReadSayWhatToDo) {
  Put(0, "energy_uj", "");
  const Rapl rapl(root_.path());
  EXPECT_NE(rapl.WhyUnavailable().find("intel-rapl:0/energy_uj"), std::string::npos);
  EXPECT_NE(rapl.WhyUnavailable().find("run as root"), std::string::npos);
}

TEST_F(Counters, ThatAreAbsentGiveNoNumber) {
  const auto meter = BestMeter(root_.path());
  meter->Start();
  const auto energy = meter->Stop();
  ASSERT_FALSE(energy.IsAvailable());
  EXPECT_NE(energy.reason().find("devices[].power"), std::string::npos);
}

TEST(EnergyOf, CountsPowerAboveIdle) {
  const auto active = Quantity<Watts>::Of(Watts(2.5), Source::kDeclared);
  const auto idle = Quantity<Watts>::Of(Watts(0.5), Source::kDeclared);
  EXPECT_DOUBLE_EQ(EnergyOf(Seconds(3), active, idle).value().value(), 6);
  EXPECT_FALSE(EnergyOf(Seconds(3), idle, active).IsAvailable());
  EXPECT_EQ(EnergyOf(Seconds(3), Quantity<Watts>::Unavailable("no power"), idle).reason(), "no power");
}

TEST(ReadResidentMemory, KnowsThisProcess) {
  const ResidentMemory memory = ReadResidentMemory();
  EXPECT_GE(memory.peak.value(), memory.now.value());
  EXPECT_FALSE(ReadResidentMemory("/nowhere").now.IsAvailable());
}

}  // namespace
}  // namespace dnntune::meter
