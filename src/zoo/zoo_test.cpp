// SPDX-License-Identifier: Apache-2.0
#include "zoo/zoo.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
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
    const auto written = Write({.name = name}, format, path);
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
    const format::Network network = Make({.name = std::string(entry.name)}).value();
    EXPECT_EQ(network.name, entry.name);
    EXPECT_EQ(network.inputs.at(0).name, "input");
    EXPECT_EQ(network.output, "predictions");
  }
}

TEST_F(ZooTest, WritesTheSameBytesTwice) {
  ASSERT_TRUE(Write({.name = "squeezenet-v1.1"}, "onnx", folder_.path() / "a.onnx"));
  ASSERT_TRUE(Write({.name = "SqueezeNet_V1.1"}, "onnx", folder_.path() / "b.onnx"));
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
  // TensorFlow's dilated depthwise convolution computes places beyond the image, which it then crops.
  EXPECT_NEAR(Macs(other), Macs(one), 2e-3 * Macs(one));
  EXPECT_EQ(Parameters(other), Parameters(one));
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

TEST_F(ZooTest, RefusesImpossibleParameters) {
  for (const Request& request : {Request{"vgg16", 0, {}}, Request{"vgg16", 4096, {}}, Request{"deepspeech", {}, 0}}) {
    const auto made = Make(request);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::kBadInput);
    EXPECT_THAT(made.error().message, HasSubstr("give 1 to"));
  }
  EXPECT_THAT(Make({"vgg16", {}, 7}).error().message, HasSubstr("reads no sequence"));
}

// Of each of the thirteen: parameters and multiply-accumulates.
struct Counts {
  const char* name;
  double parameters, macs;
};
class ZooCounts : public ZooTest, public testing::WithParamInterface<Counts> {};

TEST_P(ZooCounts, DoNotMove) {
  const auto model = Model(GetParam().name);
  EXPECT_EQ(Parameters(model->graph()), GetParam().parameters);
  EXPECT_EQ(Macs(model->graph()), GetParam().macs);
}

std::string Print(double number) {
  return number < 1e9 ? fmt::format("{:.4g} M", number / 1e6) : fmt::format("{:.4g} G", number / 1e9);
}

TEST_P(ZooCounts, AreThoseOfTheDocument) {
  const std::string document = ReadFile(DNNTUNE_SOURCE_DIR "/docs/zoo.md").value();
  const std::size_t start = document.find(fmt::format("| {} |", GetParam().name));
  ASSERT_NE(start, std::string::npos);
  const std::string row = document.substr(start, document.find('\n', start) - start);
  EXPECT_THAT(row, HasSubstr(fmt::format("| {} | {} |", Print(GetParam().parameters), Print(GetParam().macs))));
}

constexpr Counts kCounts[] = {
    {"rnn-ptb-small", 2651600, 52480000}, {"deepspeech", 29009629, 453708800},     {"mnist-mlp", 14217226, 14209024},
    {"transformer", 48344728, 523249664}, {"inception-v1", 6998552, 1582671872},   {"inception-v3", 23817352, 5713216096},
    {"resnet-50", 25530472, 3857973248},  {"vgg16", 138357544, 15470264320},       {"mobilenet-v1", 4221032, 568740352},
    {"mobilenet-v2", 3487816, 300774272}, {"squeezenet-v1.1", 1235496, 387747520}, {"shufflenet-v2-0.5x", 1362816, 40476448},
    {"deeplab-v3", 2097013, 8825853632}};
INSTANTIATE_TEST_SUITE_P(Zoo, ZooCounts, testing::ValuesIn(kCounts), [](const auto& one) {
  std::string name = one.param.name;
  std::replace_if(
      name.begin(), name.end(), [](char letter) { return letter == '-' || letter == '.'; }, '_');
  return name;
});

TEST_F(ZooTest, SuggestsTheNearestName) {
  const auto result = Write({.name = "mobilnet-v2"}, "onnx", folder_.path() / "x.onnx");
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
  const auto result = Write({.name = "mobilenet-v2"}, "caffe", folder_.path() / "x.caffe");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace dnntune::zoo
