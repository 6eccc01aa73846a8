// SPDX-License-Identifier: Apache-2.0
#include "profiler/made_profile_test.h"

namespace dnntune::profiler {
namespace {

using ProfileEnergy = MadeProfile;

TEST_F(ProfileEnergy, TakesEnergyFromDeclaredPower) {
  EXPECT_NE(EnergyOf(Profile().value().costs.at(0).cost).reason().find("(meter: no meter)"), std::string::npos);
  power.idle = metric::Quantity<Watts>::Of(Watts(1), metric::Source::kDeclared);
  power.active = metric::Quantity<Watts>::Of(Watts(4), metric::Source::kDeclared);
  const auto profile = Profile().value();
  const auto energy = EnergyOf(profile.costs.at(1).cost);
  EXPECT_NEAR(energy.value().value(), 0.006, 1e-12);
  EXPECT_EQ(energy.source(), metric::Source::kModelled);
  EXPECT_EQ(profile.energy_method, "declared power: E = T * (P_active - P_idle)");
}

TEST_F(ProfileEnergy, SharesMeteredEnergyByTimeAndTakesIdlingOff) {
  machine.metered_watts = 5;
  EXPECT_NEAR(EnergyOf(Profile().value().costs.at(1).cost).value().value(), 0.010, 1e-9);
  power.idle = metric::Quantity<Watts>::Of(Watts(1), metric::Source::kDeclared);
  const auto profile = Profile().value();
  const auto energy = EnergyOf(profile.costs.at(1).cost);
  EXPECT_NEAR(energy.value().value(), 0.008, 1e-9);
  EXPECT_EQ(energy.source(), metric::Source::kMeasured);
  EXPECT_EQ(profile.energy_method,
            "metered by the machine (RAPL), declared idle power taken off; layers share a round's energy by their time");
}

TEST_F(ProfileEnergy, RefusesAMeterThatCountedLessThanIdling) {
  machine.metered_watts = 5;
  power.idle = metric::Quantity<Watts>::Of(Watts(6), metric::Source::kDeclared);
  EXPECT_EQ(EnergyOf(Profile().value().costs.at(1).cost).reason(),
            "the meter counted less than the declared idle power; check power.idle");
}

TEST_F(ProfileEnergy, ADevicesStandInHasNoMeterOfTheDevice) {
  machine.metered_watts = 5;
  slowdown = 6;
  EXPECT_FALSE(EnergyOf(Profile().value().costs.at(1).cost).IsAvailable());
}

}  // namespace
}  // namespace dnntune::profiler
