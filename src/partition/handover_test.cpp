// SPDX-License-Identifier: Apache-2.0
#include "partition/handover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "partition/cost_graph.h"
#include "partition/decide.h"
#include "partition/made_problem.h"

namespace dnntune::partition {
namespace {

using testing::HasSubstr;

const std::vector<Row> kChain = {{"A", {"in"}, 10, 1, 1000}, {"B", {"a"}, 10, 1, 10}, {"C", {"b"}, 10, 1, 1}};

record::TensorConversion Free(const std::string& tensor, double arrival_s = 0) {
  const auto time = [](double seconds) { return metric::Quantity<Seconds>::Of(Seconds(seconds), metric::Source::kMeasured); };
  return {.tensor = tensor, .how = {}, .arrival = time(arrival_s), .back = time(0)};
}

struct Pair {
  record::Profile device = ProfileOf(kChain, false);
  record::Profile cloud = ProfileOf(kChain, true);

  explicit Pair(std::vector<record::TensorConversion> tensors) {
    device.model = {"m", "tflite", "1"};
    cloud.model = {"m", "onnx", "2"};
    cloud.conversions = record::Conversions{device.model, std::move(tensors)};
  }
  [[nodiscard]] record::Decision Decide() const {
    return partition::Decide({.device = device, .cloud = cloud, .link = LinkOf(10), .counting = {}, .limits = {}}).value();
  }
};

TEST(Handover, TwoFilesWithoutARecordOfTheirTensorsAreRefused) {
  Pair pair({});
  pair.cloud.conversions.reset();
  EXPECT_THAT(MakeCostGraph(pair.device, pair.cloud).error().message, HasSubstr("'dnntune tune' makes one"));
}

TEST(Handover, CountsTheConversionInTheCloud) {
  // On the device 30 s; after B 20 s, 1 s to send 10 bytes, 1 s and the conversion.
  const record::Decision cheap = Pair({Free("in"), Free("a"), Free("b", 2), Free("c")}).Decide();
  EXPECT_EQ(cheap.candidates.front().name, "after B");
  EXPECT_DOUBLE_EQ(cheap.candidates.front().predicted.conversion.value().count(), 2);
  EXPECT_DOUBLE_EQ(cheap.candidates.front().predicted.cloud.value().count(), 3);
  const record::Decision dear = Pair({Free("in"), Free("a"), Free("b", 20), Free("c")}).Decide();
  EXPECT_EQ(dear.candidates.front().place, record::Place::kDevice);
}

TEST(Handover, DoesNotCutWhereATensorIsAnotherOne) {
  record::TensorConversion barred{.tensor = "b", .how = {}, .arrival = {}, .back = {}, .barred = "tensor 'b' has other values"};
  const record::Decision decision = Pair({Free("in"), Free("a"), barred, Free("c")}).Decide();
  EXPECT_NE(decision.candidates.front().name, "after B");
  for (const record::Candidate& candidate : decision.candidates) {
    if (candidate.name != "after B") continue;
    EXPECT_EQ(candidate.refused, barred.barred);
  }
}

TEST(Handover, DoesNotCutWhereOnlyTheCloudsFileHandsSomethingOn) {
  Pair pair({Free("in"), Free("a"), Free("b"), Free("c")});
  // In the cloud's file C reads the input as well, so that it must be there.
  std::vector<Row> rows = kChain;
  rows[2].reads.emplace_back("a");
  const auto conversions = pair.cloud.conversions;
  pair.cloud = ProfileOf(rows, true);
  pair.cloud.model = {"m", "onnx", "2"};
  pair.cloud.conversions = conversions;
  const record::Decision decision = pair.Decide();
  for (const record::Candidate& candidate : decision.candidates) {
    if (candidate.name != "after B") continue;
    ASSERT_TRUE(candidate.refused);
    EXPECT_THAT(*candidate.refused, HasSubstr("tensor 'a'"));
  }
  EXPECT_NE(decision.candidates.front().name, "after B");
}

}  // namespace
}  // namespace dnntune::partition
