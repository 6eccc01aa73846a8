// SPDX-License-Identifier: Apache-2.0
#include "format/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/file.h"

namespace dnntune::format {
namespace {

using testing::HasSubstr;

class FormatTest : public testing::Test {
 protected:
  Error ReadError(const std::filesystem::path& path) {
    auto model = Read(path, {});
    EXPECT_FALSE(model);
    return model ? Error{} : model.error();
  }
  std::filesystem::path File(const std::string& name, std::string_view bytes) {
    const auto path = folder_.path() / name;
    EXPECT_TRUE(WriteFile(path, bytes));
    return path;
  }
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

TEST_F(FormatTest, NamesAMissingFile) {
  const Error error = ReadError(folder_.path() / "none.onnx");
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr("none.onnx: no such file"));
}

TEST_F(FormatTest, RefusesAFolder) {
  const Error error = ReadError(folder_.path());
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(error.message, HasSubstr("it is a folder"));
}

TEST_F(FormatTest, SaysThatKnownFormatsHaveNoReaderYet) {
  for (const char* name : {"model.pb", "model.tflite", "MODEL.TFLITE"}) {
    const Error error = ReadError(File(name, "x"));
    EXPECT_EQ(error.code, ErrorCode::kUnavailable) << name;
    EXPECT_THAT(error.message, HasSubstr("export the model as ONNX")) << name;
  }
  ASSERT_TRUE(WriteFile(folder_.path() / "saved" / "saved_model.pb", "x"));
  const Error error = ReadError(folder_.path() / "saved");
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(error.message, HasSubstr("SavedModel"));
}

TEST_F(FormatTest, RefusesAnUnknownExtension) {
  const Error error = ReadError(File("model.xyz", "x"));
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_THAT(error.message, HasSubstr("'.xyz'"));
}

TEST_F(FormatTest, RefusesAnEmptyFile) {
  EXPECT_THAT(ReadError(File("empty.onnx", "")).message, HasSubstr("the file is empty"));
}

TEST_F(FormatTest, RefusesWhatIsNotOnnx) {
  const Error error = ReadError(File("page.onnx", "<!DOCTYPE html><html><body>404 Not Found</body></html>"));
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_THAT(error.message, HasSubstr("it is not an ONNX file"));
}

TEST_F(FormatTest, RefusesTenMegabytesOfNoise) {
  std::string noise(10'000'000, '\0');
  std::mt19937_64 random(1);  // NOLINT(cert-msc51-cpp): the same noise every time
  for (char& byte : noise) byte = static_cast<char>(random());
  const Error error = ReadError(File("noise.onnx", noise));
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_THAT(error.message, HasSubstr("noise.onnx"));
}

}  // namespace
}  // namespace dnntune::format
