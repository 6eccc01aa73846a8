// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

struct Row {
  int expansion;
  int channels;
  int repeats;
  int stride;
};
constexpr std::array kRows = {Row{1, 16, 1, 1}, Row{6, 24, 2, 2},  Row{6, 32, 3, 2}, Row{6, 64, 4, 2},
                              Row{6, 96, 3, 1}, Row{6, 160, 3, 2}, Row{6, 320, 1, 1}};

// How the 3 x 3 window of a bottleneck moves.
struct Pace {
  int stride = 1;
  int dilation = 1;
};

Feature Bottleneck(Builder& net, const Feature& from, const Row& row, const Pace& pace) {
  Feature x = from;
  if (row.expansion != 1) x = net.Convolve("expand", x, {.channels = row.expansion * from.channels(), .after = After::kRelu6});
  const format::Window window{.kernel = 3, .stride = pace.stride, .padding = pace.dilation, .dilation = pace.dilation};
  x = net.Convolve("depthwise", x, {.window = window, .after = After::kRelu6});
  const bool is_residual = pace.stride == 1 && row.channels == from.channels();
  x = net.Convolve("project", x, {.channels = row.channels, .after = is_residual ? After::kAdd : After::kNothing});
  return is_residual ? net.Add("add", from, x) : x;
}

}  // namespace

Feature MobileNetV2Features(Builder& net, const Feature& image, int stride) {
  net.Layer("Conv1");
  Feature x =
      net.Convolve("conv", image, {.channels = 32, .window = {.kernel = 3, .stride = 2, .padding = 1}, .after = After::kRelu6});
  int reached = 2, dilation = 1;
  for (std::size_t row = 0; row < kRows.size(); ++row) {
    for (int repeat = 0; repeat < kRows[row].repeats; ++repeat) {
      net.Layer(fmt::format("Bottleneck_{}_{}", row + 1, repeat + 1));
      const int wanted = repeat == 0 ? kRows[row].stride : 1;
      const bool is_dilated = reached * wanted > stride;
      x = Bottleneck(net, x, kRows[row], {is_dilated ? 1 : wanted, dilation});
      (is_dilated ? dilation : reached) *= wanted;
    }
  }
  return x;
}

format::Network MobileNetV2(const Parameters& parameters) {
  Builder net("mobilenet-v2");
  Feature x = MobileNetV2Features(net, Image(net, parameters, 224), 32);
  net.Layer("Conv2");
  x = net.Convolve("conv", x, {.channels = 1280, .after = After::kRelu6});
  net.Layer("Predictions");
  return Classify(std::move(net), x, 1000);
}

}  // namespace dnntune::zoo
