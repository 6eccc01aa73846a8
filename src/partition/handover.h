// SPDX-License-Identifier: Apache-2.0
// What it takes to hand the device's tensors to a cloud that runs another file of the model.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "record/profile.h"

namespace dnntune::partition {

// A tensor that only the cloud's file has, or that more layers read there: layers by their ids on the device.
struct Barrier {
  std::optional<graph::LayerId> producer;  // none: a model input
  std::vector<graph::LayerId> readers;     // ascending
  std::string reason;
};

// The cloud's layers by the device's, of the same names. kBadInput, naming the first difference, where they are not of one model.
[[nodiscard]] Result<std::vector<graph::LayerId>> MatchLayers(const graph::Graph& device, const graph::Graph& cloud);

// Refers to the profiles.
class Handover {
 public:
  // kBadInput where the profiles are not of one model (names the first difference), or of two files of it without a record of how
  // tensors of the one become those of the other.
  [[nodiscard]] static Result<Handover> Between(const record::Profile& device, const record::Profile& cloud);

  // The cloud's layer of the same name.
  [[nodiscard]] graph::LayerId CloudLayer(graph::LayerId device) const { return cloud_layers_[device]; }
  // Whether the two sides run files of different forms.
  [[nodiscard]] bool Converts() const { return converts_; }
  // The record of a tensor; nothing where it is the same on both sides. kBadInput where it is not and nothing is recorded.
  [[nodiscard]] Result<const record::TensorConversion*> Of(graph::TensorId device) const;
  // What keeps layers together beyond the device's own tensors.
  [[nodiscard]] std::vector<Barrier> Barriers() const;

 private:
  Handover(const graph::Graph& device, const graph::Graph& cloud) : device_(&device), cloud_(&cloud) {}
  const graph::Graph* device_;
  const graph::Graph* cloud_;
  bool converts_ = false;
  std::vector<graph::LayerId> cloud_layers_;  // by the device's
  std::unordered_map<std::string_view, const record::TensorConversion*> conversions_;
};

}  // namespace dnntune::partition
