// SPDX-License-Identifier: Apache-2.0
#include "report/partition_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/json.h"

namespace dnntune::report {
namespace {

using metric::Quantity;
using metric::Source;
using record::Place;
using testing::ElementsAre;
using testing::HasSubstr;

record::Candidate MakeCandidate(Place place, const char* name, double seconds) {
  record::Candidate candidate;
  candidate.place = place;
  candidate.name = name;
  candidate.predicted.latency = Quantity<Seconds>::Of(Seconds(seconds), Source::kModelled);
  return candidate;
}

record::Profile Unnamed() {
  return record::ParseProfile(R"({"schema": "dnntune-profile-1", "inputs": ["in"], "operators": [
    {"name": "a", "inputs": ["in"], "outputs": ["out"], "cost": {"seconds": 1}}]})")
      .value();
}

class PartitionDocumentTest : public testing::Test {
 protected:
  PartitionDocumentTest() {
    decision_.link = "wifi";
    decision_.objective = "latency";
    decision_.candidates = {MakeCandidate(Place::kSplit, "after stem", 0.1),
                            MakeCandidate(Place::kDevice, "all on the device", 0.2)};
    explanation_.best = decision_.candidates[0];
    explanation_.neighbours.resize(1);
    explanation_.neighbours[0].candidate = decision_.candidates[1];
    explanation_.neighbours[0].latency_s = 0.1;
    explanation_.neighbours[0].deciding = "upload";
  }
  [[nodiscard]] Document Partition() const { return PartitionDocument(decision_, {device_, cloud_}); }
  [[nodiscard]] Document Explain() const { return ExplainDocument(explanation_, "wifi", {device_, cloud_}); }

  record::Profile device_ = Unnamed();
  record::Profile cloud_ = Unnamed();
  record::Decision decision_;
  record::Explanation explanation_;
};

TEST_F(PartitionDocumentTest, CallsTheEndsByTheirRolesWhereTheyHaveNoName) {
  EXPECT_THAT(Partition().verdict, ElementsAre("For latency: on wifi run up to stem on the device, the rest on the cloud "
                                               "(100 ms predicted; all on the device 200 ms predicted)."));
  device_.device.name = "phone";
  cloud_.device.name = "server";
  EXPECT_THAT(Partition().verdict[0], HasSubstr("run up to stem on phone, the rest on server"));
}

TEST_F(PartitionDocumentTest, NamesATie) {
  decision_.tie = true;
  EXPECT_THAT(Partition().verdict[0], HasSubstr("a tie with all on the device"));
}

TEST_F(PartitionDocumentTest, TellsThatADeviceIsAStandInInBothDocuments) {
  device_.device.name = "phone";
  device_.device.slowdown = 6;
  cloud_.device.function_only = "software Vulkan";
  const auto told = ElementsAre(testing::_, "phone: stand-in, this machine slowed 6x.", "the cloud: software Vulkan.");
  EXPECT_THAT(Partition().verdict, told);
  EXPECT_THAT(Explain().verdict, told);
}

TEST_F(PartitionDocumentTest, SaysAtWhichRatesTheAnswerChanges) {
  explanation_.switches = {{BitRate(2e6), true, "all on the device"}, {BitRate(9e7), false, "all in the cloud"}};
  EXPECT_THAT(Explain().verdict,
              ElementsAre("Best on wifi: after stem, 100 ms predicted.", "Below 2 Mbit/s up, 'all on the device' takes less time.",
                          "Above 90 Mbit/s up, 'all in the cloud' takes less time."));
}

TEST_F(PartitionDocumentTest, GivesTheLimitThatRulesANeighbourOut) {
  const auto deciding = [&] {
    return std::get<std::string>(std::get<Table>(Explain().sections[0].blocks[0]).rows[0].cells.back());
  };
  EXPECT_EQ(deciding(), "upload");
  explanation_.neighbours[0].candidate.refused = "sends 2 MB, more than max_upload";
  EXPECT_EQ(deciding(), "ruled out: sends 2 MB, more than max_upload");
}

TEST_F(PartitionDocumentTest, SaysWhereEnergyIsUnavailableInsteadOfZero) {
  const auto energy = [&] { return std::get<Table>(Explain().sections[0].blocks[0]).rows[0].cells[7]; };
  EXPECT_THAT(std::get<Missing>(energy()).reason, HasSubstr("energy is unavailable"));
  explanation_.neighbours[0].energy_j = 0.0;
  EXPECT_EQ(std::get<Number>(energy()).value, 0);
}

}  // namespace
}  // namespace dnntune::report
