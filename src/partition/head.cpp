// SPDX-License-Identifier: Apache-2.0
#include "partition/head.h"

#include <algorithm>

namespace dnntune::partition {
namespace {

void AddLayer(const CostNode& node, bool on_device, Sums& sums) {
  const SideCost& side = on_device ? node.device : node.cloud;
  (on_device ? sums.device_s : sums.cloud_s) += side.seconds;
  if (!side.missing.empty()) ++sums.unmeasured;
  if (!on_device) return;
  sums.device_j += side.joules.value_or(0);
  sums.parameter_bytes += node.parameter_bytes;
  sums.edge_bytes = std::max(sums.edge_bytes, node.edge_bytes);
  ++sums.head_size;
}

// At the ends everything is measured as it runs, so that a layer that failed by itself does not matter. The whole's energy stands
// for the layers' there, too.
void PreferWhole(const CostGraph& costs, Sums& sums) {
  if (sums.head_size == costs.nodes.size() && costs.device_whole.seconds) {
    sums.device_s = *costs.device_whole.seconds;
    if (costs.device_whole.joules) sums.device_j = *costs.device_whole.joules;
    sums.unmeasured = 0;
  }
  if (sums.head_size == 0 && costs.cloud_whole.seconds) {
    sums.cloud_s = *costs.cloud_whole.seconds;
    sums.unmeasured = 0;
  }
}

}  // namespace

Sums SumUp(const CostGraph& costs, const Head& head) {
  Sums sums;
  for (LayerId id = 0; id < costs.nodes.size(); ++id) AddLayer(costs.nodes[id], head.Has(id), sums);
  for (const CostTensor& tensor : costs.tensors) {
    const bool made_in_tail = tensor.producer && !head.Has(*tensor.producer);
    if (made_in_tail && tensor.is_output) sums.down_bytes += tensor.bytes;
    if (made_in_tail) continue;
    const bool is_read =
        std::any_of(tensor.readers.begin(), tensor.readers.end(), [&](LayerId reader) { return !head.Has(reader); });
    if (is_read) sums.up_bytes += tensor.bytes;
  }
  PreferWhole(costs, sums);
  return sums;
}

std::vector<Deployment> Prefixes(const CostGraph& costs) {
  const std::size_t size = costs.nodes.size();
  // Changes of the bytes from one prefix to the next.
  std::vector<double> up(size + 2, 0), down(size + 2, 0);
  for (const CostTensor& tensor : costs.tensors) {
    const std::size_t made = tensor.producer ? *tensor.producer + 1 : 0;  // the first prefix that has it
    if (!tensor.readers.empty()) {
      up[made] += tensor.bytes;
      up[std::max<std::size_t>(made, tensor.readers.back() + 1)] -= tensor.bytes;
    }
    if (tensor.is_output) down[0] += tensor.bytes, down[made] -= tensor.bytes;
  }
  std::vector<double> cloud(size + 1, 0);
  std::vector<std::size_t> cloud_missing(size + 1, 0);
  for (std::size_t i = size; i-- > 0;) {
    cloud[i] = cloud[i + 1] + costs.nodes[i].cloud.seconds;
    cloud_missing[i] = cloud_missing[i + 1] + (costs.nodes[i].cloud.missing.empty() ? 0 : 1);
  }
  std::vector<Deployment> prefixes;
  prefixes.reserve(size + 1);
  Sums head;  // of the device's side
  double up_bytes = 0, down_bytes = 0;
  for (std::size_t length = 0; length <= size; ++length) {
    if (length > 0) AddLayer(costs.nodes[length - 1], true, head);
    up_bytes += up[length];
    down_bytes += down[length];
    Sums sums = head;
    sums.cloud_s = cloud[length];
    sums.unmeasured += cloud_missing[length];
    // Sums and differences of large numbers leave crumbs where nothing crosses.
    sums.up_bytes = up_bytes < 0.5 ? 0 : up_bytes;
    sums.down_bytes = down_bytes < 0.5 ? 0 : down_bytes;
    PreferWhole(costs, sums);
    prefixes.push_back({Head::Prefix(length), sums});
  }
  return prefixes;
}

}  // namespace dnntune::partition
