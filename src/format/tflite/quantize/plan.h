// SPDX-License-Identifier: Apache-2.0
// Which operators of a model compute in 8 bits. Include in .cpp files of this folder only.
#pragma once

#include <string>
#include <vector>

#include "format/tflite/quantize/rules.h"

namespace dnntune::format::tflite {

// What becomes of an operator of the main subgraph.
struct PlannedOperator {
  const Rule* rule = nullptr;  // null: it stays in float32
  std::string reason{};        // of that; empty where it has no float32 tensor to begin with
  std::vector<int> outputs{};
  // What another operator would do next, so that it goes.
  schema::ActivationFunctionType fused = schema::ActivationFunctionType::NONE;
  bool is_fused = false;  // into the one before: nothing is left to do
};
[[nodiscard]] std::vector<PlannedOperator> PlanInt8(const schema::Model& model);

// Whether they compute in 8 bits.
[[nodiscard]] std::vector<PlannedOperator> JudgeOperators(const schema::Model& model);
// fuse.cpp: XNNPACK has no rectifier of its own in 8 bits, and numbers that are cut off need no steps.
void FuseRectifiers(const schema::Model& model, std::vector<PlannedOperator>& operators);

// The operator's float32 tensors that are neither weights nor bias.
[[nodiscard]] std::vector<int> Operands(const schema::SubGraph& graph, const schema::Operator& op, const Rule& rule);
}  // namespace dnntune::format::tflite
