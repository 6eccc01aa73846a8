// SPDX-License-Identifier: Apache-2.0
#include "conformance/every_cut.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "conformance/expected_failure.h"
#include "engine/element.h"
#include "graph/cut.h"

namespace dnntune::conformance {
namespace {

using engine::Tensor;
using Names = std::vector<std::string>;
using Answer = std::map<std::string, Tensor>;

// What head and tail of a cut read and yield.
struct Edges {
  Names head_inputs, head_outputs, tail_inputs, tail_outputs;
};

bool Has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Edges EdgesOf(const graph::Graph& graph, const graph::Cut& cut) {
  const auto name = [&](graph::TensorId id) { return graph.tensors()[id].name; };
  Edges edges;
  for (const graph::TensorId id : graph.inputs()) edges.head_inputs.push_back(name(id));
  for (const graph::TensorId id : cut.crossing) {
    edges.tail_inputs.push_back(name(id));
    if (graph.tensors()[id].producer) edges.head_outputs.push_back(name(id));
  }
  for (const graph::TensorId id : cut.returned) edges.tail_outputs.push_back(name(id));
  for (const graph::TensorId id : graph.outputs()) {
    if (!Has(edges.tail_outputs, name(id)) && !Has(edges.head_outputs, name(id))) edges.head_outputs.push_back(name(id));
  }
  return edges;
}

class Splitter {
 public:
  Splitter(engine::LocalWorker& worker, engine::OpenRequest request) : worker_(worker), request_(std::move(request)) {}

  // Heads and tails in one worker, so that a tail reads what its head made.
  Answer Split(const Edges& edges, const Names& outputs) {
    Wipe(edges.head_outputs);
    Wipe(edges.tail_outputs);
    Run(edges.head_inputs, edges.head_outputs);
    Run(edges.tail_inputs, edges.tail_outputs);
    return Read(outputs);
  }
  Answer Whole(const Names& outputs) {
    Run({}, {});
    return Read(outputs);
  }

 private:
  void Run(const Names& from, const Names& to) {
    request_.inputs = from;
    request_.outputs = to;
    const engine::SessionInfo part = Value(worker_.Open(request_));
    Value(worker_.Prime(part.id));
    Value(worker_.Measure({.sessions = {part.id}, .rounds = 1}));
    Value(worker_.Close(part.id));
  }
  void Wipe(const Names& tensors) {
    for (const std::string& name : tensors) {
      const auto tensor = worker_.GetTensor(name);
      if (tensor) Value(worker_.SetTensor(name, Tensor(tensor->dtype(), tensor->shape())));
    }
  }
  Answer Read(const Names& outputs) {
    Answer answer;
    for (const std::string& name : outputs) answer.emplace(name, Value(worker_.GetTensor(name)));
    return answer;
  }

  engine::LocalWorker& worker_;
  engine::OpenRequest request_;
};

}  // namespace

double Furthest(const Tensor& a, const Tensor& b) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (a.dtype() != b.dtype() || a.shape() != b.shape()) return kInfinity;
  const std::vector<double> one = engine::Numbers(a), other = engine::Numbers(b);
  double furthest = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const double difference = std::abs(one[i] - other[i]);
    furthest = std::isnan(difference) ? kInfinity : std::max(furthest, difference);
  }
  return furthest;
}

double Largest(const Tensor& tensor) {
  double largest = 0;
  for (const double value : engine::Numbers(tensor)) largest = std::max(largest, std::abs(value));
  return largest;
}

void ExpectEveryCutEqualsTheWhole(engine::LocalWorker& worker, const engine::OpenRequest& request, const graph::Graph& graph,
                                  const CutClaim& claim) {
  Names outputs;
  for (const graph::TensorId id : graph.outputs()) outputs.push_back(graph.tensors()[id].name);
  Splitter splitter(worker, request);
  const Answer whole = splitter.Whole(outputs);
  for (const auto& [name, tensor] : whole) ASSERT_GT(Largest(tensor), 0) << name;
  double furthest = 0;
  std::size_t cuts = 0;
  for (const graph::Cut& cut : graph::PrefixCuts(graph)) {
    const std::size_t size = graph::HeadSize(cut);
    if (size == 0 || size == graph.layers().size() || size % claim.step != 0) continue;
    ++cuts;
    for (const auto& [name, tensor] : splitter.Split(EdgesOf(graph, cut), outputs)) {
      const double distance = Furthest(tensor, whole.at(name)) / Largest(whole.at(name));
      EXPECT_LE(distance, claim.tolerance) << name << ", cut after " << graph.layers()[cut.head.back().last].name;
      furthest = std::max(furthest, distance);
    }
  }
  EXPECT_GT(cuts, 0U) << "the model has no cut";
  testing::Test::RecordProperty("cuts", static_cast<int>(cuts));
  testing::Test::RecordProperty("furthest", fmt::format("{:.2g}", furthest));
}

}  // namespace dnntune::conformance
