// SPDX-License-Identifier: Apache-2.0
// Which tensors of a model have one scale, and what it is. Include in .cpp files of this folder only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "format/quantize.h"
#include "format/tflite/quantize/plan.h"

namespace dnntune::format::tflite {

// The tensors of which operators ask that a step is worth the same.
class TensorGroups {
 public:
  // `operators` as planned.
  TensorGroups(const schema::Model& model, const std::vector<PlannedOperator>& operators);

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
  void Add(const schema::Operator& op, const PlannedOperator& planned);
  [[nodiscard]] int Root(int tensor) const;
  // Begins a group where the tensor is in none yet.
  int Find(int tensor);
  void Join(int root, int tensor);
  [[nodiscard]] Result<Range> RangeOf(const Group& group, const Ranges& ranges, const std::vector<std::string>& names) const;

  const schema::Model& model_;
  const schema::SubGraph& graph_;
  std::map<int, int> parents_;   // tensor to another one of its group; the root to itself
  std::map<int, Group> groups_;  // by root
};

// The steps of 8 bits that span the range and have a zero (Jacob et al., Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference, CVPR 2018, section 3).
[[nodiscard]] Steps StepsFor(const Range& range);
// Steps that reach at least as far, with their zero at 0.
[[nodiscard]] Steps Centred(const Steps& steps);
[[nodiscard]] Range SpanOf(const std::vector<float>& values);

}  // namespace dnntune::format::tflite
