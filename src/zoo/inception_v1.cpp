// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "zoo/parts.h"

namespace dnntune::zoo {
namespace {

// A row of table 1: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj.
struct Module {
  const char* name;
  int one, three_reduce, three, five_reduce, five, pool;
};
constexpr std::array kThree = {Module{"Mixed_3b", 64, 96, 128, 16, 32, 32}, Module{"Mixed_3c", 128, 128, 192, 32, 96, 64}};
constexpr std::array kFour = {Module{"Mixed_4b", 192, 96, 208, 16, 48, 64}, Module{"Mixed_4c", 160, 112, 224, 24, 64, 64},
                              Module{"Mixed_4d", 128, 128, 256, 24, 64, 64}, Module{"Mixed_4e", 112, 144, 288, 32, 64, 64},
                              Module{"Mixed_4f", 256, 160, 320, 32, 128, 128}};
constexpr std::array kFive = {Module{"Mixed_5b", 256, 160, 320, 32, 128, 128}, Module{"Mixed_5c", 384, 192, 384, 48, 128, 128}};
constexpr format::Window kHalf{.kernel = 3, .stride = 2, .ceiling = true};

Feature Mixed(Builder& net, const Feature& from, const Module& module) {
  net.Layer(module.name);
  const Feature one = net.Convolve("branch_0_1x1", from, {.channels = module.one});
  Feature three = net.Convolve("branch_1_1x1", from, {.channels = module.three_reduce});
  three = net.Convolve("branch_1_3x3", three, {.channels = module.three, .window = {.kernel = 3, .padding = 1}});
  Feature five = net.Convolve("branch_2_1x1", from, {.channels = module.five_reduce});
  five = net.Convolve("branch_2_5x5", five, {.channels = module.five, .window = {.kernel = 5, .padding = 2}});
  Feature pool = net.MaxPool("branch_3_max", from, {.kernel = 3, .padding = 1});
  pool = net.Convolve("branch_3_1x1", pool, {.channels = module.pool});
  return net.Concat("concat", {one, three, five, pool});
}

Feature Pool(Builder& net, const char* layer, const Feature& from) {
  net.Layer(layer);
  return net.MaxPool("max", from, kHalf);
}

}  // namespace

format::Network InceptionV1(const Parameters& parameters) {
  Builder net("inception-v1");
  net.Layer("Conv2d_1a_7x7");
  Feature x =
      net.Convolve("conv", Image(net, parameters, 224), {.channels = 64, .window = {.kernel = 7, .stride = 2, .padding = 3}});
  x = Pool(net, "MaxPool_2a_3x3", x);
  net.Layer("Conv2d_2b_1x1");
  x = net.Convolve("conv", x, {.channels = 64});
  net.Layer("Conv2d_2c_3x3");
  x = net.Convolve("conv", x, {.channels = 192, .window = {.kernel = 3, .padding = 1}});
  x = Pool(net, "MaxPool_3a_3x3", x);
  for (const Module& module : kThree) x = Mixed(net, x, module);
  x = Pool(net, "MaxPool_4a_3x3", x);
  for (const Module& module : kFour) x = Mixed(net, x, module);
  x = Pool(net, "MaxPool_5a_3x3", x);
  for (const Module& module : kFive) x = Mixed(net, x, module);
  net.Layer("Logits");
  return Classify(std::move(net), x, 1000);
}

}  // namespace dnntune::zoo
