// SPDX-License-Identifier: Apache-2.0
// Every kind of operator of format/network.h on every engine.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>
#include <set>
#include <tuple>

#include "conformance/engine/suite.h"
#include "conformance/reference.h"

namespace dnntune::conformance {
namespace {

using Case = std::tuple<EngineRow, OperatorNetwork>;

std::size_t Elements(const std::vector<std::int64_t>& shape) {
  return static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
}

template <typename T>
std::vector<float> Read(const std::string& bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return {values.begin(), values.end()};
}

std::vector<float> Numbers(const std::string& bytes, graph::DType dtype) {
  return dtype == graph::DType::kInt32 ? Read<std::int32_t>(bytes) : Read<float>(bytes);
}

class EngineOperators : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override { expected_.Begin(std::get<0>(GetParam()).unsupported, std::string(std::get<1>(GetParam()).name)); }
  void TearDown() override { expected_.End(); }

  std::vector<float> Answer(const engine::SessionInfo& session, std::uint64_t seed) {
    engine_.SetNoise(session, seed);
    return Numbers(engine_.RunOnce(session), session.outputs.at(0).dtype);
  }

  EngineUnderTest engine_{std::get<0>(GetParam())};

 private:
  ExpectedFailure expected_;
};

TEST_P(EngineOperators, YieldFiniteNumbersThatDependOnTheInput) {
  const format::Network network = std::get<1>(GetParam()).make();
  const engine::SessionInfo session = engine_.Ready(engine_.Model(network));
  const std::vector<float> one = Answer(session, 1), other = Answer(session, 2);
  EXPECT_EQ(one.size(), Elements(network.nodes.back().value.shape));
  for (const float value : one) EXPECT_TRUE(std::isfinite(value));
  EXPECT_NE(one, other);
}

// The noise in the order of the network's input, whatever the order that the engine takes it in.
std::vector<float> ChannelsFirst(const engine::TensorInfo& input, const std::vector<float>& noise, const format::Value& wanted) {
  if (input.shape == wanted.shape) return noise;
  std::vector<float> turned(noise.size());
  const std::size_t channels = static_cast<std::size_t>(wanted.shape.at(1)), places = noise.size() / channels;
  for (std::size_t i = 0; i < noise.size(); ++i) turned[i % channels * places + i / channels] = noise[i];
  return turned;
}

// Engines differ in the order in which they flatten a feature map, so the answers are compared in ascending order.
TEST_P(EngineOperators, YieldWhatTheirDefinitionsYield) {
  const format::Network network = std::get<1>(GetParam()).make();
  const engine::SessionInfo session = engine_.Ready(engine_.Model(network));
  std::vector<float> answer = Answer(session, 1);
  const engine::TensorInfo& input = session.inputs.at(0);
  const std::vector<float> noise = Numbers(engine_.Bytes(input.name), input.dtype);
  std::vector<float> expected = AnswerOf(network, ChannelsFirst(input, noise, network.inputs.at(0).value));
  std::sort(answer.begin(), answer.end());
  std::sort(expected.begin(), expected.end());
  ASSERT_EQ(answer.size(), expected.size());
  for (std::size_t i = 0; i < answer.size(); ++i) EXPECT_NEAR(answer[i], expected[i], 1e-6);
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
