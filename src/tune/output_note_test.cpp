// SPDX-License-Identifier: Apache-2.0
#include "tune/output_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dnntune::tune {
namespace {

record::Conversions Between(graph::DType dtype, std::optional<graph::Quantization> quantization) {
  const graph::Form from{dtype, {1}, quantization}, to{graph::DType::kFloat32, {1}};
  return {{"m", "tflite", ""}, {{.tensor = "x", .how = {from, {1}, {0}, to}, .arrival = {}, .back = {}}}};
}

std::vector<LinkDecision> Proven() {
  record::Proof split, cloud;
  split.candidate = "after conv";
  split.difference = record::OutputDifference{0.5, 21.25};
  cloud.candidate = "all in the cloud";
  cloud.difference = record::OutputDifference{};
  std::vector<LinkDecision> decisions(2);
  for (LinkDecision& one : decisions) one.decision.proofs = {split, cloud};
  return decisions;
}

TEST(OutputNote, NamesEachDeploymentsDistanceOnceWhereNumbersDiffer) {
  const auto note = OutputNote(Proven(), Between(graph::DType::kInt8, graph::Quantization{0.5, 0}));
  ASSERT_TRUE(note);
  EXPECT_THAT(*note,
              testing::HasSubstr("changes the outputs: against the whole model in the cloud, signal to noise is 21.2 dB after "
                                 "conv; which of them"));
}

TEST(OutputNote, IsSilentBetweenFilesThatComputeAlike) {
  EXPECT_FALSE(OutputNote(Proven(), Between(graph::DType::kFloat32, std::nullopt)));
}

}  // namespace
}  // namespace dnntune::tune
