// SPDX-License-Identifier: Apache-2.0
#include "models/photograph.h"

#include <png.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace dnntune::models {
namespace {

constexpr std::size_t kChannels = 3;

struct Pixels {
  std::size_t height = 0;
  std::size_t width = 0;
  std::vector<unsigned char> values{};  // [height][width][RGB]

  [[nodiscard]] float At(std::size_t y, std::size_t x, std::size_t channel) const {
    return values[(std::min(y, height - 1) * width + std::min(x, width - 1)) * kChannels + channel];
  }
};

Pixels Decode(const std::string& path) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&image, path.c_str()) == 0) throw std::runtime_error(path + ": " + image.message);
  image.format = PNG_FORMAT_RGB;
  Pixels pixels{image.height, image.width, {}};
  pixels.values.resize(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.values.data(), 0, nullptr) == 0)
    throw std::runtime_error(path + ": " + image.message);
  return pixels;
}

// Between the four pixels around a place.
float Between(const Pixels& pixels, float y, float x, std::size_t channel) {
  const auto top = static_cast<std::size_t>(y), left = static_cast<std::size_t>(x);
  const float down = y - static_cast<float>(top), right = x - static_cast<float>(left);
  const auto row = [&](std::size_t at) {
    return pixels.At(at, left, channel) * (1 - right) + pixels.At(at, left + 1, channel) * right;
  };
  return row(top) * (1 - down) + row(top + 1) * down;
}

}  // namespace

engine::Tensor Load(const Picture& picture) {
  const Pixels pixels = Decode(std::string(DNNTUNE_PACKAGE_SCIKIT_IMAGE "/skimage/data/") + picture.file);
  engine::Tensor tensor(graph::DType::kFloat32, picture.shape);
  const bool is_channels_first = picture.shape.at(1) == kChannels;
  const auto height = static_cast<std::size_t>(picture.shape.at(is_channels_first ? 2 : 1));
  const auto width = static_cast<std::size_t>(picture.shape.at(is_channels_first ? 3 : 2));
  for (std::size_t i = 0; i < height * width * kChannels; ++i) {
    const std::size_t channel = i % kChannels, x = i / kChannels % width, y = i / kChannels / width;
    const float down = static_cast<float>(y * pixels.height) / static_cast<float>(height);
    const float right = static_cast<float>(x * pixels.width) / static_cast<float>(width);
    const float value =
        Between(pixels, down, right, picture.is_bgr ? kChannels - 1 - channel : channel) * picture.scale + picture.offset;
    const std::size_t place = is_channels_first ? (channel * height + y) * width + x : i;
    std::memcpy(tensor.data() + place * sizeof(float), &value, sizeof value);
  }
  return tensor;
}

}  // namespace dnntune::models
