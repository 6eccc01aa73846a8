// SPDX-License-Identifier: Apache-2.0
#include "record/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.h"
#include "record/run_folder.h"

namespace dnntune::record {
namespace {

using metric::MetricId;
using ::testing::HasSubstr;

constexpr const char* kByHand = R"({
  "schema": "dnntune-profile-2",
  "inputs": ["image"],
  "tensors": [{"name": "image", "bytes": 600}, {"name": "x", "dtype": "float32", "shape": [2, 3]}],
  "operators": [
    {"name": "conv", "inputs": ["image"], "outputs": ["x"], "cost": {"seconds": 0.5, "joules": 2}},
    {"name": "dense", "inputs": ["x"], "outputs": ["y"], "cost": {"seconds": [0.1, 0.2, 0.3]}}
  ]
})";

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string ErrorOf(const std::string& json) {
  const auto profile = ParseProfile(json);
  if (profile) return "it was accepted";
  EXPECT_EQ(profile.error().code, ErrorCode::kBadInput);
  return profile.error().message;
}

TEST(ParseProfile, ReadsWhatAPersonWouldWriteByHand) {
  const Profile profile = ParseProfile(kByHand).value();
  ASSERT_EQ(profile.graph.layers().size(), 2U);
  EXPECT_EQ(profile.graph.layers()[0].name, "conv");
  EXPECT_EQ(profile.graph.tensors()[*profile.graph.FindTensor("x")].bytes, Bytes(24));
  ASSERT_EQ(profile.costs.size(), 2U);
  EXPECT_EQ(profile.costs[0].cost.latency.source, metric::Source::kImported);
  EXPECT_EQ(EnergyOf(profile.costs[0].cost).value(), Joules(2));
  EXPECT_EQ(profile.costs[1].cost.latency.samples.size(), 3U);
  EXPECT_EQ(EnergyOf(profile.costs[1].cost).reason(), "no energy recorded");
  EXPECT_TRUE(profile.graph.tensors()[*profile.graph.FindTensor("y")].is_output);
}

TEST(ParseProfile, GivesConversionsBackAsTheyWere) {
  Profile profile = ParseProfile(kByHand).value();
  const graph::Form last{graph::DType::kInt8, {1, 7, 7, 32}, graph::Quantization{0.25, -128}};
  const graph::Form first{graph::DType::kFloat32, {1, 32, 7, 7}};
  const auto time = metric::Quantity<Seconds>::Of(Seconds(1e-5), metric::Source::kMeasured);
  profile.conversions = Conversions{{"m", "tflite", "abc"},
                                    {{.tensor = "x",
                                      .how = {last, last.shape, {0, 3, 1, 2}, first},
                                      .arrival = time,
                                      .back = time,
                                      .difference = 0.01,
                                      .snr_db = 38.5},
                                     {.tensor = "y", .how = {}, .arrival = {}, .back = {}, .barred = "it has other values"}}};
  const std::string printed = PrintProfile(profile);
  const Profile back = ParseProfile(printed).value();
  ASSERT_TRUE(back.conversions);
  EXPECT_EQ(back.conversions->from, profile.conversions->from);
  EXPECT_EQ(back.conversions->tensors[0].how, profile.conversions->tensors[0].how);
  EXPECT_EQ(back.conversions->tensors[0].arrival, time);
  EXPECT_EQ(back.conversions->tensors[0].snr_db, 38.5);
  EXPECT_EQ(back.conversions->tensors[1].barred, "it has other values");
  EXPECT_EQ(PrintProfile(back), printed);
  EXPECT_THAT(ErrorOf(Replaced(printed, "\"int8\"", "\"string\"")), HasSubstr("conversions.tensors[0].from"));
}

TEST(ParseProfile, KeepsWhatIntegersStandForAndRefusesAScaleThatIsNone) {
  const std::string json = Replaced(kByHand, "\"float32\"", "\"int8\", \"quantization\": {\"scale\": 0.5, \"zero_point\": -3}");
  const Profile profile = ParseProfile(PrintProfile(ParseProfile(json).value())).value();
  EXPECT_EQ(profile.graph.tensors()[*profile.graph.FindTensor("x")].quantization, (graph::Quantization{0.5, -3}));
  EXPECT_THAT(ErrorOf(Replaced(json, "0.5, \"zero", "0, \"zero")), HasSubstr("tensors[1].quantization.scale: must be above 0"));
  EXPECT_THAT(ErrorOf(Replaced(json, "-3", "-129")), HasSubstr("a zero point of -129 is no number of int8"));
  EXPECT_THAT(ErrorOf(Replaced(json, "\"int8\"", "\"float32\"")), HasSubstr("is no number of float32"));
}

TEST(ParseProfile, TakesTheCostOfANamedLayer) {
  const std::string json = R"({"schema": "dnntune-profile-1", "inputs": ["a"], "operators": [
    {"name": "p", "layer": "L", "inputs": ["a"], "outputs": ["b"]},
    {"name": "q", "layer": "L", "inputs": ["b"], "outputs": ["c"]}], "layers": [{"name": "L", "cost": {"seconds": 1}}]})";
  const Profile profile = ParseProfile(json).value();
  ASSERT_EQ(profile.costs.size(), 1U);
  EXPECT_FALSE(profile.costs[0].of_operator);
}

TEST(CostOf, IsTheLayersOwnOrThatOfItsOnlyOperator) {
  const Profile profile = ParseProfile(R"({"schema": "dnntune-profile-1", "inputs": ["a"], "operators": [
    {"name": "p", "layer": "alone", "inputs": ["a"], "outputs": ["b"], "cost": {"seconds": 1}},
    {"name": "two", "layer": "two", "inputs": ["b"], "outputs": ["c"], "cost": {"seconds": 2}},
    {"name": "q", "layer": "two", "inputs": ["c"], "outputs": ["d"], "cost": {"seconds": 3}},
    {"name": "r", "layer": "own", "inputs": ["d"], "outputs": ["e"]}],
    "layers": [{"name": "own", "cost": {"seconds": 4}}]})")
                              .value();
  ASSERT_NE(CostOf(profile, "alone"), nullptr);
  EXPECT_EQ(CostOf(profile, "alone")->latency.samples[0], Seconds(1));
  EXPECT_EQ(CostOf(profile, "two"), nullptr) << "one operator's cost is not that of two";
  ASSERT_NE(CostOf(profile, "own"), nullptr);
  EXPECT_EQ(CostOf(profile, "own")->latency.samples[0], Seconds(4));
  EXPECT_EQ(CostOf(profile, "other"), nullptr);
}

TEST(ParseProfile, PrintedAndReadBackIsTheSame) {
  Profile profile = ParseProfile(kByHand).value();
  profile.device = {"phone", "a phone", 6, {{"governor", "performance"}}};
  profile.setting.knobs["graph_optimization"] = "all";
  profile.setting.core_ids = {0, 2};
  profile.whole = profile.costs[1].cost;
  profile.whole->latency.marked = {1};
  profile.whole->latency.batches = {0, 2};
  profile.whole->latency.stop = Stop::kBudget;
  profile.costs[0].cost = Cost{};
  profile.costs[0].cost.failure = "killed by signal 9";
  profile.trace = {{"conv", "Conv", "conv", Seconds(0.25)}};
  profile.readings.Set(MetricId::kPeakMemory, metric::Quantity<Bytes>::Of(Bytes(5e6), metric::Source::kMeasured));
  profile.readings.Set(MetricId::kLibraryMemory, metric::Quantity<Bytes>::Unavailable("why"));
  profile.power.idle =
      metric::Quantity<Watts>::Of(Watts(0.9), metric::Source::kDeclared, metric::Interval<Watts>{Watts(0.8), Watts(1)});
  profile.notes = {"a note"};
  const std::string text = PrintProfile(profile);
  EXPECT_EQ(PrintProfile(ParseProfile(text).value()), text);
}

TEST(ParseProfile, KeepsReadingsByNameWithTheirUnit) {
  const std::string json = Replaced(kByHand, "\"joules\": 2", R"("readings": {"energy": {"value": 2, "unit": "J"}})");
  EXPECT_EQ(EnergyOf(ParseProfile(json).value().costs[0].cost).value(), Joules(2));
  EXPECT_THAT(PrintProfile(ParseProfile(json).value()), HasSubstr("\"unit\": \"J\""));
  EXPECT_THAT(ErrorOf(Replaced(json, "\"J\"", "\"mJ\"")), HasSubstr("cost.readings.energy: is in 'mJ'; this metric is in 'J'"));
  EXPECT_THAT(ErrorOf(Replaced(json, "\"energy\"", "\"enery\"")), HasSubstr("unknown metric 'enery'; did you mean 'energy'?"));
  EXPECT_THAT(ErrorOf(Replaced(json, "\"value\": 2", "\"value\": -2")), HasSubstr("must not be negative"));
  EXPECT_THAT(ErrorOf(Replaced(json, "\"readings\"", "\"joules\": 2, \"readings\"")), HasSubstr("both 'joules' and a reading"));
}

TEST(ParseProfile, KeepsWhyTimesTellNothingOfTheUnitsSpeed) {
  Profile profile = ParseProfile(kByHand).value();
  EXPECT_EQ(PrintProfile(profile).find("function_only"), std::string::npos);
  profile.device.function_only = "software";
  EXPECT_EQ(ParseProfile(PrintProfile(profile))->device.function_only, "software");
  EXPECT_EQ(DeviceNote(profile.device), "software");
  profile.device.slowdown = 6;
  EXPECT_EQ(DeviceNote(profile.device), "stand-in, this machine slowed 6x; software");
}

TEST(ParseProfile, AnUnfinishedProfileMayLackCosts) {
  Profile profile = ParseProfile(kByHand).value();
  profile.costs.pop_back();
  const std::string text = PrintProfile(profile);
  EXPECT_THAT(text, HasSubstr("\"complete\": false"));
  EXPECT_EQ(ParseProfile(text).value().costs.size(), 1U);
}

TEST(ParseProfile, RefusesWhatIsNoCost) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "0.5", "-0.5")), HasSubstr("operators[0].cost.seconds: must not be negative"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "0.2", "-1")), HasSubstr("operators[1].cost.seconds[1]: -1 stands for no value"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "0.5", "NaN")), HasSubstr("line 6: NaN"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "0.5", "1e999")), HasSubstr("cannot be read"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "0.5", "\"fast\"")), HasSubstr("must be a number, is a text"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "[0.1, 0.2, 0.3]", "[]")), HasSubstr("empty list"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "\"joules\": 2", "\"joules\": -2")), HasSubstr("cost.joules: must not be negative"));
}

TEST(ParseProfile, RefusesBatchesThatAreNone) {
  const auto with = [](const char* batches) {
    return Replaced(kByHand, "[0.1, 0.2, 0.3]", "[0.1, 0.2, 0.3], \"batches\": " + std::string(batches));
  };
  EXPECT_EQ(ParseProfile(with("[0, 2]")).value().costs[1].cost.latency.batches, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_THAT(ErrorOf(with("[1, 2]")), HasSubstr("must begin with 0"));
  EXPECT_THAT(ErrorOf(with("[0, 3]")), HasSubstr("must be an index of a sample"));
  EXPECT_THAT(ErrorOf(with("[0, 2, 1]")), HasSubstr("each above the one before"));
}

TEST(ParseProfile, RefusesAMissingCostAndNamesTheOperator) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, ", \"cost\": {\"seconds\": [0.1, 0.2, 0.3]}", "")), HasSubstr("'dense' has no cost"));
}

TEST(ParseProfile, RefusesATensorOfNoBytesThatIsRead) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "\"bytes\": 600", "\"bytes\": 0")),
              HasSubstr("'image' has zero bytes but 'conv' reads it"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "\"bytes\": 600", "\"bytes\": -1")), HasSubstr("tensors[0].bytes: -1 stands for no value"));
}

TEST(ParseProfile, TakesATensorOfNoBytesWhoseShapeSaysSo) {
  const std::string empty = Replaced(kByHand, "\"bytes\": 600", "\"dtype\": \"float32\", \"shape\": [1, 8, 0, 64], \"bytes\": 0");
  const auto profile = ParseProfile(empty);
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(PrintProfile(ParseProfile(PrintProfile(*profile)).value()), PrintProfile(*profile));
  EXPECT_EQ(profile->graph.tensors()[*profile->graph.FindTensor("image")].bytes, Bytes(0));
}

TEST(ParseProfile, RefusesBytesThatContradictTheShape) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "[2, 3]", "[2, 3], \"bytes\": 25")), HasSubstr("dtype and shape make 24"));
}

TEST(ParseProfile, RefusesACycle) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "[\"image\"], \"outputs\"", "[\"y\"], \"outputs\"")), HasSubstr("cycle"));
}

TEST(ParseProfile, NamesAnUnknownKeyAndTheNearest) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "\"joules\"", "\"joule\"")),
              HasSubstr("operators[0].cost: unknown key 'joule'; did you mean 'joules'?"));
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "\"inputs\": [\"image\"],\n", "\"input\": [\"image\"],\n")),
              HasSubstr("unknown key 'input'"));
}

TEST(ParseProfile, RefusesTwoOperatorsOfOneName) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "\"dense\"", "\"conv\"")), HasSubstr("operators[1].name: 'conv' names two operators"));
}

TEST(ParseProfile, RefusesAnotherSchemaAndWhatIsNoJson) {
  EXPECT_THAT(ErrorOf(Replaced(kByHand, "dnntune-profile-2", "dnntune-profile-9")), HasSubstr("this version of dnntune reads"));
  EXPECT_THAT(ErrorOf("{\n\"schema\" 1}"), HasSubstr("line 2"));
  EXPECT_THAT(ErrorOf("[]"), HasSubstr("must be an object"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("no JSON"));
}

Profile Phone() {
  Profile profile = ParseProfile(kByHand).value();
  profile.device.name = "my/phone";
  return profile;
}

TEST(RunFolder, KeepsProfilesByDeviceWhateverItsName) {
  const TemporaryFolder place = TemporaryFolder::Make().value();
  const RunFolder folder = RunFolder::Open(place.path() / "run").value();
  ASSERT_TRUE(folder.SaveProfile(Phone()));
  EXPECT_EQ(LoadProfile(folder.path(), "my/phone").value()->device.name, "my/phone");
  EXPECT_FALSE(LoadProfile(folder.path(), "other").value().has_value());
}

TEST(RunFolder, RefusesASecondRun) {
  const TemporaryFolder place = TemporaryFolder::Make().value();
  const RunFolder folder = RunFolder::Open(place.path()).value();
  const auto second = RunFolder::Open(place.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kBusy);
}

TEST(RunFolder, IsFreeAgainWhenTheRunIsOver) {
  const TemporaryFolder place = TemporaryFolder::Make().value();
  { const auto folder = RunFolder::Open(place.path()).value(); }
  EXPECT_TRUE(RunFolder::Open(place.path()));
}

TEST(LoadTune, SaysThatARunIsUnfinished) {
  const TemporaryFolder place = TemporaryFolder::Make().value();
  EXPECT_THAT(LoadTune(place.path()).error().message, HasSubstr("no finished run"));
}

TEST(TuneRecord, PrintedAndReadBackIsTheSame) {
  TuneRecord record;
  record.model = "m";
  record.device = "phone";
  record.unavailable = {{"processing.framework", "MACE", "not yet"}};
  Decision decision;
  decision.link = "wifi";
  decision.up = MegabitsPerSecond(18.88);
  decision.objective = "latency";
  Candidate candidate;
  candidate.place = Place::kSplit;
  candidate.name = "after conv";
  candidate.head = {"conv"};
  candidate.tail = {"dense"};
  candidate.predicted.latency = metric::Quantity<Seconds>::Of(Seconds(0.5), metric::Source::kModelled);
  candidate.refused = "too much";
  candidate.probability_best = 0.75;
  decision.candidates = {candidate};
  Proof proof;
  proof.candidate = "after conv";
  proof.difference = OutputDifference{0.25, 31.5};
  proof.from_device = OutputDifference{};
  decision.proofs = {proof};
  record.decisions = {decision};
  record.skipped = {"3g, energy: no power"};
  const std::string text = PrintTuneRecord(record);
  EXPECT_EQ(PrintTuneRecord(ParseTuneRecord(text).value()), text);
}

}  // namespace
}  // namespace dnntune::record
