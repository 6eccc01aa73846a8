// SPDX-License-Identifier: Apache-2.0
#include "partition/cost_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "metric/statistics.h"
#include "partition/handover.h"

namespace dnntune::partition {
namespace {

using graph::Graph;

std::string NameOf(const record::Profile& profile, const char* otherwise) {
  return profile.device.name.empty() ? otherwise : "'" + profile.device.name + "'";
}

// Requires samples.
CostPart PartOf(const record::Latency& latency) {
  CostPart part;
  if (latency.samples.size() == 1) part.median = latency.samples[0].count();
  if (latency.samples.size() < 2) return part;
  part.sorted.reserve(latency.samples.size());
  for (const Seconds sample : latency.samples) part.sorted.push_back(sample.count());
  std::sort(part.sorted.begin(), part.sorted.end());
  part.median = metric::Median(part.sorted);
  return part;
}

WholeCost WholeOf(const record::Profile& profile) {
  WholeCost whole;
  if (!profile.whole || !profile.whole->failure.empty() || profile.whole->latency.samples.empty()) return whole;
  CostPart part = PartOf(profile.whole->latency);
  whole.seconds = part.median;
  whole.sorted = std::move(part.sorted);
  if (const auto energy = record::EnergyOf(*profile.whole); energy.IsAvailable()) whole.joules = energy.value().value();
  return whole;
}

class SideReader {
 public:
  SideReader(const record::Profile& profile, std::string side) : profile_(profile), side_(std::move(side)) {
    const auto layers = profile.graph.layers();
    is_in_order_ = std::equal(
        layers.begin(), layers.end(), profile.costs.begin(), profile.costs.end(),
        [](const graph::Layer& layer, const record::LayerCost& cost) { return !cost.of_operator && cost.layer == layer.name; });
    if (is_in_order_) return;
    layers_.reserve(profile.costs.size());
    for (const record::LayerCost& cost : profile.costs) {
      (cost.of_operator ? operators_ : layers_).emplace(cost.layer, &cost.cost);
    }
  }

  [[nodiscard]] SideCost Read(LayerId id) const {
    const graph::Layer& layer = profile_.graph.layers()[id];
    SideCost side;
    side.joules = 0;
    if (const record::Cost* own = OfLayer(id)) {
      Add(layer.name, *own, side);
      return side;
    }
    for (const graph::OperatorId op : layer.operators) {
      const std::string& name = profile_.graph.operators()[op].name;
      const auto found = operators_.find(name);
      if (found == operators_.end()) {
        side.missing = fmt::format("layer '{}' was not measured on {}", layer.name, side_);
        return side;
      }
      Add(name, *found->second, side);
    }
    return side;
  }

 private:
  [[nodiscard]] const record::Cost* OfLayer(LayerId id) const {
    if (is_in_order_) return &profile_.costs[id].cost;
    const auto own = layers_.find(profile_.graph.layers()[id].name);
    return own == layers_.end() ? nullptr : own->second;
  }

  void Add(const std::string& name, const record::Cost& cost, SideCost& side) const {
    if (!cost.failure.empty() || cost.latency.samples.empty()) {
      const std::string why = cost.failure.empty() ? "no sample was taken" : cost.failure;
      if (side.missing.empty()) side.missing = fmt::format("layer '{}' could not be measured on {}: {}", name, side_, why);
      return;
    }
    CostPart part = PartOf(cost.latency);
    side.seconds += part.median;
    if (!part.sorted.empty()) side.spread.push_back(std::move(part));
    const auto energy = record::EnergyOf(cost);
    if (!energy.IsAvailable()) {
      side.joules.reset();
    } else if (side.joules) {
      *side.joules += energy.value().value();
    }
  }

  const record::Profile& profile_;
  std::string side_;
  bool is_in_order_ = false;  // a cost for each layer in the layers' order, which needs no index
  std::unordered_map<std::string_view, const record::Cost*> layers_;
  std::unordered_map<std::string_view, const record::Cost*> operators_;
};

Result<CostTensor> TensorOf(const Graph& graph, graph::TensorId id) {
  const graph::Tensor& tensor = graph.tensors()[id];
  CostTensor made;
  made.id = id;
  if (tensor.producer) made.producer = graph.operators()[*tensor.producer].layer;
  for (const graph::OperatorId op : tensor.consumers) {
    const LayerId reader = graph.operators()[op].layer;
    if (reader != made.producer) made.readers.push_back(reader);
  }
  std::sort(made.readers.begin(), made.readers.end());
  made.readers.erase(std::unique(made.readers.begin(), made.readers.end()), made.readers.end());
  made.is_output = tensor.is_output && made.producer.has_value();
  const bool can_cross = !made.readers.empty() || made.is_output;
  if (can_cross && !tensor.bytes) {
    return Fail(ErrorCode::kBadInput, fmt::format("tensor '{}' has no size, so no cut can be priced; give its bytes, or dtype and "
                                                  "shape, under \"tensors\"",
                                                  tensor.name));
  }
  made.bytes = tensor.bytes ? tensor.bytes->value() : 0;
  return made;
}

Result<void> AddHandover(const Handover& handover, CostTensor& tensor) {
  ASSIGN_OR_RETURN(const record::TensorConversion* conversion, handover.Of(*tensor.id));
  if (conversion == nullptr) return {};
  tensor.barred = conversion->barred;
  if (conversion->arrival.IsAvailable()) tensor.arrival_s = conversion->arrival.value().count();
  if (conversion->back.IsAvailable()) tensor.back_s = conversion->back.value().count();
  if (tensor.barred.empty() && !conversion->arrival.IsAvailable()) tensor.barred = conversion->arrival.reason();
  if (tensor.barred.empty() && tensor.is_output && !conversion->back.IsAvailable()) tensor.barred = conversion->back.reason();
  return {};
}

Result<void> AddTensors(const Graph& device, const Handover& handover, CostGraph& costs) {
  for (graph::TensorId id = 0; id < device.tensors().size(); ++id) {
    ASSIGN_OR_RETURN(CostTensor tensor, TensorOf(device, id));
    if (tensor.readers.empty() && !tensor.is_output) continue;
    TRY(AddHandover(handover, tensor));
    if (tensor.producer) costs.nodes[*tensor.producer].edge_bytes += tensor.bytes;
    for (const LayerId reader : tensor.readers) {
      costs.nodes[reader].edge_bytes += tensor.bytes;
      if (!tensor.producer) costs.input_readers.push_back(reader);
    }
    costs.tensors.push_back(std::move(tensor));
  }
  for (Barrier& barrier : handover.Barriers()) {
    costs.tensors.push_back({.id = std::nullopt,
                             .producer = barrier.producer,
                             .readers = std::move(barrier.readers),
                             .barred = std::move(barrier.reason)});
  }
  return {};
}

bool IsChain(const CostGraph& costs) {
  std::vector<bool> linked(costs.nodes.size(), false);  // to the one before
  for (const CostTensor& tensor : costs.tensors) {
    if (!tensor.producer) continue;
    for (const LayerId reader : tensor.readers) {
      if (reader == *tensor.producer + 1) linked[reader] = true;
    }
  }
  return std::all_of(linked.begin() + 1, linked.end(), [](bool is_linked) { return is_linked; });
}

// Makes the layers of one side sum to its whole; energies go with the times.
double Scale(std::vector<CostNode>& nodes, SideCost CostNode::*side, const WholeCost& whole) {
  double sum = 0;
  for (const CostNode& node : nodes) {
    if (!(node.*side).missing.empty()) return 1;
    sum += (node.*side).seconds;
  }
  if (!whole.seconds || sum <= 0) return 1;
  const double scale = *whole.seconds / sum;
  for (CostNode& node : nodes) {
    SideCost& cost = node.*side;
    cost.seconds *= scale;
    if (cost.joules) *cost.joules *= scale;
    for (CostPart& part : cost.spread) {
      part.median *= scale;
      for (double& sample : part.sorted) sample *= scale;
    }
  }
  return scale;
}

std::string WhyNoEnergyOfLayers(const record::Profile& device) {
  for (const record::LayerCost& cost : device.costs) {
    if (const auto energy = record::EnergyOf(cost.cost); !energy.IsAvailable()) return energy.reason();
  }
  return "no energy recorded";
}

// Layers that could not be measured have no energy that would be missed, and where they are all of them, or run as part of the
// whole model, it is the whole's that has to be known: a sum of nothing is no energy of 0.
std::string WhyNoEnergy(const record::Profile& device, const CostGraph& costs) {
  const auto is_measured = [](const CostNode& node) { return node.device.missing.empty(); };
  const auto lacks = [&](const CostNode& node) { return is_measured(node) && !node.device.joules; };
  if (std::ranges::any_of(costs.nodes, lacks)) return WhyNoEnergyOfLayers(device);
  if (std::ranges::all_of(costs.nodes, is_measured) || costs.device_whole.joules) return "";
  if (costs.device_whole.seconds) return record::EnergyOf(*device.whole).reason();
  return std::ranges::any_of(costs.nodes, is_measured) ? "" : WhyNoEnergyOfLayers(device);
}

}  // namespace

Result<CostGraph> MakeCostGraph(const record::Profile& device, const record::Profile& cloud) {
  ASSIGN_OR_RETURN(const Handover handover, Handover::Between(device, cloud));
  CostGraph costs;
  costs.converts = handover.Converts();
  costs.nodes.resize(device.graph.layers().size());
  const SideReader on_device(device, NameOf(device, "the device"));
  const SideReader in_cloud(cloud, NameOf(cloud, "the cloud"));
  for (LayerId id = 0; id < costs.nodes.size(); ++id) {
    CostNode& node = costs.nodes[id];
    node.device = on_device.Read(id);
    node.cloud = in_cloud.Read(handover.CloudLayer(id));
    for (const graph::OperatorId op : device.graph.layers()[id].operators) {
      node.parameter_bytes += device.graph.operators()[op].parameter_bytes.value();
    }
  }
  TRY(AddTensors(device.graph, handover, costs));
  costs.device_whole = WholeOf(device);
  costs.cloud_whole = WholeOf(cloud);
  costs.device_scale = Scale(costs.nodes, &CostNode::device, costs.device_whole);
  costs.cloud_scale = Scale(costs.nodes, &CostNode::cloud, costs.cloud_whole);
  costs.energy_missing = WhyNoEnergy(device, costs);
  costs.is_chain = IsChain(costs);
  return costs;
}

}  // namespace dnntune::partition
