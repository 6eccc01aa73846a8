// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/nearest.h"
#include "calibration/examples.h"
#include "calibration/image.h"
#include "calibration/npy.h"
#include "engine/element.h"

namespace dnntune::calibration {
namespace fs = std::filesystem;
namespace {

using Files = std::vector<fs::path>;
using Colour = std::array<float, kColours>;

struct ScalingRow {
  std::string_view name;
  Scaling scaling;
  float divisor;
  Colour mean;
  Colour deviation;
};
// The last: mean and deviation of ImageNet's images, which networks trained on it are commonly given.
constexpr ScalingRow kScalings[] = {
    {"0..1", Scaling::kUnit, 255, {0, 0, 0}, {1, 1, 1}},
    {"-1..1", Scaling::kSigned, 127.5F, {1, 1, 1}, {1, 1, 1}},
    {"0..255", Scaling::kRaw, 1, {0, 0, 0}, {1, 1, 1}},
    {"imagenet", Scaling::kImageNet, 255, {0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}},
};

const ScalingRow& RowOf(Scaling scaling) {
  return *std::find_if(std::begin(kScalings), std::end(kScalings), [&](const ScalingRow& row) { return row.scaling == scaling; });
}

std::string Extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char letter) { return std::tolower(letter); });
  return extension;
}

// How the places of an image lie in an input.
struct ImageForm {
  bool channels_first = true;
  std::size_t batch = 1, height = 0, width = 0, channels = 0;
};

// kBadInput for an input that is no image.
Result<ImageForm> FormOf(const graph::Tensor& input, const fs::path& file) {
  const auto& shape = *input.shape;
  const auto is_colour = [](std::int64_t extent) { return extent == 1 || extent == static_cast<std::int64_t>(kColours); };
  if (shape.size() == 4 && (is_colour(shape[1]) || is_colour(shape[3]))) {
    const bool first = is_colour(shape[1]);
    const auto at = [&](std::size_t i) { return static_cast<std::size_t>(shape[i]); };
    return ImageForm{first, at(0), at(first ? 2 : 1), at(first ? 3 : 2), at(first ? 1 : 3)};
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("image {} cannot be a value of input '{}', whose shape [{}] is not that of an image; "
                          "give arrays of that shape as .npy files",
                          file.string(), input.name, fmt::join(shape, ",")));
}

// Rec. 601 luma, where the input has one channel.
float Value(const Image& image, std::size_t pixel, std::size_t channel, std::size_t channels) {
  const float* colours = &image.values[pixel * kColours];
  return channels == 1 ? 0.299F * colours[0] + 0.587F * colours[1] + 0.114F * colours[2] : colours[channel];
}

// Writes image number `item` of the batch.
void Put(const Image& image, const ImageForm& form, const ScalingRow& row, double* to) {
  const std::size_t pixels = form.height * form.width;
  for (std::size_t i = 0; i < pixels * form.channels; ++i) {
    const std::size_t channel = i % form.channels, pixel = i / form.channels;
    const float value = (Value(image, pixel, channel, form.channels) / row.divisor - row.mean[channel]) / row.deviation[channel];
    to[form.channels_first ? channel * pixels + pixel : i] = static_cast<double>(value);
  }
}

Result<Files> List(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return Fail(ErrorCode::kIo,
                fmt::format("--calibrate: there is no folder {}; name one with images or .npy files", folder.string()));
  }
  Files files;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(".")) continue;
    const std::string extension = Extension(entry.path());
    const bool is_known = extension == ".png" || extension == ".jpg" || extension == ".jpeg" || extension == ".npy";
    if (!is_known || entry.is_directory(error)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("--calibrate: {} is neither an image (.png, .jpg) nor an array (.npy); take it out "
                              "of the folder",
                              entry.path().string()));
    }
    // A pipe would be waited for, and a device never ends.
    if (!entry.is_regular_file(error)) {
      return Fail(
          ErrorCode::kBadInput,
          fmt::format("--calibrate: {} is no regular file, or a link to none; take it out of the folder", entry.path().string()));
    }
    files.push_back(entry.path());
  }
  if (error) return Fail(ErrorCode::kIo, fmt::format("--calibrate: cannot list {}: {}", folder.string(), error.message()));
  if (files.empty())
    return Fail(ErrorCode::kIo, fmt::format("--calibrate: folder {} is empty; put images or .npy files into it", folder.string()));
  std::sort(files.begin(), files.end());
  return files;
}

class Folder final : public Examples {
 public:
  Folder(const graph::Graph& graph, fs::path folder, Scaling scaling)
      : graph_(graph), folder_(std::move(folder)), row_(RowOf(scaling)) {}

  // The files of every input, as many for each.
  Result<void> Find(std::size_t most) {
    const bool is_single = graph_.inputs().size() == 1;
    for (const graph::TensorId id : graph_.inputs()) {
      const graph::Tensor& input = graph_.tensors()[id];
      if (!input.shape || !input.dtype)
        return Fail(ErrorCode::kBadInput, fmt::format("the shape of input '{}' is not known; give --input-shape", input.name));
      std::string name = input.name;
      std::replace_if(
          name.begin(), name.end(), [](char letter) { return letter == '/' || letter == ':'; }, '_');
      ASSIGN_OR_RETURN(Files files, List(is_single ? folder_ : folder_ / name));
      if (!files_.empty() && files.size() != files_.front().size()) {
        return Fail(ErrorCode::kBadInput,
                    fmt::format("--calibrate: {} has {} files for input '{}', but {} for input '{}'; give as many for each",
                                folder_.string(), files.size(), input.name, files_.front().size(),
                                graph_.tensors()[graph_.inputs()[0]].name));
      }
      files_.push_back(std::move(files));
    }
    count_ = most == 0 ? files_.front().size() : std::min(most, files_.front().size());
    return {};
  }

  [[nodiscard]] std::size_t size() const override { return count_; }
  [[nodiscard]] Result<Example> Load(std::size_t index) const override {
    Example example;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const graph::Tensor& input = graph_.tensors()[graph_.inputs()[i]];
      const bool is_array = Extension(files_[i][index]) == ".npy";
      ASSIGN_OR_RETURN(engine::Tensor tensor, is_array ? ReadNpy(files_[i][index], input) : LoadImages(i, index));
      example.push_back({input.name, std::move(tensor)});
    }
    return example;
  }
  [[nodiscard]] std::string Describe() const override {
    return fmt::format("{} file{} of {}", count_, count_ == 1 ? "" : "s", folder_.string());
  }
  [[nodiscard]] bool AreGenerated() const override { return false; }

 private:
  [[nodiscard]] Result<engine::Tensor> LoadImages(std::size_t which, std::size_t index) const {
    const graph::Tensor& input = graph_.tensors()[graph_.inputs()[which]];
    const Files& files = files_[which];
    ASSIGN_OR_RETURN(const ImageForm form, FormOf(input, files[index]));
    const std::size_t each = form.height * form.width * form.channels;
    std::vector<double> values(form.batch * each);
    for (std::size_t item = 0; item < form.batch; ++item) {
      ASSIGN_OR_RETURN(const Image image, ReadImage(files[(index + item) % files.size()]));
      // Whole numbers are pixels as they are.
      const ScalingRow& row = *input.dtype == graph::DType::kFloat32 ? row_ : RowOf(Scaling::kRaw);
      Put(Resize(image, form.height, form.width), form, row, values.data() + item * each);
    }
    engine::Tensor tensor(*input.dtype, *input.shape);
    engine::PutNumbers(values, *input.dtype, tensor.data());
    return tensor;
  }

  const graph::Graph& graph_;
  fs::path folder_;
  const ScalingRow& row_;
  std::vector<Files> files_;  // [input][example]
  std::size_t count_ = 0;
};

}  // namespace

std::vector<std::string> ScalingNames() {
  std::vector<std::string> names;
  for (const ScalingRow& row : kScalings) names.emplace_back(row.name);
  return names;
}

Result<Scaling> ParseScaling(std::string_view name) {
  for (const ScalingRow& row : kScalings) {
    if (row.name == name) return row.scaling;
  }
  const std::vector<std::string> known = ScalingNames();
  return Fail(ErrorCode::kUsage, fmt::format("--pixels: there is no scaling '{}'{}; known are {}", name,
                                             DidYouMean(std::string(name), known), fmt::join(known, ", ")));
}

Result<std::unique_ptr<Examples>> FolderExamples(const graph::Graph& graph, const fs::path& folder,
                                                 const Preparation& preparation) {
  auto examples = std::make_unique<Folder>(graph, folder, preparation.scaling);
  TRY(examples->Find(preparation.most));
  return examples;
}

}  // namespace dnntune::calibration
