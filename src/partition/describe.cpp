// SPDX-License-Identifier: Apache-2.0
#include "partition/describe.h"

#include <fmt/format.h>

#include <algorithm>

namespace dnntune::partition {
namespace {

using metric::Quantity;
using metric::Source;

constexpr std::size_t kNamesShown = 4;

Quantity<Seconds> Time(double seconds) {
  return Quantity<Seconds>::Of(Seconds(seconds), Source::kModelled);
}

Quantity<Joules> Energy(double joules, const std::string& problem) {
  if (!problem.empty()) return Quantity<Joules>::Unavailable(problem);
  return Quantity<Joules>::Of(Joules(joules), Source::kModelled);
}

// Layers of the head that no other layer of the head reads from.
std::vector<LayerId> LastLayers(const CostGraph& costs, const Head& head) {
  std::vector<bool> is_read(costs.nodes.size(), false);
  for (const CostTensor& tensor : costs.tensors) {
    if (!tensor.producer || is_read[*tensor.producer]) continue;
    is_read[*tensor.producer] =
        std::any_of(tensor.readers.begin(), tensor.readers.end(), [&](LayerId reader) { return head.Has(reader); });
  }
  std::vector<LayerId> last;
  for (LayerId id = 0; id < costs.nodes.size(); ++id) {
    if (head.Has(id) && !is_read[id]) last.push_back(id);
  }
  return last;
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

std::string NameOf(const CostGraph& costs, const graph::Graph& graph, const Head& head) {
  const std::vector<LayerId> last = LastLayers(costs, head);
  std::size_t size = 0;
  for (LayerId id = 0; id < costs.nodes.size(); ++id) size += head.Has(id) ? 1 : 0;
  if (size == 0) return record::PlaceName(record::Place::kCloud);
  if (size == costs.nodes.size()) return record::PlaceName(record::Place::kDevice);
  std::string name = "after ";
  for (std::size_t i = 0; i < last.size() && i < kNamesShown; ++i) name += (i > 0 ? " + " : "") + graph.layers()[last[i]].name;
  // The number of layers keeps two heads apart whose first names are the same.
  if (last.size() > kNamesShown) name += fmt::format(" + {} more ({} layers)", last.size() - kNamesShown, size);
  return name;
}

record::Candidate Describe(const CostGraph& costs, const Problem& problem, const Deployment& deployment,
                           const std::string& energy_problem) {
  const Price price = PriceOf(deployment.sums, problem);
  record::Candidate candidate;
  candidate.place = PlaceOf(costs, deployment.sums);
  candidate.name = NameOf(costs, problem.device.graph, deployment.head);
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
  predicted.radio_energy = Energy(price.radio_j, energy_problem == costs.energy_missing ? "" : energy_problem);
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
