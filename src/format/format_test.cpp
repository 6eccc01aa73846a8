// SPDX-License-Identifier: Apache-2.0
#include "format/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST_F(FormatTest, SaysHowToFreezeASavedModel) {
  const auto file = folder_.path() / "saved" / "saved_model.pb";
  ASSERT_TRUE(WriteFile(file, "\x08\x01\x12\x02\x0a\x00"));
  for (const auto& path : {file, file.parent_path()}) {
    const Error error = ReadError(path);
    EXPECT_EQ(error.code, ErrorCode::kBadInput);
    EXPECT_THAT(error.message, HasSubstr("it is a SavedModel, not a GraphDef; freeze it"));
  }
}

TEST_F(FormatTest, RefusesAnUnknownExtension) {
  const Error error = ReadError(File("model.xyz", "x"));
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_THAT(error.message, HasSubstr("'.xyz'; name an .onnx, .pb or .tflite file"));
}

TEST_F(FormatTest, RefusesWhatIsNotOnnx) {
  const Error error = ReadError(File("page.onnx", "<!DOCTYPE html><html><body>404 Not Found</body></html>"));
  EXPECT_EQ(error.code, ErrorCode::kBadInput);
  EXPECT_THAT(error.message, HasSubstr("it is not an ONNX file"));
}

TEST(Formats, AreFoundByNameAndByTheExtensionThatTheyWrite) {
  ASSERT_FALSE(Formats().empty());
  for (const Format& format : Formats()) {
    EXPECT_EQ(FormatNamed(format.name), &format);
    EXPECT_EQ(FormatOf("model" + std::string(format.extensions.front())).value(), &format);
  }
  EXPECT_EQ(FormatNamed("caffe"), nullptr);
}

}  // namespace
}  // namespace dnntune::format
