// SPDX-License-Identifier: Apache-2.0
#include "partition/handover.h"

#include <fmt/format.h>

#include <algorithm>

namespace dnntune::partition {
namespace {

using graph::Graph;
using graph::LayerId;

Error Mismatch(std::string what) {
  return {ErrorCode::kBadInput,
          "the two profiles are not of the same model: " + std::move(what) + "; profile one model on both machines"};
}

// Layers but for the producer that read the tensor, ascending.
std::vector<LayerId> Readers(const Graph& graph, const graph::Tensor& tensor) {
  std::vector<LayerId> readers;
  for (const graph::OperatorId op : tensor.consumers) {
    const LayerId reader = graph.operators()[op].layer;
    if (!tensor.producer || reader != graph.operators()[*tensor.producer].layer) readers.push_back(reader);
  }
  std::sort(readers.begin(), readers.end());
  readers.erase(std::unique(readers.begin(), readers.end()), readers.end());
  return readers;
}

std::optional<LayerId> Maker(const Graph& graph, const graph::Tensor& tensor) {
  if (!tensor.producer) return std::nullopt;
  return graph.operators()[*tensor.producer].layer;
}

bool AreTwoFiles(const record::ModelId& device, const record::ModelId& cloud) {
  return !device.format.empty() && !cloud.format.empty() && device.format != cloud.format;
}

}  // namespace

Result<Handover> Handover::Between(const record::Profile& device, const record::Profile& cloud) {
  Handover handover(device.graph, cloud.graph);
  ASSIGN_OR_RETURN(handover.cloud_layers_, MatchLayers(device.graph, cloud.graph));
  if (!AreTwoFiles(device.model, cloud.model)) return handover;
  handover.converts_ = true;
  if (!cloud.conversions || cloud.conversions->from.sha256 != device.model.sha256) {
    return Fail(
        ErrorCode::kBadInput,
        fmt::format("the device's profile is of a {} file and the cloud's of a {} file, and the cloud's has no record of how "
                    "tensors of the one become those of the other; 'dnntune tune' makes one",
                    device.model.format, cloud.model.format));
  }
  for (const record::TensorConversion& one : cloud.conversions->tensors) handover.conversions_.emplace(one.tensor, &one);
  return handover;
}

Result<std::vector<LayerId>> MatchLayers(const Graph& device, const Graph& cloud) {
  const auto mine = device.layers();
  const auto theirs = cloud.layers();
  std::vector<LayerId> matched;
  for (LayerId id = 0; id < mine.size(); ++id) {
    const bool same_place = id < theirs.size() && theirs[id].name == mine[id].name;
    const auto other = same_place ? id : cloud.FindLayer(mine[id].name);
    if (!other) {
      const std::string there = id < theirs.size() ? fmt::format("'{}' in the cloud", theirs[id].name) : "none in the cloud";
      return Fail(Mismatch(fmt::format("layer {} is '{}' on the device and {}", id + 1, mine[id].name, there)));
    }
    matched.push_back(*other);
  }
  if (mine.size() == theirs.size()) return matched;
  return Fail(Mismatch(fmt::format("{} layers on the device and {} in the cloud", mine.size(), theirs.size())));
}

Result<const record::TensorConversion*> Handover::Of(graph::TensorId id) const {
  const graph::Tensor& mine = device_->tensors()[id];
  if (converts_) {
    const auto found = conversions_.find(mine.name);
    if (found == conversions_.end()) {
      return Fail(Mismatch(fmt::format("nothing is recorded of how tensor '{}' is converted", mine.name)));
    }
    return found->second;
  }
  const auto theirs_all = cloud_->tensors();
  const bool has_same_id = id < theirs_all.size() && theirs_all[id].name == mine.name;
  const auto other = has_same_id ? id : cloud_->FindTensor(mine.name);
  if (!other) return Fail(Mismatch("tensor '" + mine.name + "' is unknown in the cloud's profile"));
  const graph::Tensor& theirs = theirs_all[*other];
  if (mine.bytes && theirs.bytes && *mine.bytes != *theirs.bytes) {
    return Fail(Mismatch(fmt::format("tensor '{}' has {:.0f} bytes on the device and {:.0f} in the cloud", mine.name,
                                     mine.bytes->value(), theirs.bytes->value())));
  }
  return nullptr;
}

std::vector<Barrier> Handover::Barriers() const {
  std::vector<Barrier> barriers;
  if (!converts_) return barriers;
  std::vector<LayerId> device_layers(cloud_layers_.size());  // by the cloud's
  for (LayerId id = 0; id < cloud_layers_.size(); ++id) device_layers[cloud_layers_[id]] = id;
  for (const graph::Tensor& tensor : cloud_->tensors()) {
    Barrier barrier;
    if (const auto maker = Maker(*cloud_, tensor)) barrier.producer = device_layers[*maker];
    std::vector<LayerId> known;  // who reads it on the device, too
    if (const auto mine = device_->FindTensor(tensor.name)) {
      const graph::Tensor& same = device_->tensors()[*mine];
      if (Maker(*device_, same) == barrier.producer) known = Readers(*device_, same);
    }
    for (const LayerId there : Readers(*cloud_, tensor)) {
      const LayerId reader = device_layers[there];
      if (!std::binary_search(known.begin(), known.end(), reader)) barrier.readers.push_back(reader);
    }
    if (barrier.readers.empty()) continue;
    std::sort(barrier.readers.begin(), barrier.readers.end());
    barrier.reason = fmt::format("in the cloud's file layers hand on tensor '{}', which the device's file does not", tensor.name);
    barriers.push_back(std::move(barrier));
  }
  return barriers;
}

}  // namespace dnntune::partition
