// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/worker.h"

namespace dnntune::split {

// Takes the tensors of a cut from the worker of the head to that of the tail.
class Carrier {
 public:
  virtual ~Carrier() = default;
  // What arrives on the other side of a tensor that is at hand here. The bytes are the same.
  [[nodiscard]] virtual Result<engine::Tensor> Carry(engine::Tensor tensor) = 0;
};

// A row of the table of carriers.
struct CarrierRow {
  std::string_view name;
  std::string_view meaning;
  std::unique_ptr<Carrier> (*make)();
};
[[nodiscard]] std::span<const CarrierRow> Carriers();

}  // namespace dnntune::split
