// SPDX-License-Identifier: Apache-2.0
#include "zoo/parts.h"

#include <utility>

namespace dnntune::zoo {

Feature Image(Builder& net, const Parameters& parameters, int size) {
  return net.Input("input", {{parameters.batch, 3, size, size}});
}

format::Network Classify(Builder net, const Feature& from, int classes) {
  const Feature x = net.FullyConnect("fc", net.Flatten("flatten", net.GlobalAveragePool("pool", from)), classes);
  net.Apply(format::NodeKind::kSoftmax, "softmax", x);
  return std::move(net).Finish();
}

}  // namespace dnntune::zoo
