// SPDX-License-Identifier: Apache-2.0
#include "report/tune_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace dnntune::report {
namespace {

using metric::Quantity;
using metric::Source;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr double kPredicted = 0.1;

record::Candidate MakeCandidate(const char* name, record::Place place) {
  record::Candidate candidate;
  candidate.name = name;
  candidate.place = place;
  candidate.predicted.latency = Quantity<Seconds>::Of(Seconds(kPredicted), Source::kModelled);
  return candidate;
}

record::Decision Decided(const char* link, const char* objective) {
  record::Decision decision;
  decision.link = link;
  decision.objective = objective;
  decision.candidates = {MakeCandidate("after a", record::Place::kSplit),
                         MakeCandidate("all on the device", record::Place::kDevice)};
  decision.candidates[0].head = {"a"};
  return decision;
}

record::Proof Proved(const char* candidate, double seconds) {
  record::Proof proof;
  proof.candidate = candidate;
  proof.latency = Quantity<Seconds>::Of(Seconds(seconds), Source::kMeasured);
  return proof;
}

record::Profile ProfileOf(const char* device) {
  record::Profile profile = record::ParseProfile(R"({"schema": "dnntune-profile-1", "inputs": ["in"], "operators": [
    {"name": "a", "inputs": ["in"], "outputs": ["x"], "cost": {"seconds": 0.001}},
    {"name": "b", "inputs": ["x"], "outputs": ["y"], "cost": {"seconds": 0.002}}]})")
                                .value();
  profile.device.name = device;
  return profile;
}

class TuneDocumentTest : public testing::Test {
 protected:
  TuneDocumentTest() {
    tune_.model = "net";
    tune_.device = "phone";
    tune_.cloud = "server";
    tune_.decisions = {Decided("wifi", "latency")};
  }
  [[nodiscard]] Document Make() const { return TuneDocument(tune_, device_, cloud_); }
  [[nodiscard]] Row Summary() const { return std::get<Table>(Make().sections[0].blocks[0]).rows.at(0); }
  // What stands out below the summary.
  [[nodiscard]] std::vector<std::string> Remarks() const {
    std::vector<std::string> texts;
    const Document document = Make();
    for (const Block& block : document.sections[0].blocks) {
      if (const auto* text = std::get_if<Text>(&block)) texts.push_back(text->text);
    }
    return texts;
  }
  record::TuneRecord tune_;
  record::Profile device_ = ProfileOf("phone");
  record::Profile cloud_ = ProfileOf("server");
};

TEST_F(TuneDocumentTest, HasASentenceForEveryObjective) {
  tune_.decisions = {Decided("wifi", "latency"), Decided("4g", "latency"), Decided("wifi", "energy")};
  const Document document = Make();
  ASSERT_EQ(document.verdict.size(), 2U);
  EXPECT_THAT(document.verdict[0], HasSubstr("For latency: on wifi and 4g run up to a on phone"));
  EXPECT_THAT(document.verdict[1], HasSubstr("For energy: on wifi"));
}

TEST_F(TuneDocumentTest, SaysThatADeploymentWasNotRun) {
  EXPECT_EQ(std::get<Missing>(Summary().cells[4]).reason, "not run");
  EXPECT_EQ(std::get<Missing>(Summary().cells[5]).reason, "not run");
}

TEST_F(TuneDocumentTest, ShowsWhyTheRunOfADeploymentFailed) {
  record::Proof failed = Proved("after a", 0);
  failed.failure = "killed by signal 9";
  tune_.decisions[0].proofs = {failed};
  EXPECT_EQ(std::get<Missing>(Summary().cells[4]).reason, "killed by signal 9");
}

record::Proof Differing(const char* candidate, double seconds) {
  record::Proof proof = Proved(candidate, seconds);
  proof.unproved = "its outputs differ from the whole model's: output 'y' by 0.3 (equal is asked)";
  return proof;
}

TEST_F(TuneDocumentTest, RecommendsNothingThatIsNotProvedAndSaysWhatIs) {
  tune_.decisions[0].proofs = {Differing("after a", 0.1), Proved("all on the device", 0.2)};
  tune_.decisions[0].recommended = false;
  const Document document = Make();
  EXPECT_THAT(
      document.verdict[0],
      AllOf(HasSubstr("For latency: on wifi nothing is recommended: to run up to a on phone, the rest on server would be best "
                      "(100 ms"),
            HasSubstr("but its outputs differ from the whole model's: output 'y' by 0.3 (equal is asked); proved is all on "
                      "the device")));
  EXPECT_THAT(document.verdict[1], HasSubstr("--allow-unproved"));
  EXPECT_EQ(document.outcome, ErrorCode::kUnproved);
  EXPECT_EQ(std::get<std::string>(Summary().cells.back()), "differ");
}

TEST_F(TuneDocumentTest, RecommendsWhatIsNotProvedWhereThatIsAllowedAndSaysTheDifference) {
  tune_.decisions[0].proofs = {Differing("after a", 0.1)};
  tune_.allow_unproved = true;
  const Document document = Make();
  EXPECT_THAT(document.verdict, ElementsAre(AllOf(HasSubstr("on wifi run up to a on phone"),
                                                  HasSubstr("; allowed, but its outputs differ from the whole model's"))));
  EXPECT_EQ(document.outcome, std::nullopt);
}

TEST_F(TuneDocumentTest, IsLoudOfAnAlternativeThatIsNotProved) {
  tune_.decisions[0].proofs = {Proved("after a", 0.1), Differing("all on the device", 0.2)};
  const Document document = Make();
  EXPECT_THAT(document.verdict[0], HasSubstr("on wifi run up to a on phone"));
  EXPECT_THAT(document.verdict[1], HasSubstr("Also run, and not proved: all on the device (its outputs differ"));
  EXPECT_EQ(document.outcome, ErrorCode::kUnproved);
}

TEST_F(TuneDocumentTest, SaysOfAModelThatDiffersFromItselfThatItDoes) {
  tune_.repeat = record::OutputDifference{.largest = 2, .largest_value = 4, .output = "y", .held_to = record::Tolerance{}};
  EXPECT_THAT(Make().verdict,
              Contains(HasSubstr("Two runs of the whole model on the same inputs differ: output 'y' by 2, 50 % of the "
                                 "largest value (equal is asked)")));
  tune_.repeat->largest = 0;
  EXPECT_THAT(Make().verdict, Not(Contains(HasSubstr("Two runs"))));
}

TEST_F(TuneDocumentTest, HasWhatTheOutputsWereHeldToBesideTheAnswer) {
  const auto outputs = [&] { return std::get<std::string>(Summary().cells.back()); };
  EXPECT_EQ(std::get<Missing>(Summary().cells.back()).reason, "not run");
  tune_.decisions[0].proofs = {Proved("after a", 0.1)};
  auto& difference = tune_.decisions[0].proofs[0].difference;
  difference = record::OutputDifference{.largest_value = 4, .held_to = record::Tolerance{.relative = 1e-4}};
  EXPECT_EQ(outputs(), "equal");
  difference->largest = 1e-5;
  EXPECT_EQ(outputs(), "within 1e-4 of the largest value");
  EXPECT_EQ(Make().outcome, std::nullopt);
}

TEST_F(TuneDocumentTest, WarnsOfARunThatIsFarFromItsPrediction) {
  tune_.decisions[0].proofs = {Proved("after a", 1.1 * kPredicted)};
  EXPECT_THAT(Remarks(), ElementsAre());
  tune_.decisions[0].proofs = {Proved("after a", 1.5 * kPredicted)};
  EXPECT_THAT(Remarks(), ElementsAre(HasSubstr("the runs were up to 50 % off the prediction")));
  EXPECT_EQ(std::get<std::string>(Summary().cells[5]), "+50.0 %");
}

TEST_F(TuneDocumentTest, TellsATieAndAnOverturnedPredictionFromACertainAnswer) {
  const auto certainty = [&] { return std::get<std::string>(Summary().cells[8]); };
  tune_.decisions[0].candidates[0].probability_best = 0.95;
  EXPECT_EQ(certainty(), "95 %");
  tune_.decisions[0].tie = true;
  EXPECT_EQ(certainty(), "tie");
  tune_.decisions[0].proven = 1;
  tune_.decisions[0].overturned = true;
  EXPECT_EQ(certainty(), "overturned by the run");
  EXPECT_THAT(Make().verdict[0], HasSubstr("where the run overturned the prediction after a"));
}

TEST_F(TuneDocumentTest, NamesNoRunnerUpWhereEveryOtherIsRuledOut) {
  EXPECT_EQ(std::get<std::string>(Summary().cells[9]), "all on the device");
  tune_.decisions[0].candidates[1].refused = "too slow";
  EXPECT_EQ(std::get<std::string>(Summary().cells[9]), "none");
}

TEST_F(TuneDocumentTest, TellsOfAStandInOnceThoughItsProfileNotesIt) {
  device_.device.slowdown = 6;
  device_.notes = {"stand-in, this machine slowed 6x", "a layer was skipped"};
  EXPECT_THAT(Make().verdict, Contains("phone: stand-in, this machine slowed 6x."));
  EXPECT_THAT(Remarks(), ElementsAre("phone: a layer was skipped"));
}

TEST_F(TuneDocumentTest, SaysWhatCouldNotBeDecided) {
  tune_.decisions.clear();
  tune_.skipped = {"3g, energy: no power is declared", "4g, energy: no power is declared"};
  EXPECT_THAT(Make().verdict, ElementsAre("Not decided: 3g, energy: no power is declared; and others."));
}

TEST_F(TuneDocumentTest, KeepsIdsApartWhateverLinksAreCalled) {
  tune_.decisions = {Decided("my link!", "latency"), Decided("4g", "latency")};
  std::vector<std::string> ids;
  const Document document = Make();
  for (const Section& section : document.sections) ids.push_back(section.id);
  EXPECT_THAT(ids, ElementsAre("answer", "my_link__latency_decision", "4g_latency_decision", "device_layers", "cloud_layers"));
}

}  // namespace
}  // namespace dnntune::report
