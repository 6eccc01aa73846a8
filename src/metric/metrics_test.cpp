// SPDX-License-Identifier: Apache-2.0
#include "metric/metrics.h"

#include <gtest/gtest.h>

#include <set>

namespace dnntune::metric {
namespace {

TEST(Metrics, AreFoundByTheirNamesAndNoOthers) {
  ASSERT_FALSE(Metrics().empty());
  for (const Metric& metric : Metrics()) EXPECT_EQ(FindMetric(metric.name), &metric);
  EXPECT_EQ(FindMetric("latency"), nullptr);
}

TEST(Metrics, HaveNamesAndKeysOfTheirOwn) {
  std::set<std::string_view> names, keys;
  for (const Metric& metric : Metrics()) {
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
    EXPECT_TRUE(keys.insert(metric.key).second) << metric.key;
  }
}

TEST(Metrics, ArePrintedInTheirUnit) {
  for (const Metric& metric : Metrics()) EXPECT_EQ(metric.unit, HintOf(metric.hint).unit) << metric.name;
}

TEST(Metrics, AreCalledInASentenceByWhatTheyArePartOf) {
  EXPECT_EQ(NounOf(MetricOf(MetricId::kLatency)), "latency");
  EXPECT_EQ(NounOf(MetricOf(MetricId::kPeakMemory)), "peak memory");
  EXPECT_EQ(NounOf(MetricOf(MetricId::kLibraryMemory)), "memory of the library");
  EXPECT_EQ(ListedTitle(MetricOf(MetricId::kLibraryMemory)), "Of it the library");
  EXPECT_EQ(ListedTitle(MetricOf(MetricId::kEnergy)), "Energy");
}

}  // namespace
}  // namespace dnntune::metric
