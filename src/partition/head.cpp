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

void AddCrossing(const CostTensor& tensor, const Head& head, Sums& sums) {
  if (IsHandedOver(tensor, head)) {
    sums.up_bytes += tensor.bytes;
    sums.convert_s += tensor.arrival_s;
    if (!tensor.barred.empty()) ++sums.barred;
  }
  if (IsReturned(tensor, head)) {
    sums.down_bytes += tensor.bytes;
    sums.convert_s += tensor.back_s;
    if (!tensor.barred.empty()) ++sums.barred;
  }
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

// What a tensor adds to a sum over the prefixes [first, last).
struct Spans {
  std::vector<double> values;
  explicit Spans(std::size_t prefixes) : values(prefixes + 1, 0) {}
  void Add(std::size_t first, std::size_t last, double value) {
    values[first] += value;
    values[last] -= value;
  }
};

}  // namespace

bool IsHandedOver(const CostTensor& tensor, const Head& head) {
  if (tensor.producer && !head.Has(*tensor.producer)) return false;
  return std::any_of(tensor.readers.begin(), tensor.readers.end(), [&](LayerId reader) { return !head.Has(reader); });
}

bool IsReturned(const CostTensor& tensor, const Head& head) {
  return tensor.is_output && tensor.producer && !head.Has(*tensor.producer);
}

Sums SumUp(const CostGraph& costs, const Head& head) {
  Sums sums;
  for (LayerId id = 0; id < costs.nodes.size(); ++id) AddLayer(costs.nodes[id], head.Has(id), sums);
  for (const CostTensor& tensor : costs.tensors) AddCrossing(tensor, head, sums);
  PreferWhole(costs, sums);
  return sums;
}

std::vector<Deployment> Prefixes(const CostGraph& costs) {
  const std::size_t size = costs.nodes.size();
  Spans up(size + 1), down(size + 1), convert(size + 1), barred(size + 1);
  for (const CostTensor& tensor : costs.tensors) {
    const std::size_t made = tensor.producer ? *tensor.producer + 1 : 0;  // the first prefix that has it
    const double bars = tensor.barred.empty() ? 0 : 1;
    const std::size_t read = tensor.readers.empty() ? made : std::max<std::size_t>(made, tensor.readers.back() + 1);
    up.Add(made, read, tensor.bytes);
    convert.Add(made, read, tensor.arrival_s);
    barred.Add(made, read, bars);
    if (!tensor.is_output) continue;
    down.Add(0, made, tensor.bytes);
    convert.Add(0, made, tensor.back_s);
    barred.Add(0, made, bars);
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
  double up_bytes = 0, down_bytes = 0, convert_s = 0, bars = 0;
  for (std::size_t length = 0; length <= size; ++length) {
    if (length > 0) AddLayer(costs.nodes[length - 1], true, head);
    up_bytes += up.values[length];
    down_bytes += down.values[length];
    convert_s += convert.values[length];
    bars += barred.values[length];
    Sums sums = head;
    sums.cloud_s = cloud[length];
    sums.unmeasured += cloud_missing[length];
    // Sums and differences of large numbers leave crumbs where nothing crosses.
    sums.up_bytes = up_bytes < 0.5 ? 0 : up_bytes;
    sums.down_bytes = down_bytes < 0.5 ? 0 : down_bytes;
    sums.convert_s = convert_s < 1e-12 ? 0 : convert_s;
    sums.barred = static_cast<std::size_t>(bars);
    PreferWhole(costs, sums);
    prefixes.push_back({Head::Prefix(length), sums});
  }
  return prefixes;
}

}  // namespace dnntune::partition
