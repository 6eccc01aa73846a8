// SPDX-License-Identifier: Apache-2.0
#include "partition/explain.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "partition/decide.h"

namespace dnntune::partition {
namespace {

// A quick layer with a small output, then a slow one.
record::Profile ProfileOf(double slow) {
  return record::ParseProfile(R"({"schema": "dnntune-profile-1", "inputs": ["in"],
    "tensors": [{"name": "in", "bytes": 1000}, {"name": "a", "bytes": 100}, {"name": "b", "bytes": 10}],
    "operators": [{"name": "A", "inputs": ["in"], "outputs": ["a"], "cost": {"seconds": 0.1}},
                  {"name": "B", "inputs": ["a"], "outputs": ["b"], "cost": {"seconds": )" +
                              std::to_string(slow) + "}}]}")
      .value();
}

class ExplainTest : public ::testing::Test {
 protected:
  record::Explanation ExplainAt(double bytes_per_second) {
    Problem problem{.device = device_, .cloud = cloud_, .link = {}, .counting = {}, .limits = {}};
    problem.link.name = "test";
    problem.link.up = BitRate(8 * bytes_per_second);
    problem.link.down = BitRate(1e12);
    problem.link.radio = link::Radio{.per_up_mbps = {}, .per_down_mbps = {}, .base = Watts(1), .promotion = {}, .tail = {}};
    return Explain(problem).value();
  }

  record::Profile device_ = ProfileOf(2);
  record::Profile cloud_ = ProfileOf(0.1);
};

TEST_F(ExplainTest, NamesTheTermThatDecides) {
  const record::Explanation explanation = ExplainAt(200);  // after A: 0.1 + 0.5 + 0.1
  ASSERT_EQ(explanation.best.name, "after A");
  ASSERT_EQ(explanation.neighbours.size(), 2U);
  EXPECT_EQ(explanation.neighbours[0].change, "moves A to the cloud");
  EXPECT_EQ(explanation.neighbours[0].deciding, "upload");
  EXPECT_NEAR(explanation.neighbours[0].upload_s, 4.5, 1e-9);
  EXPECT_EQ(explanation.neighbours[1].change, "moves B to the device");
  EXPECT_EQ(explanation.neighbours[1].deciding, "computing on the device");
}

TEST_F(ExplainTest, TheAnswerChangesAtTheRatesThatItNames) {
  const record::Explanation explanation = ExplainAt(200);
  ASSERT_FALSE(explanation.switches.empty());
  for (const record::Switch& change : explanation.switches) {
    const double at = change.up.value() / 8;
    EXPECT_EQ(ExplainAt(at * (change.below ? 0.99 : 1.01)).best.name, change.candidate);
    EXPECT_EQ(ExplainAt(at * (change.below ? 1.01 : 0.99)).best.name, explanation.best.name);
  }
}

TEST_F(ExplainTest, GivesNoEnergyOfANeighbourThatCouldNotBeMeasured) {
  for (record::Profile* profile : {&device_, &cloud_}) {
    for (record::LayerCost& layer : profile->costs) {
      layer.cost.readings.Set(metric::MetricId::kEnergy, metric::Quantity<Joules>::Of(Joules(1), metric::Source::kMeasured));
    }
  }
  device_.costs[1].cost = {.latency = {}, .readings = {}, .failure = "killed by signal 9"};
  const record::Explanation explanation = ExplainAt(200);
  ASSERT_EQ(explanation.best.name, "after A");
  for (const record::Neighbour& neighbour : explanation.neighbours) {
    EXPECT_EQ(neighbour.energy_j.has_value(), neighbour.candidate.place == record::Place::kCloud) << neighbour.candidate.name;
  }
}

}  // namespace
}  // namespace dnntune::partition
