// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

struct Stage {
  int channels;
  int units;
};
constexpr std::array kStages = {Stage{48, 4}, Stage{96, 8}, Stage{192, 4}};

Feature Depthwise(Builder& net, const std::string& name, const Feature& from, int stride) {
  return net.Convolve(name, from, {.window = {.kernel = 3, .stride = stride, .padding = 1}, .after = After::kNothing});
}

// Figure 3 (d): both branches halve the image, and together double the channels.
Feature Halve(Builder& net, const Feature& from, int channels) {
  const Feature left = net.Convolve("left1x1", Depthwise(net, "left_depthwise", from, 2), {.channels = channels / 2});
  Feature right = net.Convolve("expand1x1", from, {.channels = channels / 2});
  right = net.Convolve("project1x1", Depthwise(net, "depthwise", right, 2), {.channels = channels / 2});
  return net.ChannelShuffle("shuffle", net.Concat("concat", {left, right}), 2);
}

// Figure 3 (c): one half of the channels passes by.
Feature Unit(Builder& net, const Feature& from) {
  const int half = from.channels() / 2;
  const Feature left = net.Slice("left", from, 1, 0, half), right = net.Slice("right", from, 1, half, from.channels());
  Feature x = net.Convolve("expand1x1", right, {.channels = half});
  x = net.Convolve("project1x1", Depthwise(net, "depthwise", x, 1), {.channels = half});
  return net.ChannelShuffle("shuffle", net.Concat("concat", {left, x}), 2);
}

}  // namespace

format::Network ShuffleNetV2(const Parameters& parameters) {
  constexpr format::Window kThree{.kernel = 3, .stride = 2, .padding = 1};
  Builder net("shufflenet-v2-0.5x");
  net.Layer("Conv1");
  Feature x = net.Convolve("conv", Image(net, parameters, 224), {.channels = 24, .window = kThree});
  net.Layer("MaxPool");
  x = net.MaxPool("max", x, kThree);
  for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
    for (int unit = 0; unit < kStages[stage].units; ++unit) {
      net.Layer(fmt::format("Stage{}_{}", stage + 2, unit + 1));
      x = unit == 0 ? Halve(net, x, kStages[stage].channels) : Unit(net, x);
    }
  }
  net.Layer("Conv5");
  x = net.Convolve("conv", x, {.channels = 1024});
  net.Layer("FC");
  return Classify(std::move(net), x, 1000);
}

}  // namespace dnntune::zoo
