// SPDX-License-Identifier: Apache-2.0
#include "cli/model_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "spec/known_names.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

using testing::HasSubstr;
using Engines = std::vector<std::string>;

TEST(ModelFormat, IsTheFirstThatAllEnginesRead) {
  EXPECT_EQ(FormatFor(Engines{"onnxruntime"}), "onnx");
  EXPECT_EQ(FormatFor(Engines{"tflite", "tflite"}), "tflite");
  EXPECT_EQ(FormatFor(Engines{"null", "tflite"}), "tflite");
  EXPECT_EQ(FormatFor(Engines{"openvino"}), "onnx");
  EXPECT_EQ(FormatFor(Engines{"openvino", "tflite"}), "tflite");
  EXPECT_EQ(FormatFor(Engines{"tensorflow", "openvino"}), "tensorflow");
  EXPECT_EQ(FormatFor(Engines{"replay", "null"}), "onnx");
}

TEST(ModelFormat, IsItsOwnForAnEngineThatReadsNothingThatTheOthersRead) {
  EXPECT_EQ(FormatFor(Engines{"tflite", "onnxruntime"}), "tflite");
  EXPECT_EQ(FormatFor(Engines{"onnxruntime", "tflite"}), "onnx");
}

TEST(ModelFormat, OfSeveralFilesIsThatOfTheFirstThatAllEnginesRead) {
  const std::vector<std::filesystem::path> files = {"m.pb", "m.tflite", "m.onnx"};
  EXPECT_EQ(FileFor(Engines{"onnxruntime"}, files), "m.onnx");
  EXPECT_EQ(FileFor(Engines{"null", "tflite"}, files), "m.tflite");
  EXPECT_EQ(FileFor(Engines{"tensorflow", "tflite"}, files), "m.pb");
  EXPECT_EQ(FileFor(Engines{"tflite", "tensorflow"}, files), "m.tflite");
  EXPECT_EQ(FileFor(Engines{"onnxruntime"}, std::vector<std::filesystem::path>{"m.pb"}), "m.pb");
}

TEST(ModelFormat, IsOneThatTheZooWritesForEveryEngineThatCanBeUsed) {
  const auto folder = TemporaryFolder::Make().value();
  for (const spec::KnownName& engine : spec::NamesOf(spec::NameKind::kFramework)) {
    if (!engine.reason.empty()) continue;
    const auto format = FormatFor(Engines{engine.name});
    EXPECT_TRUE(zoo::Write({.name = "squeezenet-v1.1"}, format, folder.path() / "model")) << engine.name;
  }
}

TEST(ModelFormat, NamesTheEngineThatReadsAFile) {
  EXPECT_TRUE(CheckReads("tflite", "tflite", "m.tflite"));
  const auto checked = CheckReads("onnxruntime", "tflite", "m.tflite");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(checked.error().message,
              HasSubstr("model m.tflite is a file of format tflite, which engine onnxruntime does not read"));
  EXPECT_THAT(checked.error().message, HasSubstr("set framework to tflite or litert or openvino, or "));
}

}  // namespace
}  // namespace dnntune::cli
