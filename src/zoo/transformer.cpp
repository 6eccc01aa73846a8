// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

using format::NodeKind;
using format::Weight;

constexpr int kWidth = 512, kHeads = 8, kInner = 2048, kLayers = 6;
constexpr int kVocabulary = 8192;  // that of the small English to German task in the authors' release, rounded to a power of two
// Far enough below the other scores that the softmax gives what is masked less than float32 can tell from nothing.
constexpr float kMasked = -32;

// Rows of a sequence, one token of every item after the other: [length * batch, kWidth].
struct Tokens {
  Feature rows;
  Sequence sequence;
};

// Section 3.5: sines and cosines of geometrically spaced wave lengths.
Weight Positions(const Builder& net, const Sequence& sequence) {
  Weight positions{.name = net.layer() + "/positions/weight",
                   .shape = {static_cast<std::int64_t>(sequence.length) * sequence.batch, kWidth}};
  for (int row = 0; row < sequence.length * sequence.batch; ++row) {
    for (int i = 0; i < kWidth; ++i) {
      const double angle = row / sequence.batch / std::pow(10000.0, static_cast<double>(i / 2 * 2) / kWidth);
      positions.values.push_back(static_cast<float>(i % 2 == 0 ? std::sin(angle) : std::cos(angle)));
    }
  }
  return positions;
}

Tokens Embed(Builder& net, const Feature& numbers, const Weight& table) {
  const Sequence sequence{static_cast<int>(numbers.extent(1)), static_cast<int>(numbers.extent(0))};
  Feature x = net.Gather("gather", net.Transpose("order", numbers, {1, 0}), table);
  x = net.Reshape("rows", x, {static_cast<std::int64_t>(sequence.length) * sequence.batch, kWidth});
  x = net.Combine(NodeKind::kMultiply, "scale", x, std::sqrt(static_cast<float>(kWidth)));
  return {net.Combine(NodeKind::kAdd, "positions", x, Positions(net, sequence)), sequence};
}

// Ba et al., Layer Normalization, 2016.
Feature Normalise(Builder& net, const std::string& name, const Feature& from) {
  const auto part = [&](const char* what) { return name + "/" + what; };
  const Feature apart = net.Combine(NodeKind::kSubtract, part("centred"), from, net.Mean(part("mean"), from));
  Feature variance = net.Mean(part("variance"), net.Combine(NodeKind::kMultiply, part("square"), apart, apart));
  variance = net.Combine(NodeKind::kAdd, part("epsilon"), variance, 1e-6F);
  const Feature scaled =
      net.Combine(NodeKind::kMultiply, part("scaled"), apart, net.Apply(NodeKind::kReciprocalSqrt, part("deviation"), variance));
  const auto weight = [&](const char* what, double centre) {
    return Weight{
        .name = net.layer() + "/" + part(what) + "/weight", .shape = {kWidth}, .bound = 0.05, .center = centre, .seed = 1};
  };
  const Feature gained = net.Combine(NodeKind::kMultiply, part("gain"), scaled, weight("gain", 1));
  return net.Combine(NodeKind::kAdd, part("bias"), gained, weight("bias", 0));
}

Feature AddAndNormalise(Builder& net, const std::string& name, const Feature& x, const Feature& change) {
  return Normalise(net, name + "_norm", net.Add(name + "_add", x, change));
}

// [batch * heads, length, width of a head].
Feature Heads(Builder& net, const std::string& name, const Tokens& from) {
  const Feature x = net.FullyConnect(name, from.rows, kWidth);
  const auto& [length, batch] = from.sequence;
  const Feature apart = net.Reshape(name + "_heads", x, {length, static_cast<std::int64_t>(batch) * kHeads, kWidth / kHeads});
  return net.Transpose(name + "_by_head", apart, {1, 0, 2});
}

Weight Mask(const Builder& net, const std::string& name, int length) {
  Weight mask{.name = net.layer() + "/" + name + "/weight", .shape = {length, length}};
  for (int row = 0; row < length; ++row) {
    for (int column = 0; column < length; ++column) mask.values.push_back(column > row ? kMasked : 0);
  }
  return mask;
}

// Section 3.2.2. `is_masked`: a token sees none after it.
Feature Attend(Builder& net, const std::string& name, const Tokens& to, const Tokens& from, bool is_masked) {
  const auto part = [&](const char* what) { return name + "/" + what; };
  const Feature query = Heads(net, part("query"), to), key = Heads(net, part("key"), from), value = Heads(net, part("value"), from);
  Feature scores = net.MatMul(part("scores"), query, key, true);
  scores = net.Combine(NodeKind::kMultiply, part("scaled"), scores, 1 / std::sqrt(static_cast<float>(kWidth / kHeads)));
  if (is_masked) scores = net.Combine(NodeKind::kAdd, part("mask"), scores, Mask(net, part("mask"), to.sequence.length));
  const Feature shares = net.Apply(NodeKind::kSoftmax, part("softmax"), scores);
  const Feature context = net.Transpose(part("by_token"), net.MatMul(part("context"), shares, value, false), {1, 0, 2});
  return net.FullyConnect(part("output"), net.Reshape(part("joined"), context, {to.rows.extent(0), kWidth}), kWidth);
}

Feature FeedForward(Builder& net, const Feature& from) {
  return net.FullyConnect("ffn/output", net.FullyConnect("ffn/inner", from, kInner, After::kRelu), kWidth);
}

Tokens Encoder(Builder& net, Tokens x) {
  x.rows = AddAndNormalise(net, "self_attention", x.rows, Attend(net, "self_attention", x, x, false));
  x.rows = AddAndNormalise(net, "ffn", x.rows, FeedForward(net, x.rows));
  return x;
}

Tokens Decoder(Builder& net, Tokens x, const Tokens& memory) {
  x.rows = AddAndNormalise(net, "self_attention", x.rows, Attend(net, "self_attention", x, x, true));
  x.rows = AddAndNormalise(net, "attention", x.rows, Attend(net, "attention", x, memory, false));
  x.rows = AddAndNormalise(net, "ffn", x.rows, FeedForward(net, x.rows));
  return x;
}

}  // namespace

format::Network Transformer(const Parameters& parameters) {
  Builder net("transformer");
  const Feature source = net.Input("input", {{parameters.batch, parameters.length}, graph::DType::kInt32});
  const Feature target = net.Input("target", {{parameters.batch, 2L * parameters.length}, graph::DType::kInt32});
  const Weight table{.name = "embedding/weight", .shape = {kVocabulary, kWidth}, .bound = std::sqrt(3.0 / kWidth), .seed = 1};
  net.Layer("source_embedding");
  Tokens memory = Embed(net, source, table);
  for (int layer = 1; layer <= kLayers; ++layer) {
    net.Layer(fmt::format("encoder_{}", layer));
    memory = Encoder(net, memory);
  }
  net.Layer("target_embedding");
  Tokens x = Embed(net, target, table);
  for (int layer = 1; layer <= kLayers; ++layer) {
    net.Layer(fmt::format("decoder_{}", layer));
    x = Decoder(net, x, memory);
  }
  net.Layer("output");
  const Feature tokens = net.ArgMax("token", net.FullyConnect("logits", x.rows, table));
  net.Transpose("order", net.Reshape("tokens", tokens, {x.sequence.length, x.sequence.batch}), {1, 0});
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
