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

}  // namespace
}  // namespace dnntune::tune
