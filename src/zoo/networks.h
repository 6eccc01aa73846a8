// SPDX-License-Identifier: Apache-2.0
// The definitions behind the table of zoo.h, one file each. docs/zoo.md says where each comes from.
#pragma once

#include "format/network.h"

namespace dnntune::zoo {

// What a model leaves open.
struct Parameters {
  int batch = 1;
  int length = 0;  // steps or tokens of a sequence; the default is the entry's
};

// Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, CVPR 2018, table 2. Bottleneck_<row>_<repeat>.
[[nodiscard]] format::Network MobileNetV2(const Parameters& parameters);

// Howard et al., MobileNets, 2017, table 1.
[[nodiscard]] format::Network MobileNetV1(const Parameters& parameters);

// Iandola et al., SqueezeNet, 2016, in the authors' release 1.1.
[[nodiscard]] format::Network SqueezeNet(const Parameters& parameters);

// He et al., Deep Residual Learning for Image Recognition, CVPR 2016, table 1: stride in the first 1x1 convolution of a stage.
[[nodiscard]] format::Network ResNet50(const Parameters& parameters);

// Simonyan and Zisserman, Very Deep Convolutional Networks, ICLR 2015, table 1, column D.
[[nodiscard]] format::Network Vgg16(const Parameters& parameters);

// Szegedy et al., Going Deeper with Convolutions, CVPR 2015, table 1, with the layer names of TensorFlow's release and, as there,
// batch normalisation (folded) in place of local response normalisation.
[[nodiscard]] format::Network InceptionV1(const Parameters& parameters);

// Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, in TensorFlow's release.
[[nodiscard]] format::Network InceptionV3(const Parameters& parameters);

// Ma et al., ShuffleNet V2, ECCV 2018, table 5, column 0.5x.
[[nodiscard]] format::Network ShuffleNetV2(const Parameters& parameters);

// Chen et al., Rethinking Atrous Convolution, 2017, on MobileNet-V2 as in its paper's section 6.2: without the atrous convolutions
// of the pyramid, at output stride 8.
[[nodiscard]] format::Network DeepLabV3(const Parameters& parameters);

// Five dense layers over 28 x 28 pixels.
[[nodiscard]] format::Network MnistMlp(const Parameters& parameters);

// Zaremba et al., Recurrent Neural Network Regularization, 2014, the non-regularised small network, behind its embedding.
[[nodiscard]] format::Network RnnPtbSmall(const Parameters& parameters);

// Hannun et al., Deep Speech, 2014, in Mozilla's release with a unidirectional LSTM.
[[nodiscard]] format::Network DeepSpeech(const Parameters& parameters);

// Vaswani et al., Attention Is All You Need, NeurIPS 2017, the base model.
[[nodiscard]] format::Network Transformer(const Parameters& parameters);

}  // namespace dnntune::zoo
