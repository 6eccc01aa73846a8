// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <vector>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

using format::Sides;

constexpr format::Window kHalf{.kernel = 3, .stride = 2};

// One convolution of a branch: padded so that the size stays, but for those that halve it.
struct Step {
  int channels;
  Sides kernel = 1;
  bool halves = false;
};
using Branch = std::vector<Step>;

Feature Run(Builder& net, int branch, Feature x, const Branch& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& [channels, kernel, halves] = steps[i];
    const format::Window same{.kernel = kernel, .padding = {kernel.height / 2, kernel.width / 2}};
    const std::string name = fmt::format("branch_{}_{}_{}x{}", branch, i, kernel.height, kernel.width);
    x = net.Convolve(name, x, {.channels = channels, .window = halves ? kHalf : same});
  }
  return x;
}

// The branches of convolutions, and one that averages first.
Feature Mixed(Builder& net, const Feature& from, const std::vector<Branch>& branches, int pool) {
  std::vector<Feature> parts;
  for (std::size_t i = 0; i < branches.size(); ++i) parts.push_back(Run(net, static_cast<int>(i), from, branches[i]));
  const int last = static_cast<int>(branches.size());
  const Feature average = net.AveragePool(fmt::format("branch_{}_average", last), from, {.kernel = 3, .padding = 1});
  parts.push_back(Run(net, last, average, {{pool}}));
  return net.Concat("concat", parts);
}

Feature Reduce(Builder& net, const Feature& from, const std::vector<Branch>& branches) {
  std::vector<Feature> parts;
  for (std::size_t i = 0; i < branches.size(); ++i) parts.push_back(Run(net, static_cast<int>(i), from, branches[i]));
  parts.push_back(net.MaxPool(fmt::format("branch_{}_max", branches.size()), from, kHalf));
  return net.Concat("concat", parts);
}

// Figure 7: the last convolutions of two branches are each split into 1 x 3 beside 3 x 1.
Feature Expanded(Builder& net, const Feature& from) {
  const Feature one = Run(net, 0, from, {{320}});
  const Feature three = Run(net, 1, from, {{384}}), five = Run(net, 2, from, {{448}, {384, 3}});
  const Feature average = net.AveragePool("branch_3_average", from, {.kernel = 3, .padding = 1});
  std::vector<Feature> parts = {one};
  for (const auto& [branch, x] : {std::pair{1, three}, std::pair{2, five}}) {
    for (const Sides& kernel : {Sides{1, 3}, Sides{3, 1}}) {
      const std::string name = fmt::format("branch_{}_{}x{}", branch, kernel.height, kernel.width);
      const format::Window window{.kernel = kernel, .padding = {kernel.height / 2, kernel.width / 2}};
      parts.push_back(net.Convolve(name, x, {.channels = 384, .window = window}));
    }
  }
  parts.push_back(Run(net, 3, average, {{192}}));
  return net.Concat("concat", parts);
}

Feature Stem(Builder& net, Feature x) {
  const auto convolve = [&](const char* layer, int channels, const format::Window& window) {
    net.Layer(layer);
    x = net.Convolve("conv", x, {.channels = channels, .window = window});
  };
  const auto pool = [&](const char* layer) {
    net.Layer(layer);
    x = net.MaxPool("max", x, kHalf);
  };
  convolve("Conv2d_1a_3x3", 32, kHalf);
  convolve("Conv2d_2a_3x3", 32, {.kernel = 3});
  convolve("Conv2d_2b_3x3", 64, {.kernel = 3, .padding = 1});
  pool("MaxPool_3a_3x3");
  convolve("Conv2d_3b_1x1", 80, {});
  convolve("Conv2d_4a_3x3", 192, {.kernel = 3});
  pool("MaxPool_5a_3x3");
  return x;
}

constexpr Sides kWide{1, 7}, kHigh{7, 1};

}  // namespace

format::Network InceptionV3(const Parameters& parameters) {
  Builder net("inception-v3");
  Feature x = Stem(net, Image(net, parameters, 299));
  for (const auto& [layer, pool] : {std::pair{"Mixed_5b", 32}, std::pair{"Mixed_5c", 64}, std::pair{"Mixed_5d", 64}}) {
    net.Layer(layer);
    x = Mixed(net, x, {{{64}}, {{48}, {64, 5}}, {{64}, {96, 3}, {96, 3}}}, pool);
  }
  net.Layer("Mixed_6a");
  x = Reduce(net, x, {{{384, 3, true}}, {{64}, {96, 3}, {96, 3, true}}});
  for (const auto& [layer, width] :
       {std::pair{"Mixed_6b", 128}, std::pair{"Mixed_6c", 160}, std::pair{"Mixed_6d", 160}, std::pair{"Mixed_6e", 192}}) {
    net.Layer(layer);
    const Branch short_branch = {{width}, {width, kWide}, {192, kHigh}};
    const Branch long_branch = {{width}, {width, kHigh}, {width, kWide}, {width, kHigh}, {192, kWide}};
    x = Mixed(net, x, {{{192}}, short_branch, long_branch}, 192);
  }
  net.Layer("Mixed_7a");
  x = Reduce(net, x, {{{192}, {320, 3, true}}, {{192}, {192, kWide}, {192, kHigh}, {192, 3, true}}});
  for (const char* layer : {"Mixed_7b", "Mixed_7c"}) {
    net.Layer(layer);
    x = Expanded(net, x);
  }
  net.Layer("Logits");
  return Classify(std::move(net), x, 1000);
}

}  // namespace dnntune::zoo
