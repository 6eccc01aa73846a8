// SPDX-License-Identifier: Apache-2.0
// Every kind of operator of format/network.h on every engine.
#include <cmath>
#include <cstring>
#include <set>
#include <tuple>

#include "conformance/engine/suite.h"

namespace dnntune::conformance {
namespace {

using Case = std::tuple<EngineRow, OperatorNetwork>;

class EngineOperators : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override { expected_.Begin(std::get<0>(GetParam()).unsupported, std::string(std::get<1>(GetParam()).name)); }
  void TearDown() override { expected_.End(); }

  std::vector<float> Answer(const engine::SessionInfo& session, std::uint64_t seed) {
    engine_.SetNoise(session, seed);
    const std::string bytes = engine_.RunOnce(session);
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
  }

  EngineUnderTest engine_{std::get<0>(GetParam())};

 private:
  ExpectedFailure expected_;
};

TEST_P(EngineOperators, YieldFiniteNumbersThatDependOnTheInput) {
  const format::Network network = std::get<1>(GetParam()).make();
  const engine::SessionInfo session = engine_.Ready(engine_.Model(network));
  const std::vector<float> one = Answer(session, 1), other = Answer(session, 2);
  EXPECT_EQ(one.size(), static_cast<std::size_t>(network.classes));
  for (const float value : one) EXPECT_TRUE(std::isfinite(value));
  EXPECT_NE(one, other);
}

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return std::string(std::get<1>(info.param).name) + "_" + std::string(std::get<0>(info.param).name);
}

INSTANTIATE_TEST_SUITE_P(Engines, EngineOperators,
                         testing::Combine(testing::ValuesIn(EngineRows()), testing::ValuesIn(OperatorNetworks())), NameOf);

TEST(OperatorNetworks, HoldEveryKindOfNode) {
  std::set<format::NodeKind> kinds;
  for (const OperatorNetwork& one : OperatorNetworks()) {
    kinds.insert(one.kind);
    const auto nodes = one.make().nodes;
    EXPECT_TRUE(std::any_of(nodes.begin(), nodes.end(), [&](const format::Node& node) { return node.kind == one.kind; }));
  }
  EXPECT_EQ(kinds.size(), static_cast<std::size_t>(format::NodeKind::kSoftmax) + 1);
}

}  // namespace
}  // namespace dnntune::conformance
