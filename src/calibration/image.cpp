// SPDX-License-Identifier: Apache-2.0
#include "calibration/image.h"

#include <fmt/format.h>
#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/file.h"

namespace dnntune::calibration {
namespace {

constexpr std::size_t kMostPixels = std::size_t{1} << 28U;

tl::unexpected<Error> Defect(const std::filesystem::path& path, std::string_view defect) {
  return Fail(ErrorCode::kBadInput,
              fmt::format("cannot read image {}: {}; replace it or take it out of the folder", path.string(), defect));
}

Image Whole(std::size_t height, std::size_t width, const std::vector<unsigned char>& bytes) {
  return {height, width, std::vector<float>(bytes.begin(), bytes.end())};
}

Result<Image> DecodePng(const std::string& bytes, const std::filesystem::path& path) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, void (*)(png_imagep)> held(&image, &png_image_free);
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) return Defect(path, image.message);
  if (std::size_t{image.height} * image.width > kMostPixels) return Defect(path, "it has more than 268 million pixels");
  image.format = PNG_FORMAT_RGB;
  std::vector<unsigned char> pixels(PNG_IMAGE_SIZE(image), 0);
  const png_color black{0, 0, 0};
  if (png_image_finish_read(&image, &black, pixels.data(), 0, nullptr) == 0) return Defect(path, image.message);
  return Whole(image.height, image.width, pixels);
}

Result<Image> DecodeJpeg(const std::string& bytes, const std::filesystem::path& path) {
  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), &tjDestroy);
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  int width = 0, height = 0, sampling = 0, colours = 0;
  if (tjDecompressHeader3(decoder.get(), data, bytes.size(), &width, &height, &sampling, &colours) != 0)
    return Defect(path, tjGetErrorStr2(decoder.get()));
  if (colours == TJCS_CMYK || colours == TJCS_YCCK) return Defect(path, "its colours are CMYK, not RGB; save it as RGB");
  const std::size_t rows = static_cast<std::size_t>(height), columns = static_cast<std::size_t>(width);
  if (rows * columns > kMostPixels) return Defect(path, "it has more than 268 million pixels");
  std::vector<unsigned char> pixels(rows * columns * kColours);
  // A file that ends too soon is a warning to the library; half an image is none.
  if (tjDecompress2(decoder.get(), data, bytes.size(), pixels.data(), width, 0, height, TJPF_RGB, 0) != 0)
    return Defect(path, tjGetErrorStr2(decoder.get()));
  return Whole(rows, columns, pixels);
}

// Along one side: for every new place, the first old one that counts and the weights of it and its successors.
struct Taps {
  std::size_t first;
  std::vector<float> weights;
};

std::vector<Taps> MakeTaps(std::size_t from, std::size_t to) {
  std::vector<Taps> all;
  const float ratio = static_cast<float>(from) / static_cast<float>(to);
  const float reach = std::max(ratio, 1.0F);
  for (std::size_t i = 0; i < to; ++i) {
    const float centre = (static_cast<float>(i) + 0.5F) * ratio - 0.5F;
    const auto last = static_cast<float>(from - 1);
    const auto begin = static_cast<std::size_t>(std::clamp(std::ceil(centre - reach), 0.0F, last));
    const auto end = static_cast<std::size_t>(std::clamp(std::floor(centre + reach), 0.0F, last));
    Taps taps{begin, {}};
    float sum = 0;
    for (std::size_t place = begin; place <= end; ++place) {
      taps.weights.push_back(std::max(0.0F, 1 - std::abs(static_cast<float>(place) - centre) / reach));
      sum += taps.weights.back();
    }
    for (float& weight : taps.weights) weight /= sum;
    all.push_back(std::move(taps));
  }
  return all;
}

}  // namespace

Result<Image> ReadImage(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  if (bytes.starts_with("\x89PNG")) return DecodePng(bytes, path);
  if (bytes.starts_with("\xff\xd8")) return DecodeJpeg(bytes, path);
  return Defect(path, bytes.empty() ? "the file is empty" : "it is neither a PNG nor a JPEG file");
}

Image Resize(const Image& image, std::size_t height, std::size_t width) {
  const std::vector<Taps> across = MakeTaps(image.width, width), down = MakeTaps(image.height, height);
  std::vector<float> narrow(image.height * width * kColours, 0.0F);
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    const std::size_t colour = i % kColours, x = i / kColours % width, y = i / kColours / width;
    for (std::size_t tap = 0; tap < across[x].weights.size(); ++tap) {
      narrow[i] += across[x].weights[tap] * image.values[(y * image.width + across[x].first + tap) * kColours + colour];
    }
  }
  Image resized{height, width, std::vector<float>(height * width * kColours, 0.0F)};
  for (std::size_t i = 0; i < resized.values.size(); ++i) {
    const std::size_t column = i % (width * kColours), y = i / (width * kColours);
    for (std::size_t tap = 0; tap < down[y].weights.size(); ++tap) {
      resized.values[i] += down[y].weights[tap] * narrow[(down[y].first + tap) * width * kColours + column];
    }
  }
  return resized;
}

}  // namespace dnntune::calibration
