// SPDX-License-Identifier: Apache-2.0
#include "record/tune_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "record/edited_text_test.h"

namespace dnntune::record {
namespace {

using metric::Quantity;
using metric::Source;
using testing::HasSubstr;

Candidate MakeCandidate(const std::string& name, double seconds) {
  Candidate candidate;
  candidate.name = name;
  candidate.predicted.latency = Quantity<Seconds>::Of(Seconds(seconds), Source::kModelled);
  return candidate;
}

TuneRecord Sample() {
  TuneRecord record;
  record.model = "net";
  record.device = "phone";
  record.cloud = "server";
  Decision decision;
  decision.link = "wifi";
  decision.objective = "latency";
  decision.candidates = {MakeCandidate("after a", 0.1), MakeCandidate("all on the device", 0.2)};
  record.decisions = {decision};
  return record;
}

std::string ErrorWith(const std::string& from, const std::string& to) {
  return ErrorOfEdited(PrintTuneRecord(Sample()), from, to, &ParseTuneRecord);
}

TEST(TuneRecord, AnyDecisionIsReadBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    TuneRecord record = Sample();
    Decision& decision = record.decisions[0];
    decision.up = BitRate(*rc::gen::inRange(0, 1000000));
    decision.tie = *rc::gen::arbitrary<bool>();
    decision.overturned = *rc::gen::arbitrary<bool>();
    decision.best = *rc::gen::inRange<std::size_t>(0, 2);
    decision.proven = *rc::gen::inRange<std::size_t>(0, 2);
    for (Candidate& candidate : decision.candidates) {
      candidate.place = *rc::gen::element(Place::kDevice, Place::kCloud, Place::kSplit);
      candidate.head = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "\"c\"\n"));
      candidate.ties_with_best = *rc::gen::arbitrary<bool>();
      if (*rc::gen::arbitrary<bool>()) candidate.refused = "too much";
      if (*rc::gen::arbitrary<bool>()) candidate.probability_best = *rc::gen::inRange(0, 101) / 100.0;
    }
    const std::string text = PrintTuneRecord(record);
    const TuneRecord read = ParseTuneRecord(text).value();
    RC_ASSERT(PrintTuneRecord(read) == text);
    RC_ASSERT(read.decisions[0].candidates[1].refused == decision.candidates[1].refused);
    RC_ASSERT(read.decisions[0].candidates[0].head == decision.candidates[0].head);
    RC_ASSERT(read.decisions[0].proven == decision.proven);
  }));
}

TEST(TuneRecord, RefusesABestThatIsNoCandidate) {
  EXPECT_EQ(ErrorWith("\"best\": 0", "\"best\": 2"), "decisions[0]: 'best' is no index of a candidate");
  EXPECT_EQ(ErrorWith("\"proven\": 0", "\"proven\": 9"), "decisions[0]: 'proven' is no index of a candidate");
  EXPECT_THAT(ErrorWith("\"best\": 0", "\"best\": -1"), HasSubstr("decisions[0].best: -1 stands for no value"));
}

TEST(TuneRecord, NamesTheCandidateAndTheFieldThatIsWrong) {
  EXPECT_THAT(ErrorWith("\"place\": \"all on the device\"", "\"place\": \"on the moon\""),
              HasSubstr("decisions[0].candidates[0].place: 'on the moon' is none of all on the device, all in the cloud, split"));
  EXPECT_THAT(ErrorWith("\"upload_bytes\": 0.0", "\"upload_bytes\": -3"),
              HasSubstr("decisions[0].candidates[0].upload_bytes: must not be negative, is -3"));
  EXPECT_THAT(ErrorWith("\"link\": \"wifi\",", ""), HasSubstr("decisions[0]: 'link' is missing"));
}

TEST(TuneRecord, TellsAProofThatFailedFromOneWithoutADifference) {
  TuneRecord record = Sample();
  Proof failed;
  failed.candidate = "after a";
  failed.failure = "killed by signal 9";
  Proof equal;
  equal.candidate = "all on the device";
  equal.difference = OutputDifference{};
  record.decisions[0].proofs = {failed, equal};
  const TuneRecord read = ParseTuneRecord(PrintTuneRecord(record)).value();
  EXPECT_EQ(read.decisions[0].proofs[0].failure, "killed by signal 9");
  EXPECT_FALSE(read.decisions[0].proofs[0].difference);
  ASSERT_TRUE(read.decisions[0].proofs[1].difference);
  EXPECT_EQ(read.decisions[0].proofs[1].difference->largest, 0);
  EXPECT_FALSE(read.decisions[0].proofs[1].difference->snr_db);
}

TEST(TuneRecord, KeepsADifferenceThatIsBeyondAllNumbers) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  TuneRecord record = Sample();
  Proof unlike;
  unlike.candidate = "after a";
  unlike.difference = OutputDifference{kInfinity, -kInfinity, 2.0, "y", Tolerance{}};
  record.decisions[0].proofs = {unlike};
  const auto read = ParseTuneRecord(PrintTuneRecord(record)).value().decisions[0].proofs[0].difference;
  ASSERT_TRUE(read);
  EXPECT_EQ(read->largest, kInfinity);
  EXPECT_EQ(read->snr_db, -kInfinity);
  EXPECT_FALSE(IsWithin(*read));
}

TEST(TuneRecord, KeepsWhatAProofWasHeldToAndWhatCameOfIt) {
  TuneRecord record = Sample();
  Proof proof;
  proof.candidate = "after a";
  proof.unproved = "its outputs differ";
  proof.difference = OutputDifference{0.25, 21.5, 2.0, "y", Tolerance{.relative = 1e-4}};
  proof.from_device = OutputDifference{0.5, 12.0, 2.0, "y", Tolerance{.least_snr_db = 10}};
  record.decisions[0].proofs = {proof};
  record.decisions[0].recommended = false;
  record.repeat = OutputDifference{1, -1.4, 3.0, "z", Tolerance{}};
  record.allow_unproved = true;
  const TuneRecord read = ParseTuneRecord(PrintTuneRecord(record)).value();
  EXPECT_FALSE(read.decisions[0].recommended);
  EXPECT_TRUE(read.allow_unproved);
  const Proof& back = read.decisions[0].proofs[0];
  EXPECT_EQ(WhyUnproved(back), "its outputs differ");
  EXPECT_EQ(back.difference->largest_value, 2.0);
  EXPECT_EQ(back.difference->output, "y");
  EXPECT_EQ(back.difference->held_to->relative, 1e-4);
  EXPECT_EQ(back.from_device->held_to->least_snr_db, 10);
  EXPECT_EQ(read.repeat.value().output, "z");
  EXPECT_FALSE(IsWithin(*read.repeat));
}

TEST(TuneRecord, RefusesAToleranceThatIsNone) {
  TuneRecord record = Sample();
  record.repeat = OutputDifference{1, -1.4, 3.0, "z", Tolerance{.relative = 0.5}};
  EXPECT_THAT(ErrorOfEdited(PrintTuneRecord(record), "\"relative\": 0.5", "\"relative\": -1", &ParseTuneRecord),
              HasSubstr("repeat.tolerance.relative"));
}

TEST(TuneRecord, KeepsTheComparisonsOfEngines) {
  TuneRecord record = Sample();
  Comparison engines;
  engines.model = "net";
  record.engines = {engines};
  EXPECT_EQ(ParseTuneRecord(PrintTuneRecord(record))->engines.at(0).model, "net");
}

}  // namespace
}  // namespace dnntune::record
