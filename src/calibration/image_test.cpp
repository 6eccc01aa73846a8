// SPDX-License-Identifier: Apache-2.0
#include "calibration/image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"

namespace dnntune::calibration {
namespace {

using testing::Each;
using testing::FloatNear;
using testing::HasSubstr;

Image Grey(std::size_t height, std::size_t width, const std::vector<float>& levels) {
  Image image{height, width, {}};
  for (const float level : levels) image.values.insert(image.values.end(), kColours, level);
  return image;
}

TEST(Resize, KeepsAnImageOfThatSizeAndAnEvenColour) {
  const Image image = Grey(2, 2, {10, 20, 30, 40});
  EXPECT_EQ(Resize(image, 2, 2).values, image.values);
  EXPECT_THAT(Resize(Grey(3, 1, {7, 7, 7}), 5, 4).values, Each(FloatNear(7, 1e-5F)));
}

TEST(Resize, AveragesWhatShrinks) {
  std::vector<float> stripes;
  for (int i = 0; i < 64; ++i) stripes.push_back(i % 2 == 0 ? 0.0F : 200.0F);
  EXPECT_THAT(Resize(Grey(1, 64, stripes), 1, 4).values, Each(FloatNear(100, 4)));
}

TEST(ReadImage, NamesTheFileAndTheDefect) {
  const auto folder = TemporaryFolder::Make().value();
  const auto path = folder.path() / "a.png";
  for (const auto& [bytes, defect] : {std::pair{std::string(), "the file is empty"},
                                      {std::string("<html>"), "neither a PNG nor a JPEG"},
                                      {std::string("\x89PNG\r\n\x1a\n"), "cannot read image"},
                                      {std::string("\xff\xd8\xff\xe0"), "cannot read image"}}) {
    ASSERT_TRUE(WriteFile(path, bytes));
    const auto image = ReadImage(path);
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::kBadInput);
    EXPECT_THAT(image.error().message, HasSubstr(defect));
    EXPECT_THAT(image.error().message, HasSubstr("a.png"));
  }
}

}  // namespace
}  // namespace dnntune::calibration
