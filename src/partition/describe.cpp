// SPDX-License-Identifier: Apache-2.0
#include "partition/describe.h"

#include <fmt/format.h>

#include "graph/cut_name.h"

namespace dnntune::partition {
namespace {

using metric::Quantity;
using metric::Source;

Quantity<Seconds> Time(double seconds) {
  return Quantity<Seconds>::Of(Seconds(seconds), Source::kModelled);
}

Quantity<Joules> Energy(double joules, const std::string& problem) {
  if (!problem.empty()) return Quantity<Joules>::Unavailable(problem);
  return Quantity<Joules>::Of(Joules(joules), Source::kModelled);
}

void AddLayers(const CostGraph& costs, const Problem& problem, const Head& head, record::Candidate& candidate) {
  const graph::Graph& graph = problem.device.graph;
  for (LayerId id = 0; id < costs.nodes.size(); ++id) {
    (head.Has(id) ? candidate.head : candidate.tail).push_back(graph.layers()[id].name);
  }
  for (const CostTensor& tensor : costs.tensors) {
    if (tensor.id && IsHandedOver(tensor, head)) candidate.crossing.push_back(graph.tensors()[*tensor.id].name);
  }
}

record::Place PlaceOf(const CostGraph& costs, const Sums& sums) {
  if (sums.head_size == 0) return record::Place::kCloud;
  return sums.head_size == costs.nodes.size() ? record::Place::kDevice : record::Place::kSplit;
}

}  // namespace

std::string NameOf(const graph::Graph& graph, const Head& head) {
  std::vector<LayerId> layers;
  for (LayerId id = 0; id < graph.layers().size(); ++id) {
    if (head.Has(id)) layers.push_back(id);
  }
  if (layers.empty()) return record::PlaceName(record::Place::kCloud);
  if (layers.size() == graph.layers().size()) return record::PlaceName(record::Place::kDevice);
  return graph::CutName(graph, graph::MakeCut(graph, layers));
}

record::Candidate Describe(const CostGraph& costs, const Problem& problem, const Deployment& deployment,
                           const std::string& energy_problem) {
  const Price price = PriceOf(deployment.sums, problem);
  record::Candidate candidate;
  candidate.place = PlaceOf(costs, deployment.sums);
  candidate.name = NameOf(problem.device.graph, deployment.head);
  AddLayers(costs, problem, deployment.head, candidate);
  candidate.upload_bytes = Bytes(deployment.sums.up_bytes);
  candidate.download_bytes = Bytes(deployment.sums.down_bytes);
  record::Prediction& predicted = candidate.predicted;
  predicted.device = Time(price.device_s);
  predicted.upload = Time(price.upload_s);
  predicted.cloud = Time(price.cloud_s);
  predicted.download = Time(price.download_s);
  predicted.conversion = costs.converts ? Time(deployment.sums.convert_s)
                                        : Quantity<Seconds>::Unavailable("both sides run one file: nothing is converted");
  predicted.latency = Time(price.latency_s);
  predicted.compute_energy = Energy(price.compute_j, costs.energy_missing);
  predicted.radio_energy = RadioEnergy(deployment.sums, problem);
  predicted.energy = Energy(price.energy_j, energy_problem);
  if (deployment.sums.unmeasured > 0) {
    const std::string reason = "a layer has no cost where it would run";
    predicted.device = predicted.cloud = predicted.latency = Quantity<Seconds>::Unavailable(reason);
    predicted.compute_energy = predicted.energy = Quantity<Joules>::Unavailable(reason);
  }
  return candidate;
}

std::vector<std::string> CountedParts(const CostGraph& costs, const Problem& problem) {
  std::vector<std::string> parts;
  const auto add = [&](bool counted, std::string what) { parts.push_back(counted ? std::move(what) : "not counted: " + what); };
  add(problem.counting.round_trip, fmt::format("round trip of {:g} ms", problem.link.round_trip.count() * 1e3));
  add(problem.counting.download, "download of the result");
  if (problem.link.radio) {
    const link::Radio& radio = *problem.link.radio;
    add(problem.counting.promotion,
        fmt::format("radio promotion of {:.3g} J", (radio.promotion.power * radio.promotion.time).value()));
    add(problem.counting.tail, fmt::format("radio tail of {:.3g} J", (radio.tail.power * radio.tail.time).value()));
  }
  if (costs.converts) parts.emplace_back("conversion of tensors between the two files of the model, in the cloud");
  const auto scaled = [&](double scale, const char* side) {
    if (scale != 1)
      parts.push_back(fmt::format("layer times {} multiplied by {:.3f}, so that they sum to the whole model's", side, scale));
  };
  scaled(costs.device_scale, "on the device");
  scaled(costs.cloud_scale, "in the cloud");
  return parts;
}

}  // namespace dnntune::partition
