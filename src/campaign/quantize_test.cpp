// SPDX-License-Identifier: Apache-2.0
#include "campaign/quantize.h"

#include <gmock/gmock.h>

#include "campaign/made_run_test.h"
#include "campaign/model_file.h"

namespace dnntune::campaign {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Quantising : public MadeRun {
 protected:
  // The model in int8, with ranges that were made up.
  std::filesystem::path Int8(const std::filesystem::path& file) {
    const auto model = format::Read(file, {}).value();
    const format::Quantizer* quantizer = QuantizerOf("onnx", file).value();
    format::Ranges ranges;
    const auto tensors = quantizer->calibrated(file, model->graph()).value();
    for (const std::string& tensor : tensors) ranges[tensor] = {-1, 1};
    const auto path = folder_.path() / "two-int8.onnx";
    EXPECT_TRUE(WriteFile(path, quantizer->to_int8(file, model->graph(), ranges).value().bytes));
    return path;
  }
  Result<std::unique_ptr<Ready>> InPrecision(const spec::Model& model, const std::string& precision) {
    const spec::Spec spec = Spec();
    const auto plan = PlanOne(spec, "", MakeContext());
    spec::PlannedDevice device = plan->devices.front();
    device.setting.file_precision = precision;
    return MakeReadyInPrecision({spec, model, device}, Run(), MakeContext());
  }
  std::filesystem::path FileOf(const spec::Model& model, const std::string& precision) {
    return InPrecision(model, precision).value()->installed.loaded->file;
  }
};

TEST_F(Quantising, WritesAFileBesideTheModelAndSaysWhatItIs) {
  const spec::Spec spec = Spec();
  const auto made = QuantizeModel({spec, "", {.precision = "fp16"}, {}}, MakeContext());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->file, folder_.path() / "two-fp16.onnx");
  EXPECT_TRUE(std::filesystem::exists(made->file));
  EXPECT_EQ(made->model, "two");
  EXPECT_TRUE(made->are_generated);
  EXPECT_LT(made->bytes_after, made->bytes_before);
  EXPECT_EQ(FilePrecisionOf(format::Read(made->file, {}).value()->graph()), "fp16");
}

TEST_F(Quantising, DoesNotWriteOverTheModelItself) {
  const spec::Spec spec = Spec();
  const auto made = QuantizeModel({spec, "", {.precision = "fp16"}, spec.model.file}, MakeContext());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kUsage);
}

TEST_F(Quantising, RefusesAnUnknownPrecisionAndAFormatThatHasNoQuantiser) {
  EXPECT_THAT(CheckQuantizing({.precision = "int9"}).error().message, HasSubstr("did you mean 'int8'?"));
  EXPECT_FALSE(CheckQuantizing({.pixels = "imagnet"}));
  const auto quantizer = QuantizerOf("tensorflow", "m.pb");
  ASSERT_FALSE(quantizer);
  EXPECT_THAT(quantizer.error().message, HasSubstr("onnx or tflite"));
}

TEST_F(Quantising, ChoosesTheFileThatHasThePrecision) {
  spec::Model model = Spec().model;
  const auto exact = model.file;
  model.other_files = {Int8(exact)};
  EXPECT_EQ(FileOf(model, "int8"), model.other_files[0]);
  EXPECT_EQ(FileOf(model, "fp32"), exact);
  EXPECT_EQ(FileOf(model, ""), exact);
  const auto int8 = InPrecision(model, "int8").value();
  EXPECT_THAT(int8->task->notes, IsEmpty()) << "it is the person's own";
  EXPECT_EQ(int8->task->model.name, "two") << "one model, whichever file it is in";
}

TEST_F(Quantising, MakesTheFileOnceWhereThereIsNone) {
  const spec::Model model = Spec().model;
  const auto made = InPrecision(model, "fp16");
  ASSERT_TRUE(made) << made.error().message;
  const auto file = (*made)->installed.loaded->file;
  EXPECT_EQ(file, Run() / "models" / "two-fp16.onnx");
  EXPECT_THAT((*made)->task->notes, ElementsAre("the model's file was quantised to fp16 by dnntune"));
  const auto written = std::filesystem::last_write_time(file);
  EXPECT_EQ(FileOf(model, "fp16"), file);
  EXPECT_EQ(std::filesystem::last_write_time(file), written);
  EXPECT_EQ(progress_.notes, std::vector<std::string>{"writing two-fp16.onnx"});
}

TEST_F(Quantising, CannotMakeAFloatFileOfAnInt8One) {
  spec::Model model = Spec().model;
  model.file = Int8(model.file);
  const auto made = InPrecision(model, "fp32");
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, HasSubstr("only a float32 file can be made so"));
}

}  // namespace
}  // namespace dnntune::campaign
