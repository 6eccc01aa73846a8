// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

struct Stage {
  int channels;
  int convolutions;
};
constexpr std::array kStages = {Stage{64, 2}, Stage{128, 2}, Stage{256, 3}, Stage{512, 3}, Stage{512, 3}};

}  // namespace

format::Network Vgg16(const Parameters& parameters) {
  Builder net("vgg16");
  Feature x = Image(net, parameters, 224);
  for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
    for (int index = 0; index < kStages[stage].convolutions; ++index) {
      net.Layer(fmt::format("conv{}_{}", stage + 1, index + 1));
      x = net.Convolve("conv", x, {.channels = kStages[stage].channels, .window = {.kernel = 3, .padding = 1}});
    }
    net.Layer(fmt::format("pool{}", stage + 1));
    x = net.MaxPool("max", x, {.kernel = 2, .stride = 2});
  }
  net.Layer("fc6");
  x = net.FullyConnect("fc", net.Flatten("flatten", x), 4096, After::kRelu);
  net.Layer("fc7");
  x = net.FullyConnect("fc", x, 4096, After::kRelu);
  net.Layer("fc8");
  x = net.FullyConnect("fc", x, 1000);
  net.Layer("prob");
  net.Apply(format::NodeKind::kSoftmax, "softmax", x);
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
