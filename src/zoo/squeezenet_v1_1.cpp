// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

constexpr format::Window kPool{.kernel = 3, .stride = 2, .ceiling = true};

// A squeeze to `channels`, then two expansions to four times as many each.
Feature Fire(Builder& net, int number, const Feature& from, int channels) {
  net.Layer(fmt::format("fire{}", number));
  const Feature squeezed = net.Convolve("squeeze1x1", from, {.channels = channels});
  const Feature small = net.Convolve("expand1x1", squeezed, {.channels = 4 * channels});
  const Feature large = net.Convolve("expand3x3", squeezed, {.channels = 4 * channels, .window = {.kernel = 3, .padding = 1}});
  return net.Concat("concat", {small, large});
}

Feature Pool(Builder& net, int number, const Feature& from) {
  net.Layer(fmt::format("pool{}", number));
  return net.MaxPool("max", from, kPool);
}

}  // namespace

format::Network SqueezeNet(const Parameters& parameters) {
  Builder net("squeezenet-v1.1");
  net.Layer("conv1");
  Feature x = net.Convolve("conv", Image(net, parameters, 227), {.channels = 64, .window = {.kernel = 3, .stride = 2}});
  x = Pool(net, 1, x);
  x = Fire(net, 2, x, 16);
  x = Fire(net, 3, x, 16);
  x = Pool(net, 3, x);
  x = Fire(net, 4, x, 32);
  x = Fire(net, 5, x, 32);
  x = Pool(net, 5, x);
  x = Fire(net, 6, x, 48);
  x = Fire(net, 7, x, 48);
  x = Fire(net, 8, x, 64);
  x = Fire(net, 9, x, 64);
  net.Layer("conv10");
  x = net.Convolve("conv", x, {.channels = 1000});
  net.Layer("pool10");
  x = net.Flatten("flatten", net.GlobalAveragePool("average", x));
  net.Layer("prob");
  net.Apply(format::NodeKind::kSoftmax, "softmax", x);
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
