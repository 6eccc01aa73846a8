// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "zoo/parts.h"

namespace dnntune::zoo {

format::Network MnistMlp(const Parameters& parameters) {
  constexpr int kPixels = 28 * 28, kHidden = 4, kWidth = 2048, kClasses = 10;
  Builder net("mnist-mlp");
  Feature x = net.Input("input", {{parameters.batch, kPixels}});
  for (int layer = 1; layer <= kHidden; ++layer) {
    net.Layer(fmt::format("fc{}", layer));
    x = net.FullyConnect("fc", x, kWidth, After::kRelu);
  }
  net.Layer(fmt::format("fc{}", kHidden + 1));
  net.Apply(format::NodeKind::kSoftmax, "softmax", net.FullyConnect("fc", x, kClasses));
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
