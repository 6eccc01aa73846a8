// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "zoo/parts.h"

namespace dnntune::zoo {

format::Network RnnPtbSmall(const Parameters& parameters) {
  constexpr int kUnits = 200, kLayers = 2, kWords = 10'000;
  Builder net("rnn-ptb-small");
  Feature x = net.Input("input", {{static_cast<std::int64_t>(parameters.length) * parameters.batch, kUnits}});
  for (int layer = 1; layer <= kLayers; ++layer) {
    net.Layer(fmt::format("lstm_{}", layer));
    x = Lstm(net, x, {parameters.length, parameters.batch}, kUnits);
  }
  net.Layer("softmax");
  net.Apply(format::NodeKind::kSoftmax, "softmax", net.FullyConnect("fc", x, kWords));
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
