// SPDX-License-Identifier: Apache-2.0
// Heads, and what they add up to before a link or an objective gives it a price.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "partition/cost_graph.h"

namespace dnntune::partition {

// The layers that run on the device: the first `prefix` ones, or a set. Closed: whoever is in it has its predecessors in it.
class Head {
 public:
  static Head Prefix(std::size_t length) { return Head(length, nullptr); }
  static Head Set(std::vector<bool> members) { return Head(0, std::make_shared<const std::vector<bool>>(std::move(members))); }
  [[nodiscard]] bool Has(LayerId layer) const { return set_ ? (*set_)[layer] : layer < prefix_; }

 private:
  Head(std::size_t prefix, std::shared_ptr<const std::vector<bool>> set) : prefix_(prefix), set_(std::move(set)) {}
  std::size_t prefix_;
  std::shared_ptr<const std::vector<bool>> set_;  // shared: heads are copied while they are ranked
};

// Sums over a deployment. Seconds, joules, bytes.
struct Sums {
  double device_s = 0;
  double cloud_s = 0;
  double device_j = 0;
  double up_bytes = 0;    // each tensor once
  double down_bytes = 0;  // model outputs made in the tail
  double parameter_bytes = 0;
  double edge_bytes = 0;       // most that any layer of the head reads and yields
  double convert_s = 0;        // of tensors in the cloud
  std::size_t barred = 0;      // tensors that would have to be handed over and cannot
  std::size_t head_size = 0;   // layers
  std::size_t unmeasured = 0;  // layers that have no cost where they run
};

struct Deployment {
  Head head;
  Sums sums;
};

// Whether a deployment with this head sends the tensor up, and whether it brings it down.
[[nodiscard]] bool IsHandedOver(const CostTensor& tensor, const Head& head);
[[nodiscard]] bool IsReturned(const CostTensor& tensor, const Head& head);

[[nodiscard]] Sums SumUp(const CostGraph& costs, const Head& head);

// All layers + 1 prefixes, all in the cloud first. Linear in the graph.
[[nodiscard]] std::vector<Deployment> Prefixes(const CostGraph& costs);

}  // namespace dnntune::partition
