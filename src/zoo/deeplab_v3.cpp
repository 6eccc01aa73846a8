// SPDX-License-Identifier: Apache-2.0
#include "zoo/parts.h"

namespace dnntune::zoo {

format::Network DeepLabV3(const Parameters& parameters) {
  constexpr int kStride = 8, kWidth = 256, kClasses = 21;
  Builder net("deeplab-v3");
  const Feature x = MobileNetV2Features(net, Image(net, parameters, 513), kStride);
  net.Layer("image_pooling");
  const Feature pooled = net.Convolve("conv", net.GlobalAveragePool("pool", x), {.channels = kWidth});
  const Feature whole = net.Resize("resize", pooled, static_cast<int>(x.extent(2)), static_cast<int>(x.extent(3)));
  net.Layer("aspp0");
  const Feature place = net.Convolve("conv", x, {.channels = kWidth});
  net.Layer("concat_projection");
  const Feature both = net.Convolve("conv", net.Concat("concat", {whole, place}), {.channels = kWidth});
  net.Layer("logits");
  net.Convolve("conv", both, {.channels = kClasses, .after = After::kNothing});
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
