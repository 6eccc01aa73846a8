// SPDX-License-Identifier: Apache-2.0
#include "partition/min_cut.h"

#include <algorithm>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace dnntune::partition {
namespace {

using Capacity = std::int64_t;
// Rows of edges in one array: building a graph of vectors costs ten times what the flow does.
using FlowGraph = boost::compressed_sparse_row_graph<boost::directedS>;
using Vertex = boost::graph_traits<FlowGraph>::vertex_descriptor;
using Edge = boost::graph_traits<FlowGraph>::edge_descriptor;

// All finite capacities together stay below 2^52, so an infinite one is never part of a least cut, and sums fit.
constexpr double kFinite = 4503599627370496.0;
constexpr double kForbidden = -1;
constexpr Capacity kInfinite = Capacity{1} << 54;

class Network {
 public:
  Network(std::size_t vertices, double total) : degrees_(vertices, 0), scale_(total > 0 ? kFinite / total : 1) {}

  void Connect(Vertex from, Vertex to, double price) {
    if (price > 0) Add({from, to, static_cast<Capacity>(std::llround(price * scale_)), 0});
  }
  void Forbid(Vertex from, Vertex to) { Add({from, to, kInfinite, 0}); }
  // `to` in the cloud while `from` is on the device costs `price`, or may not be where that is kForbidden; the other way round may
  // not be, where `ordered`.
  void Order(Vertex from, Vertex to, double price, bool ordered) {
    const Capacity forward = price == kForbidden ? kInfinite : static_cast<Capacity>(std::llround(price * scale_));
    Add({from, to, forward, ordered ? kInfinite : 0});
  }

  // Whether each vertex is on the source's side of a least cut.
  [[nodiscard]] std::vector<bool> Cut(Vertex source, Vertex sink) const;

 private:
  struct Arc {
    Vertex from, to;
    Capacity forward, backward;
  };
  void Add(const Arc& arc) {
    arcs_.push_back(arc);
    ++degrees_[arc.from];
    ++degrees_[arc.to];
  }

  std::vector<Arc> arcs_;
  std::vector<std::size_t> degrees_;  // of vertices; an arc counts at both, for there is an edge in either direction
  double scale_;
};

std::vector<bool> Network::Cut(Vertex source, Vertex sink) const {
  const std::size_t vertices = degrees_.size();
  const std::size_t edges = 2 * arcs_.size();
  std::vector<std::size_t> next(vertices, 0);  // free place in the vertex's row
  std::exclusive_scan(degrees_.begin(), degrees_.end(), next.begin(), std::size_t{0});
  std::vector<std::pair<Vertex, Vertex>> ends(edges);
  std::vector<Capacity> capacities(edges), residuals(edges);
  std::vector<Edge> reverses(edges);
  for (const Arc& arc : arcs_) {
    const std::size_t there = next[arc.from]++;
    const std::size_t back = next[arc.to]++;
    ends[there] = {arc.from, arc.to};
    ends[back] = {arc.to, arc.from};
    capacities[there] = arc.forward;
    capacities[back] = arc.backward;
    reverses[there] = Edge(arc.to, back);
    reverses[back] = Edge(arc.from, there);
  }
  const FlowGraph graph(boost::edges_are_sorted, ends.begin(), ends.end(), vertices);
  const auto edge = boost::get(boost::edge_index, graph);
  const auto vertex = boost::get(boost::vertex_index, graph);
  std::vector<boost::default_color_type> colours(vertices);
  std::vector<Edge> predecessors(vertices);
  std::vector<long> distances(vertices);
  boost::boykov_kolmogorov_max_flow(
      graph, boost::make_iterator_property_map(capacities.begin(), edge),
      boost::make_iterator_property_map(residuals.begin(), edge), boost::make_iterator_property_map(reverses.begin(), edge),
      boost::make_iterator_property_map(predecessors.begin(), vertex), boost::make_iterator_property_map(colours.begin(), vertex),
      boost::make_iterator_property_map(distances.begin(), vertex), vertex, source, sink);
  std::vector<bool> side(vertices);
  for (Vertex id = 0; id < vertices; ++id) side[id] = colours[id] == boost::black_color;
  return side;
}

// What may not happen in a sub-problem.
struct Ban {
  bool upload = false;
  bool download = false;
};

struct LayerPrices {
  double device = 0;
  double cloud = 0;
};

std::vector<LayerPrices> LayerPricesOf(const CostGraph& costs, const Weights& weights) {
  std::vector<LayerPrices> prices;
  prices.reserve(costs.nodes.size());
  for (const CostNode& node : costs.nodes) {
    const double device = node.device.seconds * weights.per_second + node.device.joules.value_or(0) * weights.per_joule;
    prices.push_back({device, node.cloud.seconds * weights.per_second});
  }
  return prices;
}

// Vertices: 0 source (device), 1 sink (cloud), then layers, then tensors.
std::vector<bool> Solve(const CostGraph& costs, const std::vector<Hold>& holds, const std::vector<LayerPrices>& layers,
                        const UnitPrices& prices, Ban ban) {
  constexpr Vertex kDevice = 0, kCloud = 1, kFirst = 2;
  double total = 0;
  for (const LayerPrices& layer : layers) total += std::abs(layer.device - layer.cloud);
  for (const CostTensor& tensor : costs.tensors) total += UploadPrice(tensor, prices) + DownloadPrice(tensor, prices);
  Network network(kFirst + layers.size() + costs.tensors.size(), total);
  for (LayerId id = 0; id < layers.size(); ++id) {
    const double common = std::min(layers[id].device, layers[id].cloud);
    network.Connect(kDevice, kFirst + id, layers[id].cloud - common);
    network.Connect(kFirst + id, kCloud, layers[id].device - common);
    if (holds[id] == Hold::kDevice) network.Forbid(kDevice, kFirst + id);
    if (holds[id] == Hold::kCloud) network.Forbid(kFirst + id, kCloud);
  }
  Vertex next = kFirst + layers.size();
  for (const CostTensor& tensor : costs.tensors) {
    const Vertex self = next++;
    const Vertex producer = tensor.producer ? kFirst + *tensor.producer : kDevice;
    const bool is_barred = ban.upload || !tensor.barred.empty();
    const double price = is_barred ? kForbidden : UploadPrice(tensor, prices);
    const bool is_made = tensor.producer.has_value();
    if (tensor.readers.size() == 1) {  // it needs no vertex of its own
      network.Order(producer, kFirst + tensor.readers[0], price, is_made);
    } else if (!tensor.readers.empty()) {
      network.Order(producer, self, price, false);
      for (const LayerId reader : tensor.readers) {
        network.Forbid(self, kFirst + reader);
        if (is_made) network.Forbid(kFirst + reader, producer);
      }
    }
    if (!tensor.is_output) continue;
    if (ban.download || !tensor.barred.empty()) {
      network.Forbid(kDevice, producer);
    } else {
      network.Connect(kDevice, producer, DownloadPrice(tensor, prices));
    }
  }
  const std::vector<bool> side = network.Cut(kDevice, kCloud);
  return {side.begin() + kFirst, side.begin() + static_cast<std::ptrdiff_t>(kFirst + layers.size())};
}

// Without an upload nothing can run in the cloud but layers that read nothing, and what reads only theirs.
bool HasSourceLayer(const CostGraph& costs) {
  std::vector<bool> reads(costs.nodes.size(), false);
  for (const CostTensor& tensor : costs.tensors) {
    for (const LayerId reader : tensor.readers) reads[reader] = true;
  }
  return std::find(reads.begin(), reads.end(), false) != reads.end();
}

bool Respects(const std::vector<bool>& head, const std::vector<Hold>& holds) {
  for (LayerId id = 0; id < head.size(); ++id) {
    if (head[id] ? holds[id] == Hold::kCloud : holds[id] == Hold::kDevice) return false;
  }
  return true;
}

}  // namespace

std::vector<bool> MinCut(const CostGraph& costs, const std::vector<Hold>& holds, const Problem& problem, const Weights& weights) {
  const UnitPrices prices = UnitPricesOf(problem, weights);
  const std::vector<LayerPrices> layers = LayerPricesOf(costs, weights);
  // A fixed charge is no capacity. The optimum either pays it, and then it is the optimum without it, or it does not transfer.
  std::vector<Ban> bans = {{false, false}};
  if (prices.any_upload > 0 || prices.any_transfer > 0) bans.push_back({true, false});
  if (prices.any_transfer > 0) bans.push_back({true, true});
  const bool has_source = bans.size() > 1 && HasSourceLayer(costs);
  std::vector<bool> best;
  double best_value = 0;
  for (const Ban& ban : bans) {
    const bool all_on_device = ban.upload && !has_source;
    std::vector<bool> head = all_on_device ? std::vector<bool>(layers.size(), true) : Solve(costs, holds, layers, prices, ban);
    if (!Respects(head, holds)) continue;
    // Layer by layer, also at the ends: what is minimised must be what is compared.
    double value = 0;
    for (LayerId id = 0; id < head.size(); ++id) value += head[id] ? layers[id].device : layers[id].cloud;
    Sums bytes = SumUp(costs, Head::Set(head));
    bytes.device_s = bytes.cloud_s = bytes.device_j = 0;
    value += weights.Of(PriceOf(bytes, problem));
    if (best.empty() || value < best_value) best = std::move(head), best_value = value;
  }
  return best;
}

}  // namespace dnntune::partition
