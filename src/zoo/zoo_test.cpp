// SPDX-License-Identifier: Apache-2.0
#include "zoo/zoo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <numeric>

#include "base/file.h"
#include "base/sha256.h"
#include "format/format.h"

namespace dnntune::zoo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ZooTest : public testing::Test {
 protected:
  std::unique_ptr<format::Model> Model(const std::string& name, const std::string& format = "onnx") {
    const auto path = folder_.path() / FileName(name, format);
    const auto written = Write(name, format, path);
    EXPECT_TRUE(written) << written.error().message;
    auto model = format::Read(path, {});
    EXPECT_TRUE(model) << model.error().message;
    return *std::move(model);
  }
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

double Macs(const graph::Graph& graph) {
  double sum = 0;
  for (const auto& op : graph.operators()) sum += static_cast<double>(op.macs.value());
  return sum;
}

double Parameters(const graph::Graph& graph) {
  double sum = 0;
  for (const auto& op : graph.operators()) sum += static_cast<double>(op.parameters);
  return sum;
}

std::vector<std::string> LayerNames(const graph::Graph& graph) {
  std::vector<std::string> names;
  for (const auto& layer : graph.layers()) names.push_back(layer.name);
  return names;
}

TEST_F(ZooTest, MobileNetV2HasThePapersSizeAndLayers) {
  const auto model = Model("mobilenet-v2");
  EXPECT_NEAR(Parameters(model->graph()), 3.5e6, 0.03e6);
  EXPECT_NEAR(Macs(model->graph()), 300e6, 3e6);
  const auto names = LayerNames(model->graph());
  ASSERT_EQ(names.size(), 20U);
  EXPECT_EQ(names.front(), "Conv1");
  EXPECT_EQ(names[6], "Bottleneck_3_3");
  EXPECT_EQ(names.back(), "Predictions");
  const auto output = model->graph().LayerOutputs(6);
  ASSERT_EQ(output.size(), 1U);
  EXPECT_THAT(*model->graph().tensors()[output[0]].shape, ElementsAre(1, 32, 28, 28));
}

TEST_F(ZooTest, SqueezeNetHasTheReleasesSizeAndLayers) {
  const auto model = Model("squeezenet-v1.1");
  EXPECT_NEAR(Parameters(model->graph()), 1.235e6, 0.005e6);
  // 349 M at 224 x 224; the release's 227 x 227 makes the maps 56, 28 and 14 wide instead of 55, 27 and 13.
  EXPECT_NEAR(Macs(model->graph()), 388e6, 2e6);
  EXPECT_THAT(LayerNames(model->graph()), ElementsAre("conv1", "pool1", "fire2", "fire3", "pool3", "fire4", "fire5", "pool5",
                                                      "fire6", "fire7", "fire8", "fire9", "conv10", "pool10", "prob"));
}

TEST_F(ZooTest, ResNet50HasThePapersSizeAndLayers) {
  const auto model = Model("resnet-50");
  EXPECT_NEAR(Parameters(model->graph()), 25.55e6, 0.05e6);
  EXPECT_NEAR(Macs(model->graph()), 3.85e9, 0.05e9);
  const auto names = LayerNames(model->graph());
  EXPECT_EQ(names.size(), 19U);
  EXPECT_EQ(names[2], "conv2_1");
  EXPECT_EQ(names.back(), "fc");
}

TEST_F(ZooTest, EveryModelReadsInputAndYieldsPredictions) {
  for (const Entry& entry : Models()) {
    const format::Network network = entry.make();
    EXPECT_EQ(network.input, "input");
    EXPECT_EQ(network.output, "predictions");
    EXPECT_THAT(std::string(entry.input), HasSubstr(std::to_string(network.height)));
  }
}

TEST_F(ZooTest, WritesTheSameBytesTwice) {
  ASSERT_TRUE(Write("squeezenet-v1.1", "onnx", folder_.path() / "a.onnx"));
  ASSERT_TRUE(Write("SqueezeNet_V1.1", "onnx", folder_.path() / "b.onnx"));
  EXPECT_EQ(*Sha256File(folder_.path() / "a.onnx"), *Sha256File(folder_.path() / "b.onnx"));
}

TEST_F(ZooTest, MaterialisesIntoTheCacheOnce) {
  ASSERT_EQ(setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1), 0);
  const auto path = Materialise("squeezenet-v1.1", "onnx");
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_EQ(path->parent_path(), folder_.path() / "dnntune" / "zoo");
  const auto first = std::filesystem::last_write_time(*path);
  EXPECT_EQ(*Materialise("squeezenet-v1.1", "onnx"), *path);
  EXPECT_EQ(std::filesystem::last_write_time(*path), first);
}

using SizedNames = std::vector<std::pair<std::string, double>>;

SizedNames OutputsOf(const graph::Graph& graph, graph::LayerId layer) {
  SizedNames outputs;
  for (const auto id : graph.LayerOutputs(layer))
    outputs.emplace_back(graph.tensors()[id].name, graph.tensors()[id].bytes->value());
  return outputs;
}

void ExpectSameCuts(const graph::Graph& one, const graph::Graph& other) {
  EXPECT_EQ(LayerNames(other), LayerNames(one));
  EXPECT_EQ(Macs(other), Macs(one));
  EXPECT_NEAR(Parameters(other), Parameters(one), 100);  // ONNX counts the bounds of its Clip operators
  for (graph::LayerId layer = 0; layer < one.layers().size(); ++layer) {
    EXPECT_EQ(OutputsOf(other, layer), OutputsOf(one, layer)) << one.layers()[layer].name;
  }
}

TEST_F(ZooTest, HasTheSameLayersTensorsAndSizesInEveryFormat) {
  for (const Entry& entry : Models()) {
    const auto onnx = Model(std::string(entry.name));
    for (const char* format : {"tensorflow", "tflite"}) {
      SCOPED_TRACE(std::string(entry.name) + " as " + format);
      ExpectSameCuts(onnx->graph(), Model(std::string(entry.name), format)->graph());
    }
  }
}

TEST_F(ZooTest, SuggestsTheNearestName) {
  const auto result = Write("mobilenet-v3", "onnx", folder_.path() / "x.onnx");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(result.error().message, HasSubstr("did you mean 'mobilenet-v2'?"));
}

TEST_F(ZooTest, ResolvesAFileBeforeAName) {
  ASSERT_EQ(setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1), 0);
  const auto file = folder_.path() / "own.onnx";
  ASSERT_TRUE(WriteFile(file, "x"));
  EXPECT_EQ(*Resolve(file.string(), "onnx"), file);
  EXPECT_THAT(Resolve("SqueezeNet-V1.1", "onnx")->string(), HasSubstr("squeezenet-v1.1-"));
  const auto wrong = Resolve("resnet50", "onnx");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("did you mean 'resnet-50'?"));
}

TEST_F(ZooTest, SaysWhichFormatsItCannotWrite) {
  const auto result = Write("mobilenet-v2", "caffe", folder_.path() / "x.caffe");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace dnntune::zoo
