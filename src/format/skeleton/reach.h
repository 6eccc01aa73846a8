// SPDX-License-Identifier: Apache-2.0
// Which operators a part of a model needs. A tensor is whatever a format knows one by; operators are known by their index in the
// file.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace dnntune::format::skeleton {

// What a file says of its tensors and operators.
template <typename Tensor>
struct Makers {
  std::function<std::optional<int>(const Tensor&)> maker_of;  // nothing where no operator makes it
  std::function<std::vector<Tensor>(int)> reads_of;
  std::function<bool(const Tensor&)> is_held;  // by the file itself, of those that no operator makes
};

template <typename Tensor>
struct Reached {
  std::set<int> operators;
  std::vector<Tensor> missing;  // neither made nor held nor given, in the order in which they are met
};

// What is needed for `outputs` where `inputs` are given.
template <typename Tensor>
[[nodiscard]] Reached<Tensor> Reach(const std::vector<Tensor>& inputs, const std::vector<Tensor>& outputs,
                                    const Makers<Tensor>& file) {
  std::set<Tensor> met(inputs.begin(), inputs.end());
  std::vector<Tensor> open;
  const auto meet = [&](const Tensor& tensor) {
    if (met.insert(tensor).second) open.push_back(tensor);
  };
  std::for_each(outputs.begin(), outputs.end(), meet);
  Reached<Tensor> reached;
  while (!open.empty()) {
    const Tensor tensor = std::move(open.back());
    open.pop_back();
    if (const auto maker = file.maker_of(tensor)) {
      if (!reached.operators.insert(*maker).second) continue;
      const std::vector<Tensor> reads = file.reads_of(*maker);
      std::for_each(reads.begin(), reads.end(), meet);
    } else if (!file.is_held(tensor)) {
      reached.missing.push_back(tensor);
    }
  }
  return reached;
}

// kBadInput: names a tensor that a part would read and nobody gives.
[[nodiscard]] Error IsMissing(const std::string& tensor);

}  // namespace dnntune::format::skeleton
