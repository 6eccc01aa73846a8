// SPDX-License-Identifier: Apache-2.0
// What several networks are made of.
#pragma once

#include <string>
#include <vector>

#include "zoo/builder.h"
#include "zoo/networks.h"

namespace dnntune::zoo {

// The input of a network that looks at pictures, "input".
[[nodiscard]] Feature Image(Builder& net, const Parameters& parameters, int size);

// Average, dense layer and softmax over `classes`.
[[nodiscard]] format::Network Classify(Builder net, const Feature& from, int classes);

// The bottlenecks of MobileNet-V2 behind its first convolution. From an output stride of `stride` on, strides become dilations
// (Chen et al., Rethinking Atrous Convolution, 2017); 32 leaves all strides.
[[nodiscard]] Feature MobileNetV2Features(Builder& net, const Feature& image, int stride);

// An LSTM of `units` over rows that a sequence has put one step after the other, [length * batch, inputs], unrolled; all outputs,
// [length * batch, units] (Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; with the gates and the forget gate's bias of
// TensorFlow's BasicLSTMCell). Starts from zeros, so the first step has no recurrent product.
struct Sequence {
  int length = 0;
  int batch = 1;
};
[[nodiscard]] Feature Lstm(Builder& net, const Feature& from, const Sequence& sequence, int units);

}  // namespace dnntune::zoo
