// SPDX-License-Identifier: Apache-2.0
#include "split/adapter.h"

#include <cstring>
#include <utility>

namespace dnntune::split {
namespace {

// No file's tensor ends like this.
constexpr const char* kOfDevice = "@device";

engine::Tensor WithShape(engine::Tensor tensor, const std::vector<std::int64_t>& shape) {
  if (tensor.shape() == shape) return tensor;
  engine::Tensor renamed(tensor.dtype(), shape);
  std::memcpy(renamed.data(), tensor.data(), tensor.size_bytes());
  return renamed;
}

}  // namespace

Adapter::Adapter(const record::Conversions* conversions) {
  if (conversions == nullptr) return;
  for (const record::TensorConversion& one : conversions->tensors) {
    if (one.barred.empty()) conversions_.emplace(one.tensor, &one);
    if (!one.barred.empty()) barred_.insert(one.tensor);
  }
}

const graph::Conversion* Adapter::Find(const std::string& tensor) const {
  const auto found = conversions_.find(tensor);
  return found == conversions_.end() ? nullptr : &found->second->how;
}

bool Adapter::Computes(const std::string& tensor) const {
  const graph::Conversion* how = Find(tensor);
  return how != nullptr && !graph::KeepsBytes(*how);
}

std::string Adapter::NameOfDevice(const std::string& tensor) const {
  return Computes(tensor) ? tensor + kOfDevice : tensor;
}

engine::Tensor Adapter::Reshaped(const std::string& name, engine::Tensor tensor) const {
  const graph::Conversion* how = Find(name);
  if (how == nullptr || Computes(name) || tensor.shape() != how->from.shape) return tensor;
  return WithShape(std::move(tensor), how->to.shape);
}

engine::Tensor Adapter::ReshapedBack(const std::string& name, engine::Tensor tensor) const {
  const graph::Conversion* how = Find(name);
  if (how == nullptr || Computes(name) || tensor.shape() != how->to.shape) return tensor;
  return WithShape(std::move(tensor), how->from.shape);
}

std::vector<engine::NamedConversion> Adapter::OnArrival(const std::vector<std::string>& tensors) const {
  std::vector<engine::NamedConversion> conversions;
  for (const std::string& tensor : tensors) {
    if (Computes(tensor)) conversions.push_back({NameOfDevice(tensor), tensor, *Find(tensor)});
  }
  return conversions;
}

std::vector<engine::NamedConversion> Adapter::OnReturn(const std::vector<std::string>& tensors) const {
  std::vector<engine::NamedConversion> conversions;
  for (const std::string& tensor : tensors) {
    if (Computes(tensor)) conversions.push_back({tensor, NameOfDevice(tensor), graph::Inverse(*Find(tensor))});
  }
  return conversions;
}

}  // namespace dnntune::split
