// SPDX-License-Identifier: Apache-2.0
// The definitions behind the table of zoo.h, one file each.
#pragma once

#include "format/network.h"

namespace dnntune::zoo {

// Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, CVPR 2018, table 2. Bottleneck_<row>_<repeat>.
[[nodiscard]] format::Network MobileNetV2();

// Iandola et al., SqueezeNet, 2016, in the authors' release 1.1.
[[nodiscard]] format::Network SqueezeNetV1_1();

// He et al., Deep Residual Learning for Image Recognition, CVPR 2016, table 1: stride in the first 1x1 convolution of a stage.
[[nodiscard]] format::Network ResNet50();

}  // namespace dnntune::zoo
