// SPDX-License-Identifier: Apache-2.0
// Real models on real engines, given a photograph.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

#include "conformance/every_cut.h"
#include "conformance/expected_failure.h"
#include "engine/local_worker.h"
#include "format/format.h"
#include "models/rows.h"

namespace dnntune::models {
namespace {

using conformance::Value;
using engine::LocalWorker;
using engine::OpenRequest;
using engine::Tensor;
using Answer = std::vector<Tensor>;

OpenRequest RequestOf(const ModelRow& row, const Runner& runner) {
  OpenRequest request{PathOf(row), {}, {}, {}};
  request.setting.library = runner.library;
  request.setting.unit = runner.unit;
  return request;
}

format::ReadOptions OptionsOf(const ModelRow& row) {
  format::ReadOptions options;
  options.input_shapes[""] = row.picture.shape;
  return options;
}

// What the whole model makes of the picture, in the order of the file's outputs.
Answer AnswerOf(const ModelRow& row, const Runner& runner, Tensor picture) {
  const auto model = Value(format::Read(PathOf(row), OptionsOf(row)));
  const graph::Graph& graph = model->graph();
  LocalWorker worker(Value(runner.make()));
  Value(worker.SetTensor(graph.tensors()[graph.inputs().front()].name, std::move(picture)));
  const auto session = Value(worker.Open(RequestOf(row, runner)));
  Value(worker.Prime(session.id));
  Answer answer;
  for (const graph::TensorId id : graph.outputs()) answer.push_back(Value(worker.GetTensor(graph.tensors()[id].name)));
  return answer;
}

class Agreement : public testing::TestWithParam<ModelRow> {};

// The answer to a black picture is another one: what does not look at its input proves nothing.
TEST_P(Agreement, OfEnginesOnAPhotograph) {
  const ModelRow& row = GetParam();
  const Answer expected = AnswerOf(row, *row.runners.front(), Load(row.picture));
  const Answer black = AnswerOf(row, *row.runners.front(), Tensor(graph::DType::kFloat32, row.picture.shape));
  for (const Runner* runner : row.runners) {
    if (runner == row.runners.front()) continue;
    const Answer answer = AnswerOf(row, *runner, Load(row.picture));
    ASSERT_EQ(answer.size(), expected.size());
    for (std::size_t i = 0; i < answer.size(); ++i) {
      const double scale = conformance::Largest(expected[i]);
      const double distance = conformance::Furthest(answer[i], expected[i]) / scale;
      EXPECT_LE(distance, row.agreement) << runner->name << ", output " << i;
      EXPECT_GT(conformance::Furthest(black[i], expected[i]) / scale, 100 * row.agreement) << "output " << i;
      RecordProperty(std::string(runner->name) + "_output_" + std::to_string(i), fmt::format("{:.2g}", distance));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Agreement, testing::ValuesIn(ModelRows()),
                         [](const auto& test) { return std::string(test.param.name); });

struct Case {
  const ModelRow* row;
  const Runner* runner;
};

std::string NameOf(const Case& one) {
  return std::string(one.row->name) + "_on_" + std::string(one.runner->name);
}

void PrintTo(const Case& one, std::ostream* out) {
  *out << NameOf(one);
}

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const ModelRow& row : ModelRows()) {
    for (const Runner* runner : row.runners) cases.push_back({&row, runner});
  }
  return cases;
}

class Cuts : public testing::TestWithParam<Case> {};

TEST_P(Cuts, AllEqualTheWhole) {
  const auto& [row, runner] = GetParam();
  const auto model = Value(format::Read(PathOf(*row), OptionsOf(*row)));
  const graph::Graph& graph = model->graph();
  LocalWorker worker(Value(runner->make()));
  Value(worker.SetTensor(graph.tensors()[graph.inputs().front()].name, Load(row->picture)));
  conformance::ExpectEveryCutEqualsTheWhole(worker, RequestOf(*row, *runner), graph, {runner->cut_tolerance, row->cut_step});
}

INSTANTIATE_TEST_SUITE_P(Models, Cuts, testing::ValuesIn(Cases()), [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace dnntune::models
