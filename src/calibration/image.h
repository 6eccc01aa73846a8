// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "base/result.h"

namespace dnntune::calibration {

// Pixels row by row: red, green, blue, each 0 to 255.
struct Image {
  std::size_t height = 0;
  std::size_t width = 0;
  std::vector<float> values;  // height * width * kColours
};
inline constexpr std::size_t kColours = 3;

// A PNG or JPEG file, told apart by its first bytes; what is transparent is black. kIo, kBadInput: names the file and the defect.
[[nodiscard]] Result<Image> ReadImage(const std::filesystem::path& path);

// Stretched to another size. Each new pixel is the mean of those under it, weighted by a triangle that is as wide as a new pixel,
// or as an old one where the image grows: what shrinks does not alias.
[[nodiscard]] Image Resize(const Image& image, std::size_t height, std::size_t width);

}  // namespace dnntune::calibration
