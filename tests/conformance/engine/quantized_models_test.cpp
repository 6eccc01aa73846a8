// SPDX-License-Identifier: Apache-2.0
// Models in int8 and float16 on every engine that reads their files.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "conformance/engine/quantized_models.h"
#include "conformance/engine/suite.h"
#include "conformance/every_cut.h"
#include "engine/element.h"
#include "format/format.h"

namespace dnntune::conformance {
namespace {

using Case = std::tuple<EngineRow, QuantizedModel>;

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const EngineRow& row : EngineRows()) {
    for (const QuantizedModel& model : QuantizedModels()) {
      if (row.extension == model.extension) cases.emplace_back(row, model);
    }
  }
  return cases;
}

class EngineQuantizedModels : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override { expected_.Begin(std::get<0>(GetParam()).unsupported, std::string(Model().name)); }
  void TearDown() override { expected_.End(); }

  [[nodiscard]] static const QuantizedModel& Model() { return std::get<1>(GetParam()); }
  engine::OpenRequest Open() { return engine_.File(std::string(Model().name), Model().write()); }

  EngineUnderTest engine_{std::get<0>(GetParam())};

 private:
  ExpectedFailure expected_;
};

TEST_P(EngineQuantizedModels, AnswerAsRealNumbersDo) {
  const engine::SessionInfo session = engine_.Ready(Open());
  engine_.RunOnce(session);
  const auto tensor = [&](const std::string& name) { return engine::Numbers(Value(engine_.worker().GetTensor(name))); };
  const std::vector<double> expected = QuantizedAnswer(Model(), tensor("x")), answer = tensor("y");
  ASSERT_EQ(answer.size(), expected.size());
  double largest = 0, furthest = 0;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    EXPECT_NEAR(answer[i] * Model().output_step, expected[i], Model().tolerance) << i;
    largest = std::max(largest, std::abs(expected[i]));
    furthest = std::max(furthest, std::abs(answer[i] * Model().output_step - expected[i]));
  }
  EXPECT_GT(largest, 10 * Model().tolerance);
  RecordProperty("furthest", fmt::format("{:.2g}", furthest));
}

TEST_P(EngineQuantizedModels, EqualTheWholeOnEveryCut) {
  const engine::OpenRequest request = Open();
  engine_.Ready(request);
  const auto graph = Value(format::Read(request.model, {}))->graph();
  ExpectEveryCutEqualsTheWhole(engine_.worker(), request, graph, {Model().cut_tolerance});
}

std::string NameOf(const testing::TestParamInfo<Case>& info) {
  return std::string(std::get<1>(info.param).name) + "_" + std::string(std::get<0>(info.param).name);
}

INSTANTIATE_TEST_SUITE_P(Engines, EngineQuantizedModels, testing::ValuesIn(Cases()), NameOf);

}  // namespace
}  // namespace dnntune::conformance
