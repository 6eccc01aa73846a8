// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/subgraphs.h"

#include <algorithm>
#include <memory>

namespace dnntune::format::tflite {
namespace {

using Code = schema::BuiltinOperator;
using Visit = std::function<void(std::int32_t&)>;

void VisitControlFlow(schema::BuiltinOptionsUnion& options, const Visit& visit) {
  if (auto* branch = options.AsIfOptions()) {
    visit(branch->then_subgraph_index);
    visit(branch->else_subgraph_index);
  } else if (auto* loop = options.AsWhileOptions()) {
    visit(loop->cond_subgraph_index);
    visit(loop->body_subgraph_index);
  } else if (auto* once = options.AsCallOnceOptions()) {
    visit(once->init_subgraph_index);
  } else if (auto* call = options.AsCallOptions()) {
    auto index = static_cast<std::int32_t>(call->subgraph);
    visit(index);
    call->subgraph = static_cast<std::uint32_t>(index);
  }
}

void VisitStablehlo(schema::BuiltinOptions2Union& options, const Visit& visit) {
  if (auto* loop = options.AsStablehloWhileOptions()) {
    visit(loop->cond_subgraph_index);
    visit(loop->body_subgraph_index);
  } else if (auto* branches = options.AsStablehloCaseOptions()) {
    std::for_each(branches->branch_subgraph_indices.begin(), branches->branch_subgraph_indices.end(), visit);
  } else if (auto* called = options.AsStablehloCustomCallOptions()) {
    std::for_each(called->called_computations.begin(), called->called_computations.end(), visit);
  } else if (auto* composite = options.AsStableHLOCompositeOptions()) {
    visit(composite->decomposition_subgraph_index);
  } else if (auto* reduce = options.AsStablehloReduceOptions()) {
    visit(reduce->body_subgraph_index);
  } else if (auto* window = options.AsStablehloReduceWindowOptions()) {
    visit(window->body_subgraph_index);
  } else if (auto* scatter = options.AsStablehloScatterOptions()) {
    visit(scatter->update_computation_subgraph_index);
  } else if (auto* sort = options.AsStablehloSortOptions()) {
    visit(sort->comparator_subgraph_index);
  }
}

// Whether one of the operators of the subgraphs that the operator runs is such a one.
bool RunsOne(const schema::Model& model, const schema::Operator& op, bool (*is_such)(Code)) {
  for (const int index : SubgraphsOf(model, op)) {
    const auto* operators = model.subgraphs()->Get(static_cast<std::uint32_t>(index))->operators();
    if (operators == nullptr) continue;
    if (std::any_of(operators->begin(), operators->end(), [&](const auto* inner) { return is_such(CodeOf(model, *inner)); })) {
      return true;
    }
  }
  return false;
}

}  // namespace

void VisitSubgraphs(schema::OperatorT& op, const Visit& visit) {
  VisitControlFlow(op.builtin_options, visit);
  VisitStablehlo(op.builtin_options_2, visit);
}

std::set<int> SubgraphsOf(const schema::Model& model, const schema::Operator& op) {
  std::set<int> met;
  std::vector<const schema::Operator*> open = {&op};
  const auto count = static_cast<int>(model.subgraphs()->size());
  while (!open.empty()) {
    const std::unique_ptr<schema::OperatorT> copy(open.back()->UnPack());
    open.pop_back();
    VisitSubgraphs(*copy, [&](std::int32_t index) {
      if (index < 0 || index >= count || !met.insert(index).second) return;
      const auto* operators = model.subgraphs()->Get(static_cast<std::uint32_t>(index))->operators();
      if (operators != nullptr) open.insert(open.end(), operators->begin(), operators->end());
    });
  }
  return met;
}

bool ChangesVariables(const schema::Model& model, const schema::Operator& op) {
  const Code code = CodeOf(model, op);
  return IsStateful(code) || (code != Code::CALL_ONCE && RunsOne(model, op, &IsStateful));
}

bool TouchesVariables(const schema::Model& model, const schema::Operator& op) {
  const auto is_one = [](Code code) { return IsStateful(code) || ReadsVariables(code); };
  return is_one(CodeOf(model, op)) || RunsOne(model, op, is_one);
}

}  // namespace dnntune::format::tflite
