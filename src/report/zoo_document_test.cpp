// SPDX-License-Identifier: Apache-2.0
#include "report/zoo_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/json.h"

namespace dnntune::report {
namespace {

using metric::Quantity;
using testing::ElementsAre;

ZooFile FileOf(const char* path) {
  return {.path = path, .format = "onnx", .size = Quantity<Bytes>::Of(Bytes(1200), metric::Source::kMeasured)};
}

TEST(ZooDocument, NamesTheTypeOfWhatIsNotFloat32AndJoinsSeveralInputs) {
  const std::vector<ZooModel> models = {{.name = "bert",
                                         .title = "BERT",
                                         .inputs = {{"ids", {1, 7}, graph::DType::kInt32}, {"mask", {1, 7}}},
                                         .output = {"out", {1, 2}},
                                         .source = "a paper"}};
  EXPECT_EQ(RenderCsv(ZooListDocument(models)).back().text,
            "name,title,input,output,source\r\nbert,BERT,\"ids [1,7] int32, mask [1,7]\",\"out [1,2]\",a paper\r\n");
}

TEST(ZooDocument, NamesTheOneFileThatWasWrittenAndCountsSeveral) {
  EXPECT_THAT(ZooExportDocument("net", "fp32", std::vector{FileOf("net.onnx")}).verdict, ElementsAre("Wrote net to net.onnx."));
  EXPECT_THAT(ZooExportDocument("all", "fp32", std::vector{FileOf("a"), FileOf("b")}).verdict,
              ElementsAre("Wrote all to 2 files."));
}

TEST(ZooDocument, HasNoColumnsOfAccuracyForFloat32) {
  EXPECT_EQ(RenderCsv(ZooExportDocument("net", "fp32", std::vector{FileOf("net.onnx")})).back().text,
            "file,format,size_bytes\r\nnet.onnx,onnx,1200\r\n");
}

TEST(ZooDocument, ShowsWhatAnotherPrecisionCosts) {
  ZooFile file = FileOf("net-int8.onnx");
  file.quantized = {.operators = 30, .kept = 2, .signal_to_noise = Quantity<double>::Of(28.5, metric::Source::kMeasured)};
  const auto csv = [&] { return RenderCsv(ZooExportDocument("net", "int8", std::vector{file})).back().text; };
  EXPECT_EQ(csv(), "file,format,size_bytes,narrowed,kept,signal_to_noise_db\r\nnet-int8.onnx,onnx,1200,30,2,28.5\r\n");
  file.quantized->signal_to_noise = Quantity<double>::Unavailable("nothing differs");
  EXPECT_EQ(csv(), "file,format,size_bytes,narrowed,kept,signal_to_noise_db\r\nnet-int8.onnx,onnx,1200,30,2,\r\n");
}

TEST(ZooDocument, SaysWhyASizeIsNotKnown) {
  ZooFile file = FileOf("net.onnx");
  file.size = Quantity<Bytes>::Unavailable("permission denied");
  const Document document = ZooExportDocument("net", "fp32", std::vector{file});
  EXPECT_EQ(std::get<Missing>(std::get<Table>(document.sections[0].blocks[0]).rows[0].cells[2]).reason, "permission denied");
}

}  // namespace
}  // namespace dnntune::report
