// SPDX-License-Identifier: Apache-2.0
#include "partition/holds.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"

namespace dnntune::partition {
namespace {

Hold HoldOf(spec::Role role) {
  return role == spec::Role::kDevice ? Hold::kDevice : Hold::kCloud;
}

// Whoever is behind a layer in the cloud is in the cloud, too.
Result<void> CheckAgreement(const CostGraph& costs, const Problem& problem, const std::vector<Hold>& holds) {
  if (std::find(holds.begin(), holds.end(), Hold::kCloud) == holds.end()) return {};
  constexpr LayerId kNone = ~LayerId{0};
  std::vector<LayerId> cause(holds.size(), kNone);  // the held layer that puts this one into the cloud
  std::vector<std::vector<LayerId>> successors(holds.size());
  for (const CostTensor& tensor : costs.tensors) {
    if (!tensor.producer) continue;
    auto& list = successors[*tensor.producer];
    list.insert(list.end(), tensor.readers.begin(), tensor.readers.end());
  }
  const auto layers = problem.device.graph.layers();
  for (LayerId id = 0; id < holds.size(); ++id) {
    if (holds[id] == Hold::kCloud && cause[id] == kNone) cause[id] = id;
    if (cause[id] == kNone) continue;
    if (holds[id] == Hold::kDevice) {
      return Fail(
          ErrorCode::kInfeasible,
          fmt::format("layer '{}' must run on the device but reads what '{}' makes, which must run in the cloud; nothing flows "
                      "back, so change limits.pin or keep_input_on_device",
                      layers[id].name, layers[cause[id]].name));
    }
    for (const LayerId next : successors[id]) cause[next] = cause[id];
  }
  return {};
}

std::string Over(const char* what, double value, double limit, const char* unit) {
  return fmt::format("{} {:.4g} {}, more than the limit of {:.4g} {}", what, value, unit, limit, unit);
}

std::optional<std::string> HeldElsewhere(const Problem& problem, const Deployment& deployment) {
  for (const auto& [name, role] : problem.limits.pin) {
    const auto layer = problem.device.graph.FindLayer(name);
    if (!layer || deployment.head.Has(*layer) == (role == spec::Role::kDevice)) continue;
    return fmt::format("layer '{}' is pinned to the {}", name, role == spec::Role::kDevice ? "device" : "cloud");
  }
  return std::nullopt;
}

bool SendsInput(const CostGraph& costs, const Head& head) {
  return std::any_of(costs.input_readers.begin(), costs.input_readers.end(), [&](LayerId reader) { return !head.Has(reader); });
}

std::string WhyBarred(const CostGraph& costs, const Head& head) {
  for (const CostTensor& tensor : costs.tensors) {
    if (!tensor.barred.empty() && (IsHandedOver(tensor, head) || IsReturned(tensor, head))) return tensor.barred;
  }
  return "a tensor cannot be handed over";
}

// What cannot be handed over ties layers to the device: readers of such an input, makers of such an output.
Result<void> HoldBarred(const CostGraph& costs, const graph::Graph& graph, std::vector<Hold>& holds) {
  const auto hold = [&](LayerId layer, const std::string& reason) -> Result<void> {
    if (holds[layer] == Hold::kCloud) {
      return Fail(ErrorCode::kInfeasible,
                  fmt::format("layer '{}' is pinned to the cloud, but {}", graph.layers()[layer].name, reason));
    }
    holds[layer] = Hold::kDevice;
    return {};
  };
  for (const CostTensor& tensor : costs.tensors) {
    if (tensor.barred.empty()) continue;
    if (tensor.is_output) TRY(hold(*tensor.producer, tensor.barred));
    if (tensor.producer) continue;
    for (const LayerId reader : tensor.readers) TRY(hold(reader, tensor.barred));
  }
  return {};
}

std::string WhyUnmeasured(const CostGraph& costs, const Head& head) {
  for (LayerId id = 0; id < costs.nodes.size(); ++id) {
    const std::string& missing = head.Has(id) ? costs.nodes[id].device.missing : costs.nodes[id].cloud.missing;
    if (!missing.empty()) return missing;
  }
  return "a layer has no cost";
}

std::optional<std::string> OverLimit(const Problem& problem, const Sums& sums, const std::string& energy_problem) {
  const spec::Limits& limits = problem.limits;
  const Price price = PriceOf(sums, problem);
  if (limits.max_upload && sums.up_bytes > limits.max_upload->value()) {
    return Over("it uploads", sums.up_bytes / 1000, limits.max_upload->value() / 1000, "kB");
  }
  if (limits.max_latency && price.latency_s > limits.max_latency->count()) {
    return Over("it takes", price.latency_s * 1e3, limits.max_latency->count() * 1e3, "ms");
  }
  if (limits.max_energy && !energy_problem.empty()) return "its energy is unknown, so max_energy cannot be kept: " + energy_problem;
  if (limits.max_energy && price.energy_j > limits.max_energy->value()) {
    return Over("it costs", price.energy_j * 1e3, limits.max_energy->value() * 1e3, "mJ");
  }
  const double memory = sums.parameter_bytes + sums.edge_bytes;
  if (limits.max_device_memory && memory > limits.max_device_memory->value()) {
    return Over("its head needs at least", memory / 1000, limits.max_device_memory->value() / 1000, "kB");
  }
  return std::nullopt;
}

}  // namespace

Result<void> CheckPins(const graph::Graph& graph, const spec::Limits& limits) {
  for (const auto& [name, role] : limits.pin) {
    if (graph.FindLayer(name)) continue;
    std::vector<std::string> known;
    for (const graph::Layer& layer : graph.layers()) known.push_back(layer.name);
    return Fail(ErrorCode::kBadInput,
                fmt::format("limits.pin: the model has no layer '{}'{}; see 'dnntune inspect'", name, DidYouMean(name, known)));
  }
  return {};
}

Result<std::vector<Hold>> HoldsOf(const CostGraph& costs, const Problem& problem) {
  std::vector<Hold> holds(costs.nodes.size(), Hold::kFree);
  const graph::Graph& graph = problem.device.graph;
  TRY(CheckPins(graph, problem.limits));
  for (const auto& [name, role] : problem.limits.pin) holds[*graph.FindLayer(name)] = HoldOf(role);
  if (problem.limits.keep_input_on_device) {
    for (const LayerId reader : costs.input_readers) {
      if (holds[reader] == Hold::kFree) holds[reader] = Hold::kDevice;
    }
  }
  TRY(HoldBarred(costs, graph, holds));
  TRY(CheckAgreement(costs, problem, holds));
  for (LayerId id = 0; id < holds.size(); ++id) {
    const bool on_device = costs.nodes[id].device.missing.empty();
    const bool in_cloud = costs.nodes[id].cloud.missing.empty();
    if (holds[id] == Hold::kFree && on_device != in_cloud) holds[id] = on_device ? Hold::kDevice : Hold::kCloud;
  }
  return holds;
}

std::optional<std::string> Refusal(const CostGraph& costs, const Problem& problem, const Deployment& deployment,
                                   const std::string& energy_problem) {
  if (deployment.sums.unmeasured > 0) return WhyUnmeasured(costs, deployment.head);
  if (deployment.sums.barred > 0) return WhyBarred(costs, deployment.head);
  if (auto held = HeldElsewhere(problem, deployment)) return held;
  if (problem.limits.keep_input_on_device && SendsInput(costs, deployment.head)) {
    return "it sends the model's input, which keep_input_on_device forbids";
  }
  return OverLimit(problem, deployment.sums, energy_problem);
}

}  // namespace dnntune::partition
