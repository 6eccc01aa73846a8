// SPDX-License-Identifier: Apache-2.0
// Which operators of a model compute in 8 bits, and which tensors have one scale. Include in .cpp files of this folder only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "format/quantize.h"
#include "format/tflite/quantize_rules.h"

namespace dnntune::format {

// What becomes of an operator of the main subgraph.
struct PlannedOperator {
  const TfliteRule* rule = nullptr;  // null: it stays in float32
  std::string reason{};              // of that; empty where it has no float32 tensor to begin with
  std::vector<int> outputs{};
  // What another operator would do next, so that it goes.
  tflite::ActivationFunctionType fused = tflite::ActivationFunctionType::NONE;
  bool is_fused = false;  // into the one before: nothing is left to do
};
[[nodiscard]] std::vector<PlannedOperator> PlanOperators(const tflite::Model& model);

// quantize_judge.cpp: whether they compute in 8 bits.
[[nodiscard]] std::vector<PlannedOperator> JudgeOperators(const tflite::Model& model);
// quantize_fuse.cpp: XNNPACK has no rectifier of its own in 8 bits, and numbers that are cut off need no steps.
void FuseRectifiers(const tflite::Model& model, std::vector<PlannedOperator>& operators);

// quantize_judge.cpp: the operator's float32 tensors that are neither weights nor bias.
[[nodiscard]] std::vector<int> Operands(const tflite::SubGraph& graph, const tflite::Operator& op, const TfliteRule& rule);
// The tensors of which operators ask that a step is worth the same.
class TensorGroups {
 public:
  // `operators` as planned.
  TensorGroups(const tflite::Model& model, const std::vector<PlannedOperator>& operators);

  // The tensors whose ranges decide, ascending.
  [[nodiscard]] std::vector<int> Measured() const;
  // By tensor; constants are among them where operators ask that they share another tensor's. kBadInput naming a tensor whose range
  // is missing or is none. `names` are the tensors'.
  [[nodiscard]] Result<std::map<int, Steps>> Decide(const Ranges& ranges, const std::vector<std::string>& names) const;

 private:
  struct Group {
    std::optional<Steps> fixed{};
    std::vector<int> measured{};      // what a calibration run has to see
    std::optional<Range> constant{};  // what the group's constant spans
    bool is_centred = false;
  };
  void Add(const tflite::Operator& op, const PlannedOperator& planned);
  [[nodiscard]] int Root(int tensor) const;
  // Begins a group where the tensor is in none yet.
  int Find(int tensor);
  void Join(int root, int tensor);
  [[nodiscard]] Result<Range> RangeOf(const Group& group, const Ranges& ranges, const std::vector<std::string>& names) const;

  const tflite::Model& model_;
  const tflite::SubGraph& graph_;
  std::map<int, int> parents_;   // tensor to another one of its group; the root to itself
  std::map<int, Group> groups_;  // by root
};

// The steps of 8 bits that span the range and have a zero (Jacob et al., Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference, CVPR 2018, section 3).
[[nodiscard]] Steps StepsFor(const Range& range);
// Steps that reach at least as far, with their zero at 0.
[[nodiscard]] Steps Centred(const Steps& steps);
[[nodiscard]] Range SpanOf(const std::vector<float>& values);

}  // namespace dnntune::format
