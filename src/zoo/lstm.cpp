// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "format/weight.h"
#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

using format::NodeKind;

// Weights and bias of the four gates, in the order input, new value, forget, output.
struct Gates {
  format::Weight recurrent;
  int units = 0;
};

struct State {
  Feature cell;
  Feature output;
};

// Starts with a forget gate that keeps most (Jozefowicz et al., An Empirical Exploration of Recurrent Network Architectures, 2015).
format::Weight ForgetLittle(format::Weight bias, int units) {
  bias.values = Fill(bias);
  for (std::size_t i = 0; i < static_cast<std::size_t>(units); ++i) bias.values[2 * static_cast<std::size_t>(units) + i] += 1;
  return bias;
}

// One step, whose operators have no scope of their own: the layer is all steps. From what the inputs say of the gates, [batch, 4 *
// units]; nothing came before the first.
State Step(Builder& net, int step, Feature gates, const State* before, const Gates& weights) {
  const auto name = [&](const char* what) { return fmt::format("step_{}_{}", step, what); };
  if (before != nullptr) {
    gates = net.Add(name("gates"), gates, net.FullyConnect(name("recurrent"), before->output, weights.recurrent));
  }
  const auto gate = [&](NodeKind kind, int index, const char* what) {
    const std::int64_t begin = static_cast<std::int64_t>(index) * weights.units;
    return net.Apply(kind, name(what), net.Slice(name(what) + "_slice", gates, 1, begin, begin + weights.units));
  };
  const Feature input = gate(NodeKind::kSigmoid, 0, "input"), value = gate(NodeKind::kTanh, 1, "value");
  Feature cell = net.Combine(NodeKind::kMultiply, name("new"), input, value);
  if (before != nullptr) {
    const Feature forget = gate(NodeKind::kSigmoid, 2, "forget");
    cell = net.Add(name("cell"), net.Combine(NodeKind::kMultiply, name("kept"), before->cell, forget), cell);
  }
  const Feature output = gate(NodeKind::kSigmoid, 3, "output");
  const Feature bounded = net.Apply(NodeKind::kTanh, name("cell_tanh"), cell);
  return {cell, net.Combine(NodeKind::kMultiply, name("hidden"), bounded, output)};
}

}  // namespace

Feature Lstm(Builder& net, const Feature& from, const Sequence& sequence, int units) {
  const Gates weights{net.Noise("recurrent/weight", {4L * units, units}, 1), units};
  // What the inputs say of the gates, for all steps at once.
  Feature all = net.FullyConnect("inputs", from, net.Noise("inputs/weight", {4L * units, from.channels()}, 1));
  const format::Weight bias = ForgetLittle({.name = net.layer() + "/bias", .shape = {4L * units}, .bound = 0.05, .seed = 1}, units);
  all = net.Combine(NodeKind::kAdd, "biased", all, bias);
  std::vector<Feature> outputs;
  State state;
  for (int step = 0; step < sequence.length; ++step) {
    const std::int64_t begin = static_cast<std::int64_t>(step) * sequence.batch;
    const Feature gates = net.Slice(fmt::format("step_{}_inputs", step + 1), all, 0, begin, begin + sequence.batch);
    state = Step(net, step + 1, gates, step == 0 ? nullptr : &state, weights);
    outputs.push_back(state.output);
  }
  return outputs.size() == 1 ? outputs.front() : net.Concat("outputs", outputs, 0);
}

}  // namespace dnntune::zoo
