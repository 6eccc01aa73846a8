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

struct Foreign {
  const char* name;
  std::string content;
  const char* is;
  const char* todo;
};

std::string Zip(const std::string& listed) {
  return "PK\x03\x04" + std::string(100000, 'x') + "PK\x01\x02" + listed + "PK\x05\x06";
}

// By content, whatever the name, where the content tells it.
TEST_F(FormatTest, SaysWhatAForeignFileIsAndWhatToDo) {
  const Foreign kFiles[] = {
      {"m.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "a Git LFS pointer", "run 'git lfs pull'"},
      {"m.h5", "\x89HDF\r\n\x1a\n", "an HDF5 file", "python -m tf2onnx.convert --keras "},
      {"m.keras", Zip("metadata.json model.weights.h5"), "a Keras archive", ".export("},
      {"m.pt", Zip("m/data.pkl m/version"), "a PyTorch file", "if you trust the file"},
      {"m.pth", "\x80\x02\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19.", "a PyTorch file", "if you trust the file"},
      {"m.tflite", std::string("\x10\0\0\0ORTM", 8), "a model in ONNX Runtime's own format", "use the .onnx file"},
      {"m.xml", "<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\">", "an OpenVINO model", "use the .onnx, .pb or .tflite"},
      {"m.mlmodel", "\x08\x04", "a Core ML model", "onnxmltools.convert_coreml("},
      {"m.plan", "ftrt", "a TensorRT engine", "use the .onnx file"},
      {"m.dlc", Zip("model"), "a container for Qualcomm's SNPE", "use the model"},
  };
  for (const Foreign& file : kFiles) {
    const Error error = ReadError(File(file.name, file.content));
    EXPECT_EQ(error.code, ErrorCode::kBadInput) << file.name;
    EXPECT_THAT(error.message,
                testing::AllOf(HasSubstr(file.name), HasSubstr("it is " + std::string(file.is)), HasSubstr(file.todo)));
  }
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
