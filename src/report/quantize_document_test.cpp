// SPDX-License-Identifier: Apache-2.0
#include "report/quantize_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/json.h"

namespace dnntune::report {
namespace {

using metric::Quantity;
using metric::Source;
using testing::ElementsAre;
using testing::HasSubstr;

record::QuantizedOutput Output(const char* name) {
  return {name, Quantity<double>::Of(31.5, Source::kMeasured), Quantity<double>::Of(0.02, Source::kMeasured),
          Quantity<double>::Of(0.875, Source::kMeasured)};
}

record::QuantizedModel Sample() {
  record::QuantizedModel model;
  model.model = "net";
  model.file = "net-int8.onnx";
  model.format = "onnx";
  model.precision = "int8";
  model.engine = "onnxruntime 1";
  model.inputs = "12 files of photos/";
  model.bytes_before = 4000000;
  model.bytes_after = 1000000;
  model.quantized = 30;
  model.kept = {{"softmax", "no rule for Softmax"}, {"resize", "no rule for Resize"}, {"softmax_1", "no rule for Softmax"}};
  model.outputs = {Output("out")};
  return model;
}

TEST(QuantizeDocument, SaysWhatWasWrittenAndHowFarItsOutputIsOff) {
  EXPECT_THAT(QuantizeDocument(Sample()).verdict,
              ElementsAre("Wrote net-int8.onnx: 1 MB instead of 4 MB; 30 of 33 operators are in int8.",
                          "Output 'out' is 31.5 dB above its difference from float32; 87.5 % agree with it."));
}

TEST(QuantizeDocument, GivesTheReasonWhereAnOutputCannotBeCompared) {
  record::QuantizedModel model = Sample();
  model.outputs[0].signal_to_noise = Quantity<double>::Unavailable("nothing differs");
  model.outputs[0].agreement = Quantity<double>::Unavailable("no vector of classes");
  const Document document = QuantizeDocument(model);
  EXPECT_EQ(document.verdict[1], "Output 'out': nothing differs.");
  const Table& table = std::get<Table>(document.sections[1].blocks[2]);
  EXPECT_EQ(std::get<Missing>(table.rows[0].cells[3]).reason, "no vector of classes");
}

TEST(QuantizeDocument, WarnsOfRangesThatAreThoseOfNoise) {
  record::QuantizedModel model = Sample();
  model.are_generated = true;
  EXPECT_THAT(QuantizeDocument(model).verdict.back(), HasSubstr("Ranges are those of noise"));
  model.precision = "fp16";  // which needs no ranges
  EXPECT_THAT(QuantizeDocument(model).verdict.back(), HasSubstr("It was compared on noise"));
  EXPECT_EQ(QuantizeDocument(model).title, "Model net in float16");
}

TEST(QuantizeDocument, NamesThreeOutputsAndLeavesTheRestToTheTable) {
  record::QuantizedModel model = Sample();
  model.outputs = {Output("a"), Output("b"), Output("c"), Output("d"), Output("e")};
  const Document document = QuantizeDocument(model);
  EXPECT_EQ(document.verdict.size(), 2U);
  EXPECT_EQ(std::get<Table>(document.sections[1].blocks[2]).rows.size(), 5U);
}

TEST(QuantizeDocument, CountsTheOperatorsThatStayedByReasonAndNamesTheFirst) {
  const auto tables = RenderCsv(QuantizeDocument(Sample()));
  ASSERT_EQ(tables[2].name, "reasons");
  EXPECT_EQ(tables[2].text, "reason,operators,first\r\nno rule for Resize,1,resize\r\nno rule for Softmax,2,softmax\r\n");
}

TEST(QuantizeDocument, HasNoSectionOfFloat32WhereNothingStayed) {
  record::QuantizedModel model = Sample();
  model.kept.clear();
  EXPECT_EQ(QuantizeDocument(model).sections.size(), 2U);
}

}  // namespace
}  // namespace dnntune::report
