// SPDX-License-Identifier: Apache-2.0
// Which conversion makes a tensor of one file of a model the same tensor of another, told by values.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "engine/tensor.h"
#include "graph/conversion.h"

namespace dnntune::tune {

// By what the values of two files are held to agree.
struct Yardstick {
  bool is_quantised = false;     // one of the files computes in quantised integers: the values are never equal
  std::optional<double> step{};  // what a step of this tensor's integers is worth, where one of the files has it in such
};

struct Choice {
  graph::Conversion how;
  double difference = 0;           // root mean square, relative to that of the values
  std::optional<double> snr_db{};  // where quantised, as metric::SignalToNoise
  std::string misfit{};            // why the values do not agree: "has other values in the cloud's file"; empty: they do
  bool is_telling = false;         // they agree, and not for being too small to be told apart
};

// The conversion after which `ours` is nearest to `theirs`. Requires at least one. kBadInput where the tensors have other forms
// than the conversions are for.
[[nodiscard]] Result<Choice> ChooseConversion(std::span<const graph::Conversion> possible, const engine::Tensor& ours,
                                              const engine::Tensor& theirs, const Yardstick& yardstick);

}  // namespace dnntune::tune
