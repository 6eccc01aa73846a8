// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

struct Stage {
  int channels;
  int blocks;
};
constexpr std::array kStages = {Stage{64, 3}, Stage{128, 4}, Stage{256, 6}, Stage{512, 3}};

Feature Block(Builder& net, const Feature& from, int channels, int stride) {
  Feature x = net.Convolve("conv1x1", from, {.channels = channels, .window = {.stride = stride}});
  x = net.Convolve("conv3x3", x, {.channels = channels, .window = {.kernel = 3, .padding = 1}});
  x = net.Convolve("expand1x1", x, {.channels = 4 * channels, .after = After::kAdd});
  Feature shortcut = from;
  if (from.channels() != 4 * channels) {
    shortcut = net.Convolve("shortcut", from, {.channels = 4 * channels, .window = {.stride = stride}, .after = After::kNothing});
  }
  return net.Relu("relu", net.Add("add", shortcut, x));
}

}  // namespace

format::Network ResNet50(const Parameters& parameters) {
  Builder net("resnet-50");
  net.Layer("conv1");
  Feature x =
      net.Convolve("conv", Image(net, parameters, 224), {.channels = 64, .window = {.kernel = 7, .stride = 2, .padding = 3}});
  net.Layer("pool1");
  x = net.MaxPool("max", x, {.kernel = 3, .stride = 2, .padding = 1});
  for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
    for (int block = 0; block < kStages[stage].blocks; ++block) {
      net.Layer(fmt::format("conv{}_{}", stage + 2, block + 1));
      x = Block(net, x, kStages[stage].channels, stage > 0 && block == 0 ? 2 : 1);
    }
  }
  net.Layer("fc");
  return Classify(std::move(net), x, 1000);
}

}  // namespace dnntune::zoo
