// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

// 26 cepstral coefficients of a frame and of nine on either side.
constexpr int kFeatures = 26 * 19;
constexpr int kUnits = 1600;
constexpr int kLetters = 29;  // a to z, space, apostrophe, blank

Feature Dense(Builder& net, int layer, const Feature& from) {
  net.Layer(fmt::format("layer_{}", layer));
  const Feature x = net.FullyConnect("fc", from, kUnits, After::kRelu);
  return net.Combine(format::NodeKind::kMinimum, "clip", x, 20);
}

}  // namespace

format::Network DeepSpeech(const Parameters& parameters) {
  Builder net("deepspeech");
  Feature x = net.Input("input", {{static_cast<std::int64_t>(parameters.length) * parameters.batch, kFeatures}});
  for (const int layer : {1, 2, 3}) x = Dense(net, layer, x);
  net.Layer("lstm");
  x = Lstm(net, x, {parameters.length, parameters.batch}, kUnits);
  x = Dense(net, 5, x);
  net.Layer("layer_6");
  net.Apply(format::NodeKind::kSoftmax, "softmax", net.FullyConnect("fc", x, kLetters));
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
