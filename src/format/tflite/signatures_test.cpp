// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/signatures.h"

#include <gmock/gmock.h>

#include "format/tflite/draft.h"

namespace dnntune::format::tflite {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Signature "encode" of the first graph, y = relu(x), and "decode" of the second, z = relu(b), whose tensor 0 is nobody's.
Draft TwoSignatures() {
  Draft draft;
  draft.Input("x", {8}).Shape("y", {8}).Output("y").Operator(schema::BuiltinOperator::RELU, {"x"}, {"y"});
  auto& second = draft.AddSubgraph();
  for (const char* name : {"idle", "b", "z"}) {
    second.tensors.emplace_back(std::make_unique<schema::TensorT>(draft.At("x")))->name = name;
  }
  second.inputs = {1};
  second.outputs = {2};
  second.operators.push_back(std::make_unique<schema::OperatorT>(*draft.main().operators.front()));
  second.operators.front()->inputs = {1};
  second.operators.front()->outputs = {2};
  for (const std::uint32_t graph : {0U, 1U}) {
    auto& signature = *draft.model.signature_defs.emplace_back(std::make_unique<schema::SignatureDefT>());
    signature.signature_key = graph == 0 ? "encode" : "decode";
    signature.subgraph_index = graph;
    auto& output = *signature.outputs.emplace_back(std::make_unique<schema::TensorMapT>());
    output.name = "result";
    output.tensor_index = graph + 1;
  }
  return draft;
}

auto Extract(const Draft& draft, const std::string& signature) {
  return ExtractSignature(draft.Bytes(), "draft.tflite", signature);
}

TEST(TfliteSignatures, AreNamedInTheFilesOrder) {
  const auto signatures = FindSignatures(TwoSignatures().Bytes(), "draft.tflite").value();
  EXPECT_THAT(signatures.names, ElementsAre("encode", "decode"));
  EXPECT_EQ(signatures.first, "encode");
  Draft draft = TwoSignatures();
  draft.model.signature_defs.clear();
  EXPECT_THAT(FindSignatures(draft.Bytes(), "draft.tflite")->names, IsEmpty());
}

TEST(TfliteSignatures, BecomeFilesOfTheirOwn) {
  const auto bytes = Extract(TwoSignatures(), "decode").value();
  ASSERT_TRUE(bytes);
  const auto own = schema::UnPackModel(bytes->data());
  ASSERT_EQ(own->subgraphs.size(), 1U);
  const auto& tensors = own->subgraphs[0]->tensors;
  ASSERT_EQ(tensors.size(), 2U);
  EXPECT_EQ(tensors[0]->name + tensors[1]->name, "bz");
  ASSERT_EQ(own->signature_defs.size(), 1U);
  EXPECT_EQ(own->signature_defs[0]->signature_key, "decode");
  EXPECT_EQ(own->signature_defs[0]->outputs.at(0)->tensor_index, 1U);
  // Once more: it is the first graph of that file.
  EXPECT_FALSE(ExtractSignature(*bytes, "own.tflite", "decode").value());
}

TEST(TfliteSignatures, OfTheFirstGraphAreTheFileItself) {
  EXPECT_FALSE(Extract(TwoSignatures(), "encode").value());
}

TEST(TfliteSignatures, AreRefusedWhereTheFileHasThemNot) {
  EXPECT_THAT(Refusal(Extract(TwoSignatures(), "train")),
              HasSubstr("model draft.tflite: it has no signature 'train'; its signatures are encode, decode"));
  Draft draft = TwoSignatures();
  draft.model.subgraphs[1]->operators.clear();
  EXPECT_THAT(Refusal(Extract(draft, "decode")), HasSubstr("the graph of its signature 'decode' has no operator"));
  draft.model.signature_defs[1]->subgraph_index = 9;
  EXPECT_THAT(draft.ReadError(), HasSubstr("a signature's graph is not there"));
  draft.model.signature_defs.clear();
  EXPECT_THAT(Refusal(Extract(draft, "decode")), HasSubstr("it has no signatures; leave model.signature out"));
}

TEST(Signatures, AreNotedWhereThereAreOthers) {
  EXPECT_FALSE(NoteOnOthers({}, ""));
  EXPECT_FALSE(NoteOnOthers({{"serving_default"}, "serving_default"}, ""));
  EXPECT_EQ(NoteOnOthers({{"encode", "decode"}, "encode"}, ""),
            "this is signature 'encode' of the file, which has 1 other: decode; choose with model.signature or --signature");
  EXPECT_THAT(NoteOnOthers({{"a", "b", "c"}, ""}, "b").value(), HasSubstr("signature 'b' of the file, which has 2 others: a, c;"));
  EXPECT_THAT(NoteOnOthers({{"a"}, ""}, "").value(), HasSubstr("this is the first graph of the file"));
}

}  // namespace
}  // namespace dnntune::format::tflite
