// SPDX-License-Identifier: Apache-2.0
#include "tune/prove.h"

#include <gtest/gtest.h>

namespace dnntune::tune {
namespace {

using metric::Interval;
using metric::Quantity;
using metric::Source;

Quantity<Seconds> Measured(double seconds, double half = 0.001) {
  return Quantity<Seconds>::Of(Seconds(seconds), Source::kMeasured,
                               Interval<Seconds>{Seconds(seconds - half), Seconds(seconds + half)});
}

record::Candidate MakeCandidate(const std::string& name) {
  record::Candidate candidate;
  candidate.name = name;
  candidate.head = {name};
  candidate.tail = {"rest"};
  candidate.upload_bytes = Bytes(125000);
  return candidate;
}

link::Link MegabitLink() {
  link::Link link;
  link.name = "test";
  link.up = link.down = MegabitsPerSecond(1);
  link.radio = link::Radio{.per_up_mbps = Watts(1), .per_down_mbps = Watts(0), .base = Watts(1), .promotion = {}, .tail = {}};
  return link;
}

record::Decision TwoCandidates() {
  record::Decision decision;
  decision.objective = "latency";
  decision.candidates = {MakeCandidate("a"), MakeCandidate("b")};
  return decision;
}

record::Proof ProofOf(const std::string& name, double latency) {
  record::Proof proof;
  proof.candidate = name;
  proof.latency = Measured(latency);
  return proof;
}

TEST(MakeProof, AddsTheModelledTransferToTheMeasuredParts) {
  const split::PartTimes times{.device = Measured(0.1), .cloud = Measured(0.2), .failure = ""};
  const record::Proof proof = MakeProof(MakeCandidate("a"), times, MegabitLink(), {}, {});
  EXPECT_DOUBLE_EQ(proof.transfer.value().count(), 1.0);
  EXPECT_DOUBLE_EQ(proof.latency.value().count(), 1.3);
  EXPECT_EQ(proof.latency.source(), Source::kModelled);
}

TEST(MakeProof, CountsOnlyPowerAboveIdle) {
  const split::PartTimes times{.device = Measured(0.1), .cloud = Measured(0.2), .failure = ""};
  const record::Power power{.idle = Quantity<Watts>::Of(Watts(1), Source::kDeclared),
                            .active = Quantity<Watts>::Of(Watts(3), Source::kDeclared)};
  const record::Proof proof = MakeProof(MakeCandidate("a"), times, MegabitLink(), {}, power);
  EXPECT_NEAR(proof.energy.value().value(), 0.1 * 2 + 1.0 * 2, 1e-12);  // 1 s of radio at 1 W + 1 W/Mbit/s
}

TEST(MakeProof, WithoutPowerTheEnergyIsUnavailableAndSaysWhy) {
  const split::PartTimes times{.device = Measured(0.1), .cloud = Measured(0.2), .failure = ""};
  const record::Power power{.idle = Quantity<Watts>::Unavailable("no power given"),
                            .active = Quantity<Watts>::Unavailable("no power given")};
  const record::Proof proof = MakeProof(MakeCandidate("a"), times, MegabitLink(), {}, power);
  ASSERT_FALSE(proof.energy.IsAvailable());
  EXPECT_EQ(proof.energy.reason(), "no power given");
}

TEST(CandidatesToProve, SkipsRefusedOnes) {
  record::Decision decision = TwoCandidates();
  decision.candidates[1].refused = "upload too large";
  decision.candidates.push_back(MakeCandidate("c"));
  EXPECT_EQ(CandidatesToProve(decision), (std::vector<std::size_t>{0, 2}));
}

TEST(ApplyProofs, AClearlyFasterRunnerUpOverturnsThePrediction) {
  record::Decision decision = TwoCandidates();
  ApplyProofs(decision, {ProofOf("a", 1.0), ProofOf("b", 0.5)});
  EXPECT_TRUE(decision.overturned);
  EXPECT_EQ(decision.proven, 1U);
}

TEST(ApplyProofs, RunsThatCannotBeToldApartAreATieAndThePredictionStands) {
  record::Decision decision = TwoCandidates();
  ApplyProofs(decision, {ProofOf("a", 1.0), ProofOf("b", 0.9995)});
  EXPECT_FALSE(decision.overturned);
  EXPECT_EQ(decision.proven, 0U);
  ASSERT_EQ(decision.notes.size(), 1U);
  EXPECT_EQ(decision.notes[0].rfind("tie:", 0), 0U);
}

record::Proof Differing(const std::string& name, double latency) {
  record::Proof proof = ProofOf(name, latency);
  proof.unproved = "its outputs differ";
  return proof;
}

TEST(ApplyProofs, ADecisionWhoseBestProvesNothingIsNotRecommended) {
  record::Decision decision = TwoCandidates();
  ApplyProofs(decision, {ProofOf("a", 1.0), ProofOf("b", 1.1)});
  EXPECT_TRUE(decision.recommended);
  ApplyProofs(decision, {Differing("a", 1.0), ProofOf("b", 1.1)});
  EXPECT_FALSE(decision.recommended);
  EXPECT_EQ(decision.proven, 0U);
  record::Proof failed = ProofOf("a", 1.0);
  failed.failure = "killed by signal 9";
  ApplyProofs(decision, {failed, ProofOf("b", 1.1)});
  EXPECT_FALSE(decision.recommended);
}

TEST(ApplyProofs, ARunThatProvesNothingOverturnsNothing) {
  record::Decision decision = TwoCandidates();
  ApplyProofs(decision, {ProofOf("a", 1.0), Differing("b", 0.5)});
  EXPECT_FALSE(decision.overturned);
  EXPECT_TRUE(decision.recommended);
}

TEST(Doubt, NamesTheOutputAndWhatWasAsked) {
  record::Proof proof = ProofOf("a", 1);
  proof.difference =
      record::OutputDifference{.largest = 0.5, .largest_value = 2, .output = "y", .held_to = record::Tolerance{.relative = 1e-4}};
  EXPECT_EQ(Doubt(proof, {}),
            "its outputs differ from the whole model's: output 'y' by 0.5, 25 % of the largest value (within 1e-4 of the largest "
            "value is asked)");
  proof.difference->largest = 1e-4;
  EXPECT_EQ(Doubt(proof, {}), "");
}

TEST(Doubt, HoldsForTheWholeModelOnTheDeviceToo) {
  record::Proof proof = ProofOf("a", 1);
  proof.from_device = record::OutputDifference{.largest = 1, .largest_value = 2, .output = "y", .held_to = record::Tolerance{}};
  EXPECT_NE(Doubt(proof, {}).find("those of the whole model on the device"), std::string::npos);
}

TEST(Doubt, IsOfTheModelWhereThatDiffersFromItself) {
  record::Proof proof = ProofOf("a", 1);
  proof.difference = record::OutputDifference{.largest = 0.5, .largest_value = 2, .output = "y"};
  const record::OutputDifference repeat{.largest = 1, .largest_value = 2, .output = "y", .held_to = record::Tolerance{}};
  EXPECT_EQ(Doubt(proof, repeat), "two runs of the whole model differ, so nothing can be held against it");
}

TEST(MakeProof, GivesNoEnergyOfARunThatFailed) {
  record::Candidate all_in_cloud = MakeCandidate("all in the cloud");
  all_in_cloud.head.clear();
  const auto none = Quantity<Seconds>::Unavailable("killed by signal 9");
  const split::PartTimes times{.device = none, .cloud = none, .failure = "killed by signal 9"};
  EXPECT_EQ(MakeProof(all_in_cloud, times, MegabitLink(), {}, {}).energy.reason(), "killed by signal 9");
}

}  // namespace
}  // namespace dnntune::tune
