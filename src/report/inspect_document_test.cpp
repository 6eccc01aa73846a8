// SPDX-License-Identifier: Apache-2.0
#include "report/inspect_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

void Add(graph::GraphBuilder& builder, const char* name, std::vector<std::string> inputs, const char* output,
         std::optional<std::uint64_t> macs) {
  builder.AddTensor(output, graph::DType::kFloat32, std::vector<std::int64_t>{1, 8});
  builder.AddOperator({.name = name,
                       .type = "Conv",
                       .inputs = std::move(inputs),
                       .outputs = {output},
                       .macs = macs,
                       .parameters = 10,
                       .parameter_bytes = Bytes(40),
                       .layer = name});
}

// in -> stem -> left, right -> end.
graph::Graph Branches(std::optional<std::uint64_t> macs = 1000) {
  graph::GraphBuilder builder;
  builder.AddInput("in");
  builder.AddOutput("out");
  builder.AddTensor("in", graph::DType::kFloat32, std::vector<std::int64_t>{1, 100});
  Add(builder, "stem", {"in"}, "a", macs);
  Add(builder, "left", {"a"}, "b", macs);
  Add(builder, "right", {"a"}, "c", macs);
  Add(builder, "end", {"b", "c"}, "out", macs);
  return std::move(builder).Build().value();
}

class InspectDocumentTest : public testing::Test {
 protected:
  [[nodiscard]] Document Inspect(std::size_t cuts = 100, const record::Profile* profile = nullptr) const {
    return InspectDocument(model_, cuts, profile).value();
  }
  graph::Graph graph_ = Branches();
  InspectedModel model_{.name = "net", .format = "onnx", .sha256 = "abc", .graph = graph_};
};

const Table& TableOf(const Document& document, std::size_t section, std::size_t block = 0) {
  return std::get<Table>(document.sections.at(section).blocks.at(block));
}

double Value(const Cell& cell) {
  return std::get<Number>(cell).value;
}

std::vector<std::string> FirstCells(const Table& table) {
  std::vector<std::string> texts;
  for (const Row& row : table.rows) texts.push_back(std::get<std::string>(row.cells[0]));
  return texts;
}

// Of the same layers, each of which takes two milliseconds.
record::Profile ProfileOf(const graph::Graph& graph) {
  record::Profile profile{.model = {"by hand", "tflite", ""}, .graph = graph};
  for (const graph::Layer& layer : graph.layers()) {
    profile.costs.push_back({layer.name, false, {}});
    profile.costs.back().cost.latency.samples = {Seconds(0.002)};
  }
  return profile;
}

TEST_F(InspectDocumentTest, SumsUpTheModelAndListsEveryLayer) {
  const Document document = Inspect();
  EXPECT_THAT(document.verdict, ElementsAre("net: 4 layers of 4 operators, 0.0 M MACs and 0.00 M parameters."));
  EXPECT_THAT(FirstCells(TableOf(document, 1)), ElementsAre("stem", "left", "right", "end"));
  EXPECT_EQ(Value(TableOf(document, 1).rows[0].cells[5]), 32);  // bytes of what it hands on
}

TEST_F(InspectDocumentTest, NamesCutsByTheLastLayersBeforeThem) {
  const Document document = Inspect();
  EXPECT_THAT(FirstCells(TableOf(document, 2)),
              UnorderedElementsAre("before the first layer", "after stem", "after left", "after right", "after left and right",
                                   "after the last layer"));
  EXPECT_EQ(Value(TableOf(document, 2).rows[0].cells[3]), 400);
  EXPECT_EQ(Value(TableOf(document, 2).rows[5].cells[3]), 0);
}

TEST_F(InspectDocumentTest, SaysSoWhereItCannotListEveryCut) {
  const Document document = Inspect(3);
  EXPECT_THAT(std::get<Text>(document.sections[2].blocks[0]).text, HasSubstr("more than 3 cuts"));
  EXPECT_EQ(TableOf(document, 2, 1).rows.size(), 5U);
}

TEST_F(InspectDocumentTest, GivesTheReasonWhereMacsAreNotKnown) {
  const graph::Graph unknown = Branches(std::nullopt);
  const Document document =
      InspectDocument({.name = "net", .format = "onnx", .sha256 = "", .graph = unknown}, 100, nullptr).value();
  EXPECT_THAT(document.verdict[0], HasSubstr("an unknown number of MACs"));
  EXPECT_THAT(std::get<Missing>(std::get<Fact>(document.sections[0].blocks[4]).value).reason,
              HasSubstr("MACs of 4 operators are not known"));
}

TEST_F(InspectDocumentTest, ColoursTheLayersByMacsOrByTheLatenciesOfAProfile) {
  const record::Profile profile = ProfileOf(graph_);
  const auto colour = [](const Document& document) { return std::get<Diagram>(document.sections[1].blocks.back()).colour; };
  EXPECT_EQ(colour(Inspect()), "macs");
  EXPECT_EQ(colour(Inspect(100, &profile)), "latency");
  EXPECT_EQ(Value(TableOf(Inspect(100, &profile), 1).rows[0].cells[1]), 0.002);
}

TEST_F(InspectDocumentTest, ShowsWhyALayerOfTheProfileFailed) {
  record::Profile profile = ProfileOf(graph_);
  profile.costs[2].cost = {};
  profile.costs[2].cost.failure = "killed by signal 9";
  EXPECT_EQ(std::get<Missing>(TableOf(Inspect(100, &profile), 1).rows[2].cells[1]).reason, "killed by signal 9");
}

TEST_F(InspectDocumentTest, WarnsOfAProfileOfAnotherFileAndOfNoneByHand) {
  record::Profile profile = ProfileOf(graph_);
  const auto warned = [&] {
    const Document document = Inspect(100, &profile);
    const auto* text = std::get_if<Text>(&document.sections[1].blocks[1]);
    return text != nullptr && text->kind == Text::Kind::kWarning;
  };
  EXPECT_FALSE(warned());  // written by hand, of no file
  profile.model.sha256 = "abc";
  EXPECT_FALSE(warned());
  profile.model.sha256 = "def";
  EXPECT_TRUE(warned());
}

TEST_F(InspectDocumentTest, SaysOfALayerThatTheProfileHasNotYetThatItWasNotMeasured) {
  record::Profile profile = ProfileOf(graph_);
  profile.costs.erase(profile.costs.begin());
  const Table table = TableOf(Inspect(100, &profile), 1);
  EXPECT_EQ(std::get<Missing>(table.rows[0].cells[1]).reason, "not measured");
  EXPECT_EQ(Value(table.rows[1].cells[1]), 0.002);
  EXPECT_EQ(Value(table.rows[2].cells[1]), 0.002);
}

TEST_F(InspectDocumentTest, RefusesAProfileOfOtherLayers) {
  const record::Profile profile = record::ParseProfile(R"({"schema": "dnntune-profile-1", "inputs": ["in"], "operators": [
    {"name": "a", "inputs": ["in"], "outputs": ["out"], "cost": {"seconds": 1}}], "model": {"name": "by hand"}})")
                                      .value();
  const auto document = InspectDocument(model_, 100, &profile);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(document.error().message, "the profile is of 'by hand' and has no layer 'stem': give a profile of this model");
}

TEST_F(InspectDocumentTest, SaysWhyALayerCannotBeCut) {
  model_.control_flow = {1};
  model_.stateful = {3};
  const Document document = Inspect();
  ASSERT_EQ(document.sections[1].blocks.size(), 4U);
  EXPECT_EQ(std::get<Text>(document.sections[1].blocks[1]).text,
            "layer left holds control flow: 'left' (Conv) is run as a whole and cannot be cut");
  EXPECT_THAT(std::get<Text>(document.sections[1].blocks[2]).text,
              HasSubstr("layer end keeps variables: 'end' (Conv) hands values on beside the tensors"));
}

TEST_F(InspectDocumentTest, PutsWhatWasWrittenFirstAndSaysNothingWhereNothingWas) {
  Document document = Inspect();
  const std::size_t sections = document.sections.size();
  AddWritten({}, document);
  EXPECT_EQ(document.sections.size(), sections);
  AddWritten({.dot = "", .part = "part.onnx"}, document);
  ASSERT_EQ(document.sections.front().id, "written");
  ASSERT_EQ(document.sections.front().blocks.size(), 1U);
  EXPECT_EQ(std::get<std::string>(std::get<Fact>(document.sections.front().blocks[0]).value), "part.onnx");
}

}  // namespace
}  // namespace dnntune::report
