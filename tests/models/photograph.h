// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/tensor.h"

namespace dnntune::models {

// What a model wants of a photograph.
struct Picture {
  const char* file;                 // of the photographs of scikit-image
  std::vector<std::int64_t> shape;  // [1,3,height,width] or [1,height,width,3]
  float scale = 1;                  // of a channel's 0 to 255
  float offset = 0;                 // added after it
  bool is_bgr = false;
};

// The photograph, resized to the shape by bilinear interpolation. Throws where it cannot be read.
[[nodiscard]] engine::Tensor Load(const Picture& picture);

}  // namespace dnntune::models
