// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "zoo/builder.h"
#include "zoo/networks.h"

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

Feature Bottleneck(Builder& net, const Feature& from, const Row& row, int stride) {
  Feature x = from;
  if (row.expansion != 1) x = net.Convolve("expand", x, {.channels = row.expansion * from.channels, .after = After::kRelu6});
  x = net.Convolve("depthwise", x, {.window = {.kernel = 3, .stride = stride, .padding = 1}, .after = After::kRelu6});
  const bool is_residual = stride == 1 && row.channels == from.channels;
  x = net.Convolve("project", x, {.channels = row.channels, .after = is_residual ? After::kAdd : After::kNothing});
  return is_residual ? net.Add("add", from, x) : x;
}

}  // namespace

format::Network MobileNetV2() {
  Builder net("mobilenet-v2", 3, 224);
  net.Layer("Conv1");
  Feature x = net.Convolve("conv", net.input(),
                           {.channels = 32, .window = {.kernel = 3, .stride = 2, .padding = 1}, .after = After::kRelu6});
  for (std::size_t row = 0; row < kRows.size(); ++row) {
    for (int repeat = 0; repeat < kRows[row].repeats; ++repeat) {
      net.Layer(fmt::format("Bottleneck_{}_{}", row + 1, repeat + 1));
      x = Bottleneck(net, x, kRows[row], repeat == 0 ? kRows[row].stride : 1);
    }
  }
  net.Layer("Conv2");
  x = net.Convolve("conv", x, {.channels = 1280, .after = After::kRelu6});
  net.Layer("Predictions");
  x = net.FullyConnect("fc", net.Flatten("flatten", net.GlobalAveragePool("pool", x)), 1000);
  return std::move(net).Finish("softmax", x);
}

}  // namespace dnntune::zoo
