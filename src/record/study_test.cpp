// SPDX-License-Identifier: Apache-2.0
#include "record/study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::record {
namespace {

using testing::HasSubstr;

Study Sample() {
  Study study{"2026-11-25T10:00:00Z", "1.0", {}};
  StudyEntry entry{"mobilenet-v2", StudyStage::kLayers, {}, "mobilenet-v2-fp32-tflite", ""};
  entry.setting.engine = "tflite";
  entry.setting.file_precision = "fp32";
  study.entries.push_back(entry);
  entry.stage = StudyStage::kThreads;
  entry.setting.threads = 2;
  entry.unavailable = "the budget was spent";
  entry.left_over = true;
  study.entries.push_back(entry);
  return study;
}

TEST(Study, ReadBackIsWhatWasPrinted) {
  const std::string text = PrintStudy(Sample());
  const Study read = ParseStudy(text).value();
  EXPECT_EQ(PrintStudy(read), text);
  ASSERT_EQ(read.entries.size(), 2U);
  EXPECT_EQ(read.entries[1].setting.threads, 2);
  EXPECT_EQ(read.entries[1].stage, StudyStage::kThreads);
  EXPECT_EQ(read.entries[1].unavailable, "the budget was spent");
  EXPECT_TRUE(read.entries[1].left_over);
}

TEST(Study, NamesTheFieldThatIsWrong) {
  std::string text = PrintStudy(Sample());
  const std::string stage = "\"stage\": \"threads\"";
  ASSERT_NE(text.find(stage), std::string::npos);
  text.replace(text.find(stage), stage.size(), "\"stage\": \"thread\"");
  const auto read = ParseStudy(text);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(read.error().message, HasSubstr("entries[1].stage"));
}

TEST(Study, IsPrintedWhateverBytesAReasonHolds) {
  Study study = Sample();
  study.entries[1].unavailable = "cannot read a\xff.tflite";
  EXPECT_EQ(ParseStudy(PrintStudy(study))->entries[1].unavailable, "cannot read a\xef\xbf\xbd.tflite");
}

TEST(Study, OfTheFirstVersionHasTheNumbersOfItsFilesAsPrecision) {
  const auto read = ParseStudy(R"({"schema": "dnntune-study-record-1", "entries": [
    {"model": "vgg16", "numbers": "int8", "stage": "layers", "setting": {"engine": "tflite"}, "profile": "vgg16-tflite-int8"}]})");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->entries[0].setting.file_precision, "int8");
}

TEST(Study, NamesWhatIsMissing) {
  EXPECT_EQ(ParseStudy(R"({"schema": "dnntune-study-record-1"})").error().message, "'entries' is missing");
  EXPECT_EQ(ParseStudy(R"({"schema": "dnntune-study-record-1", "entries": [{"numbers": "fp32"}]})").error().message,
            "entries[0]: 'model' is missing");
}

}  // namespace
}  // namespace dnntune::record
