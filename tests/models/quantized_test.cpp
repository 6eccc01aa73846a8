// SPDX-License-Identifier: Apache-2.0
// Models of the zoo, as our own quantizer of .tflite files writes them, beside what they were.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

#include "base/file.h"
#include "conformance/calibrate.h"
#include "conformance/expected_failure.h"
#include "engine/local_worker.h"
#include "engine/tflite/tflite_engine.h"
#include "format/format.h"
#include "format/tflite/quantize.h"
#include "zoo/zoo.h"

namespace dnntune::models {
namespace {

using conformance::ModelInputs;
using conformance::Value;
using Names = std::vector<std::string>;

struct Row {
  std::string_view name;
  double int8;  // least signal-to-noise ratio of an output, in dB
  double half;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

// A few dB below what was measured, with uniform noise on untrained weights.
constexpr Row kRows[] = {{"mobilenet-v2", 30, 55},
                         {"squeezenet-v1.1", 28, 55},
                         {"shufflenet-v2-0.5x", 35, 55},
                         {"mnist-mlp", 35, 60},
                         {"rnn-ptb-small", 38, 60}};

constexpr std::uint64_t kUnseen = 7;
// After three inputs the ten numbers that mnist-mlp ends in still leave their range: 22.8 dB, and 49.7 after twenty.
constexpr std::uint64_t kCalibrated = 20;

Names LayersOf(const std::filesystem::path& file) {
  const auto model = Value(format::Read(file, {}));
  Names names;
  for (const graph::Layer& layer : model->graph().layers()) names.push_back(layer.name);
  return names;
}

class QuantizedZoo : public testing::TestWithParam<Row> {
 protected:
  void SetUp() override {
    wide_ = Value(zoo::Materialise(GetParam().name, "tflite"));
    model_ = Value(format::Read(wide_, {}));
  }

  format::Quantized ToInt8(std::uint64_t calibrated) {
    std::vector<ModelInputs> inputs;
    for (std::uint64_t seed = 100; seed < 100 + calibrated; ++seed) inputs.push_back(conformance::NoiseFor(model_->graph(), seed));
    return Written(format::tflite::kQuantizer.to_int8(wide_, model_->graph(), conformance::Calibrate(wide_, inputs)));
  }
  format::Quantized ToFloat16() { return Written(format::tflite::kQuantizer.to_float16(wide_, model_->graph())); }

  // On an input that the calibration has not seen.
  void ExpectAgreement(const char* library, double least) {
    const ModelInputs input = conformance::NoiseFor(model_->graph(), kUnseen);
    engine::LocalWorker worker(Value(engine::MakeTfliteEngine()));
    const auto answer = [&](const std::filesystem::path& file, const char* kernels) {
      engine::OpenRequest request{file.string(), {}, {}, {}};
      request.setting.library = kernels;
      return conformance::Answer(worker, request, input);
    };
    const auto truth = answer(wide_, "builtin"), answers = answer(quantized_, library);
    ASSERT_EQ(answers.size(), truth.size());
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const double ratio = conformance::SignalToNoise(truth[i], answers[i]);
      EXPECT_GE(ratio, least) << library << ", output " << i;
      RecordProperty(fmt::format("{}_output_{}_db", library, i), fmt::format("{:.1f}", ratio));
    }
  }
  void ExpectSameLayers() const { EXPECT_EQ(LayersOf(quantized_), LayersOf(wide_)); }
  // Of its bytes.
  void ExpectShare(double most) const {
    EXPECT_LT(static_cast<double>(std::filesystem::file_size(quantized_)),
              most * static_cast<double>(std::filesystem::file_size(wide_)));
  }

 private:
  format::Quantized Written(Result<format::Quantized> quantized) const {
    format::Quantized written = Value(std::move(quantized));
    Value(WriteFile(quantized_, written.bytes));
    return written;
  }
  std::filesystem::path wide_;
  std::unique_ptr<format::Model> model_;
  TemporaryFolder folder_ = Value(TemporaryFolder::Make());
  std::filesystem::path quantized_ = folder_.path() / "quantized.tflite";
};

TEST_P(QuantizedZoo, AnswersInInt8) {
  // The softmax at the end.
  EXPECT_LE(ToInt8(kCalibrated).kept.size(), 1U);
  for (const char* library : {"builtin", "xnnpack"}) ExpectAgreement(library, GetParam().int8);
}

TEST_P(QuantizedZoo, AnswersWithFloat16Weights) {
  EXPECT_TRUE(ToFloat16().kept.empty());
  for (const char* library : {"builtin", "xnnpack"}) ExpectAgreement(library, GetParam().half);
}

TEST_P(QuantizedZoo, HasTheSameLayersInFewerBytes) {
  ToInt8(1);
  ExpectSameLayers();
  ExpectShare(0.33);
  ToFloat16();
  ExpectSameLayers();
  ExpectShare(0.52);
}

INSTANTIATE_TEST_SUITE_P(Models, QuantizedZoo, testing::ValuesIn(kRows), [](const auto& test) {
  std::string name(test.param.name);
  for (char& letter : name) letter = std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
  return name;
});

}  // namespace
}  // namespace dnntune::models
