// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/dtype.h"

namespace dnntune::engine {

// Name, element type and shape of a tensor at a session's edge.
struct TensorInfo {
  std::string name;
  graph::DType dtype = graph::DType::kFloat32;
  std::vector<std::int64_t> shape;  // row-major; a dimension that is only known after a run is -1
};

// A dense host tensor, row-major, 64-byte aligned, zero-filled when made. Move-only; the address of its bytes is stable under
// moves.
class Tensor {
 public:
  // Aborts on kString or a negative dimension.
  Tensor(graph::DType dtype, std::vector<std::int64_t> shape);
  Tensor(Tensor&&) noexcept = default;
  Tensor& operator=(Tensor&&) noexcept = default;

  [[nodiscard]] graph::DType dtype() const { return dtype_; }
  [[nodiscard]] const std::vector<std::int64_t>& shape() const { return shape_; }
  [[nodiscard]] std::size_t size_bytes() const { return size_; }
  [[nodiscard]] std::byte* data() { return data_.get(); }
  [[nodiscard]] const std::byte* data() const { return data_.get(); }
  [[nodiscard]] std::string_view bytes() const { return {reinterpret_cast<const char*>(data_.get()), size_}; }

 private:
  struct Free {
    void operator()(std::byte* bytes) const;
  };
  graph::DType dtype_;
  std::vector<std::int64_t> shape_;
  std::size_t size_ = 0;
  std::unique_ptr<std::byte[], Free> data_;
};

// Tensors by name: what sessions of one worker read and write, so that a slice finds the data its predecessor left. Node-based: a
// Tensor's address is stable until it is erased or replaced.
using TensorStore = std::map<std::string, Tensor, std::less<>>;

// The session's input in the store. kBadInput, naming it, where it is not there or not of the type and shape asked for; a shape
// without dimensions asks for none in particular.
[[nodiscard]] Result<Tensor*> FindInput(TensorStore& store, const TensorInfo& wanted);

// Puts zero-filled tensors where the store has none of the name and form: what an engine that computes nothing yields.
void AddMissing(TensorStore& store, const std::vector<TensorInfo>& infos);

// Its own bytes, type and shape.
[[nodiscard]] Tensor CopyOf(const Tensor& tensor);

// Fills with seeded noise: floats uniform in [0, 1), integers in [0, 127], bools alternating. The same seed and shape give the same
// bytes on every machine.
void FillWithNoise(Tensor& tensor, std::uint64_t seed);

}  // namespace dnntune::engine
