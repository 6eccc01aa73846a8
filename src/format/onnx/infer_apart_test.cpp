// SPDX-License-Identifier: Apache-2.0
#include "format/onnx/infer_apart.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/process.h"
#include "format/onnx/draft.h"

namespace dnntune::format::onnx {
namespace {

using testing::HasSubstr;

// A shell script as a program.
std::filesystem::path Script(const std::string& name, const std::string& commands) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / (name + ".sh");
  EXPECT_TRUE(WriteFile(path, "#!/bin/sh\n" + commands + "\n"));
  EXPECT_EQ(::chmod(path.c_str(), 0700), 0);
  return path;
}

std::string FailureOf(const std::string& name, const std::string& commands, std::chrono::milliseconds limit) {
  ModelProto model = Chain().model;
  const std::string before = model.SerializeAsString();
  std::string failure = InferApart(Script(name, commands), limit, model);
  EXPECT_EQ(model.SerializeAsString(), before);
  return failure;
}

constexpr std::chrono::minutes kLong{1};

TEST(InferApart, TellsShapes) {
  ModelProto model = Chain().model;
  ASSERT_EQ(InferApart(FindProgram(kInferenceProgram).value(), kLong, model), "");
  ASSERT_EQ(model.graph().value_info_size(), 2);
  EXPECT_EQ(model.graph().value_info(1).type().tensor_type().shape().dim(1).dim_value(), 6);
}

TEST(InferApart, ACrashIsNamedAndLeavesTheModelAsItWas) {
  EXPECT_THAT(FailureOf("crash", "kill -SEGV $$", kLong), HasSubstr("libonnx was killed by signal 11"));
}

TEST(InferApart, ALoopIsBoundedAndNamed) {
  EXPECT_EQ(FailureOf("loop", "while :; do :; done", std::chrono::milliseconds(200)), "no answer within 200 ms");
}

TEST(InferApart, AnAnswerThatIsNoModelIsNamed) {
  EXPECT_THAT(FailureOf("noise", "cat <&3 >/dev/null; echo no model >&3", kLong), HasSubstr("libonnx ended with exit code 0"));
}

TEST(InferApart, AProgramThatIsNotThereIsNamed) {
  ModelProto model = Chain().model;
  EXPECT_THAT(InferApart("/no/such/program", kLong, model), HasSubstr("cannot start /no/such/program"));
}

}  // namespace
}  // namespace dnntune::format::onnx
