// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

struct Separable {
  int channels;
  int stride;
};
constexpr std::array kBlocks = {Separable{64, 1},  Separable{128, 2},  Separable{128, 1}, Separable{256, 2}, Separable{256, 1},
                                Separable{512, 2}, Separable{512, 1},  Separable{512, 1}, Separable{512, 1}, Separable{512, 1},
                                Separable{512, 1}, Separable{1024, 2}, Separable{1024, 1}};

format::Window Three(int stride) {
  return {.kernel = 3, .stride = stride, .padding = 1};
}

}  // namespace

format::Network MobileNetV1(const Parameters& parameters) {
  Builder net("mobilenet-v1");
  net.Layer("Conv2d_0");
  Feature x = net.Convolve("conv", Image(net, parameters, 224), {.channels = 32, .window = Three(2)});
  for (std::size_t block = 0; block < kBlocks.size(); ++block) {
    net.Layer(fmt::format("Conv2d_{}", block + 1));
    x = net.Convolve("depthwise", x, {.window = Three(kBlocks[block].stride)});
    x = net.Convolve("pointwise", x, {.channels = kBlocks[block].channels});
  }
  net.Layer("Predictions");
  return Classify(std::move(net), x, 1000);
}

}  // namespace dnntune::zoo
