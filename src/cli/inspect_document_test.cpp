// SPDX-License-Identifier: Apache-2.0
#include "cli/inspect_document.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

using testing::HasSubstr;

class InspectTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto path = folder_.path() / "model.onnx";
    ASSERT_TRUE(zoo::Write({.name = "squeezenet-v1.1"}, "onnx", path));
    auto model = format::Read(path, {});
    ASSERT_TRUE(model) << model.error().message;
    model_ = *std::move(model);
  }
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
  std::unique_ptr<format::Model> model_;
};

const report::Table& TableOf(const report::Document& document, std::size_t section, std::size_t block = 0) {
  return std::get<report::Table>(document.sections.at(section).blocks.at(block));
}

double Value(const report::Cell& cell) {
  return std::get<report::Number>(cell).value;
}

// Of a chain of layers that take two milliseconds each.
record::Profile ProfileOf(std::span<const graph::Layer> layers) {
  std::string operators;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    operators += fmt::format(R"({}{{"name": "{}", "inputs": ["t{}"], "outputs": ["t{}"], "cost": {{"seconds": 0.002}}}})",
                             i == 0 ? "" : ",", layers[i].name, i, i + 1);
  }
  return record::ParseProfile(R"({"schema": "dnntune-profile-1", "model": {"name": "by hand"}, "inputs": ["t0"],
      "tensors": [{"name": "t0", "bytes": 4}], "operators": [)" +
                              operators + "]}")
      .value();
}

TEST_F(InspectTest, ListsEveryLayerAndOneMoreCut) {
  const report::Document document = InspectDocument("squeezenet", *model_, 100, nullptr).value();
  EXPECT_THAT(document.verdict[0], HasSubstr("squeezenet: 15 layers"));
  const report::Table& layers = TableOf(document, 1);
  ASSERT_EQ(layers.rows.size(), 15U);
  EXPECT_EQ(std::get<std::string>(layers.rows[2].cells[0]), "fire2");
  EXPECT_EQ(Value(layers.rows[2].cells[5]), 128 * 56 * 56 * 4);
  const report::Table& cuts = TableOf(document, 2);
  ASSERT_EQ(cuts.rows.size(), 16U);
  EXPECT_EQ(std::get<std::string>(cuts.rows[0].cells[0]), "before the first layer");
  EXPECT_EQ(Value(cuts.rows[0].cells[3]), 3 * 227 * 227 * 4);
  EXPECT_EQ(std::get<std::string>(cuts.rows[3].cells[0]), "after fire2");
  EXPECT_EQ(Value(cuts.rows[15].cells[3]), 0);
}

TEST_F(InspectTest, SaysSoWhereItCannotListEveryCut) {
  const report::Document document = InspectDocument("squeezenet", *model_, 3, nullptr).value();
  EXPECT_THAT(std::get<report::Text>(document.sections[2].blocks[0]).text, HasSubstr("more than 3 cuts"));
  EXPECT_EQ(TableOf(document, 2, 1).rows.size(), 16U);
}

TEST_F(InspectTest, DrawsTheLayersColouredByMacsOrByTheLatenciesOfAProfile) {
  const record::Profile profile = ProfileOf(model_->graph().layers());
  const auto colour = [&](const record::Profile* of) {
    return std::get<report::Diagram>(InspectDocument("squeezenet", *model_, 100, of)->sections[1].blocks.back()).colour;
  };
  EXPECT_EQ(colour(nullptr), "macs");
  EXPECT_EQ(colour(&profile), "latency");
  EXPECT_EQ(Value(TableOf(*InspectDocument("squeezenet", *model_, 100, &profile), 1).rows[0].cells[1]), 0.002);
}

TEST_F(InspectTest, SaysThatAProfileIsOfAnotherFile) {
  record::Profile profile = ProfileOf(model_->graph().layers());
  profile.model.sha256 = std::string(64, '0');
  const report::Document document = InspectDocument("squeezenet", *model_, 100, &profile).value();
  EXPECT_THAT(std::get<report::Text>(document.sections[1].blocks[1]).text, HasSubstr("is of another file"));
}

TEST_F(InspectTest, RefusesAProfileOfOtherLayers) {
  const record::Profile profile = ProfileOf(model_->graph().layers().subspan(1));
  const auto document = InspectDocument("squeezenet", *model_, 100, &profile);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().message, "the profile is of 'by hand' and has no layer 'conv1': give a profile of this model");
}

TEST_F(InspectTest, SaysWhyALayerCannotBeCut) {
  const std::pair<const char*, const char*> notes[] = {
      {"tensorflow/loop.pb", "layer while holds control flow: 'while' (ControlFlow) is run as a whole and cannot be cut"},
      {"tflite/while.tflite", "layer a holds control flow: 'a' (WHILE) is run as a whole and cannot be cut"},
      {"tflite/variables.tflite", "layer model keeps variables: 'handle' (VAR_HANDLE) hands values on beside the tensors"}};
  for (const auto& [file, note] : notes) {
    const auto model = format::Read(std::string(DNNTUNE_SOURCE_DIR "/tests/fuzz/corpus/") + file, {});
    ASSERT_TRUE(model) << model.error().message;
    const report::Document document = InspectDocument("model", **model, 100, nullptr).value();
    ASSERT_EQ(document.sections[1].blocks.size(), 3U) << file;
    EXPECT_THAT(std::get<report::Text>(document.sections[1].blocks[1]).text, HasSubstr(note));
  }
}

TEST_F(InspectTest, DrawsLayersAndTensors) {
  const std::string dot = Dot("squeezenet", model_->graph());
  EXPECT_THAT(dot, HasSubstr("digraph \"squeezenet\""));
  EXPECT_THAT(dot, HasSubstr("\"conv1\" -> \"pool1\" [label=\"conv1/conv_relu (3268864 B)\"]"));
  EXPECT_THAT(dot, HasSubstr("\"in: input\" -> \"conv1\""));
  EXPECT_THAT(dot, HasSubstr("\"prob\" -> \"out: predictions\""));
}

TEST_F(InspectTest, WritesARangeOfLayersAsAModel) {
  const auto range = ParseRange(model_->graph(), "fire2..fire3");
  ASSERT_TRUE(range) << range.error().message;
  const auto bytes = SliceRange(*model_, *range);
  ASSERT_TRUE(bytes) << bytes.error().message;
  ASSERT_TRUE(WriteFile(folder_.path() / "part.onnx", *bytes));
  const auto part = format::Read(folder_.path() / "part.onnx", {});
  ASSERT_TRUE(part) << part.error().message;
  ASSERT_EQ((*part)->graph().layers().size(), 2U);
  EXPECT_EQ((*part)->graph().layers()[1].name, "fire3");
}

TEST_F(InspectTest, TakesOpenRanges) {
  EXPECT_EQ(ParseRange(model_->graph(), "..fire2")->first, 0U);
  EXPECT_EQ(ParseRange(model_->graph(), "fire2..")->last, 14U);
}

TEST_F(InspectTest, RefusesWrongRanges) {
  EXPECT_EQ(ParseRange(model_->graph(), "fire2").error().code, ErrorCode::kUsage);
  EXPECT_THAT(ParseRange(model_->graph(), "fire22..").error().message, HasSubstr("did you mean 'fire2'?"));
  EXPECT_THAT(ParseRange(model_->graph(), "fire3..fire2").error().message, HasSubstr("swap them"));
}

}  // namespace
}  // namespace dnntune::cli
