// SPDX-License-Identifier: Apache-2.0
#include "record/reconcile.h"

#include <gtest/gtest.h>

namespace dnntune::record {
namespace {

// Two layers of 1 s and 2 s, and the whole in 4 s.
Profile Sample() {
  Profile profile = ParseProfile(R"({"schema": "dnntune-profile-1", "inputs": ["in"], "operators": [
    {"name": "a", "inputs": ["in"], "outputs": ["x"], "cost": {"seconds": 1}},
    {"name": "b", "inputs": ["x"], "outputs": ["y"], "cost": {"seconds": 2}}]})")
                        .value();
  profile.whole = Cost{};
  profile.whole->latency.samples = {Seconds(4)};
  return profile;
}

TEST(Reconcile, TakesTheSumOfTheLayersFromTheWhole) {
  const Reconciliation sums = Reconcile(Sample());
  EXPECT_EQ(sums.whole.value(), Seconds(4));
  EXPECT_EQ(sums.layers.value(), Seconds(3));
  EXPECT_EQ(sums.layers.source(), metric::Source::kModelled);
  EXPECT_EQ(sums.residue.value(), Seconds(1));
}

TEST(Reconcile, LeavesTheResidueNegativeWhereLayersTakeLonger) {
  Profile profile = Sample();
  profile.whole->latency.samples = {Seconds(2)};
  EXPECT_EQ(Reconcile(profile).residue.value(), Seconds(-1));
}

TEST(Reconcile, HasNoResidueWhereALayerFailedAndNamesIt) {
  Profile profile = Sample();
  profile.costs[1].cost = Cost{};
  profile.costs[1].cost.failure = "killed by signal 9";
  const Reconciliation sums = Reconcile(profile);
  EXPECT_TRUE(sums.whole.IsAvailable());
  EXPECT_EQ(sums.layers.reason(), "b: killed by signal 9");
  EXPECT_EQ(sums.residue.reason(), "b: killed by signal 9");
}

TEST(Reconcile, HasNoResidueWithoutTheWholeOrWithoutLayers) {
  Profile profile = Sample();
  profile.whole.reset();
  EXPECT_EQ(Reconcile(profile).residue.reason(), "the whole model was not measured");
  profile = Sample();
  profile.costs.clear();
  EXPECT_EQ(Reconcile(profile).residue.reason(), "no layer was measured");
}

TEST(Reconcile, SumsTheTraceOnlyWhereOneWasTaken) {
  Profile profile = Sample();
  EXPECT_EQ(Reconcile(profile).trace.reason(), "no trace was taken");
  profile.trace = {{"a", "Conv", "a", Seconds(1.5)}, {"b", "Relu", "b", Seconds(0.25)}};
  EXPECT_EQ(Reconcile(profile).trace.value(), Seconds(1.75));
}

}  // namespace
}  // namespace dnntune::record
