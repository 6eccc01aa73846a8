// SPDX-License-Identifier: Apache-2.0
#include "tune/tolerances.h"

#include <gtest/gtest.h>

namespace dnntune::tune {
namespace {

record::Profile On(const char* engine) {
  record::Profile profile = record::ParseProfile(R"({"schema": "dnntune-profile-2", "inputs": ["in"],
    "operators": [{"name": "a", "inputs": ["in"], "outputs": ["x"], "cost": {"seconds": 0.001}}]})")
                                .value();
  profile.model.format = "onnx";
  profile.device.description = "a machine";
  profile.setting.engine = engine;
  return profile;
}

TEST(TolerancesOf, TwoMachinesWithTheSameKernelsIsWhatTheirEngineStates) {
  record::Profile device = On("onnxruntime"), cloud = On("onnxruntime");
  device.setting.slowdown = 6;
  device.setting.core_ids = {0};
  for (record::Profile* profile : {&device, &cloud}) profile->setting.knobs["graph_optimization"] = "all";
  EXPECT_EQ(TolerancesOf(device, cloud).between.relative, 1e-4);
  for (record::Profile* profile : {&device, &cloud}) profile->setting.knobs["graph_optimization"] = "basic";
  const split::Tolerances lower = TolerancesOf(device, cloud);
  EXPECT_EQ(lower.between.relative, 1e-5);
  EXPECT_EQ(lower.in_cloud.relative, 1e-5);
  EXPECT_FALSE(lower.between.least_snr_db);
}

TEST(TolerancesOf, OtherKernelsIsWider) {
  const double other = TolerancesOf(On("tensorflow"), On("openvino")).between.relative;
  EXPECT_GT(other, 1e-4);
  record::Profile more = On("tensorflow");
  more.setting.threads = 4;
  EXPECT_EQ(TolerancesOf(On("tensorflow"), more).between.relative, other);
  record::Profile elsewhere = On("tensorflow");
  elsewhere.device.description = "another machine";
  EXPECT_EQ(TolerancesOf(On("tensorflow"), elsewhere).between.relative, other);
  EXPECT_EQ(TolerancesOf(On("tensorflow"), elsewhere).on_device.relative, 0) << "by itself each is exact";
}

TEST(TolerancesOf, DifferentNumbersIsASignalToNoise) {
  record::TensorConversion quantised{.tensor = "x", .how = {}, .arrival = {}, .back = {}};
  quantised.how.from.quantization = graph::Quantization{0.5, 0};
  record::Profile device = On("tflite"), cloud = On("onnxruntime");
  cloud.conversions = record::Conversions{{}, {quantised}};
  EXPECT_EQ(TolerancesOf(device, cloud).between.least_snr_db, record::kLeastSnrDb);
  EXPECT_FALSE(TolerancesOf(device, cloud).on_device.least_snr_db) << "its own file against itself";
}

}  // namespace
}  // namespace dnntune::tune
