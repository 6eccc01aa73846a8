// SPDX-License-Identifier: Apache-2.0
#include "report/profile_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "report/bench_document.h"
#include "report/json.h"
#include "report/reconciliation.h"

namespace dnntune::report {
namespace {

using metric::Quantity;
using metric::Source;
using testing::ElementsAre;
using testing::HasSubstr;

record::Profile Sample() {
  record::Profile profile = record::ParseProfile(R"({"schema": "dnntune-profile-1", "model": {"name": "net"}, "inputs": ["in"],
    "tensors": [{"name": "in", "bytes": 400}, {"name": "x", "bytes": 100}], "operators": [
    {"name": "a", "inputs": ["in"], "outputs": ["x"], "cost": {"seconds": 0.001}},
    {"name": "b", "inputs": ["x"], "outputs": ["y"], "cost": {"failure": "killed by signal 9"}}]})")
                                .value();
  profile.whole = record::Cost{};
  profile.whole->latency.samples = {Seconds(0.004), Seconds(0.002), Seconds(0.003)};
  profile.engine_version = "1.0";
  return profile;
}

const Fact* FactOf(const Document& document, const std::string& key) {
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      if (const auto* fact = std::get_if<Fact>(&block); fact != nullptr && fact->key == key) return fact;
    }
  }
  return nullptr;
}

double ValueOf(const Document& document, const std::string& key) {
  return std::get<Number>(FactOf(document, key)->value).value;
}

std::vector<std::string> SectionsOf(const Document& document) {
  std::vector<std::string> ids;
  for (const Section& section : document.sections) ids.push_back(section.id);
  return ids;
}

Cell LayerCell(const record::Profile& profile, std::size_t row, const std::string& key) {
  const Table table = LayerTable(profile);
  const auto column = std::ranges::find(table.columns, key, &Column::key);
  return table.rows.at(row).cells.at(static_cast<std::size_t>(column - table.columns.begin()));
}

TEST(ProfileDocument, SaysWithWhatTheModelWasRun) {
  record::Profile profile = Sample();
  EXPECT_THAT(ProfileDocument(profile).verdict[0], HasSubstr("a run on onnxruntime 1.0.")) << "how many threads is not recorded";
  profile.setting.threads = 1;
  EXPECT_THAT(ProfileDocument(profile).verdict[0], HasSubstr("with 1 thread on onnxruntime 1.0."));
  profile.setting.threads = 2;
  EXPECT_THAT(ProfileDocument(profile).verdict[0], HasSubstr("with 2 threads on onnxruntime 1.0."));
  profile.setting.unit = "gpu";
  EXPECT_THAT(ProfileDocument(profile).verdict[0], HasSubstr("on unit gpu in fp32 on onnxruntime 1.0."));
}

TEST(ProfileDocument, TellsThatTheDeviceIsAStandIn) {
  record::Profile profile = Sample();
  EXPECT_EQ(ProfileDocument(profile).verdict.size(), 1U);
  profile.device.slowdown = 6;
  EXPECT_THAT(ProfileDocument(profile).verdict, ElementsAre(testing::_, "Device: stand-in, this machine slowed 6x."));
}

TEST(ProfileDocument, GivesTheReasonWhereTheWholeModelHasNoLatency) {
  record::Profile profile = Sample();
  profile.whole->failure = "out of memory";
  EXPECT_EQ(ProfileDocument(profile).verdict[0], "net could not be measured: out of memory.");
  profile.whole.reset();
  EXPECT_EQ(ProfileDocument(profile).verdict[0], "net was not measured as a whole.");
}

TEST(ProfileDocument, ShowsAFailedLayerWithItsReasonAndOneThatIsStillToCome) {
  record::Profile profile = Sample();
  EXPECT_EQ(std::get<Number>(LayerCell(profile, 0, "latency")).value, 0.001);
  EXPECT_EQ(std::get<Missing>(LayerCell(profile, 1, "latency")).reason, "killed by signal 9");
  profile.costs.pop_back();
  EXPECT_EQ(std::get<Missing>(LayerCell(profile, 1, "latency")).reason, "not measured");
}

TEST(ProfileDocument, EndsWithAFailureWhereTheWholeModelOrEveryLayerFailed) {
  record::Profile profile = Sample();
  EXPECT_EQ(ProfileDocument(profile).outcome, std::nullopt) << "one layer of two failed";
  profile.costs[0].cost = profile.costs[1].cost;
  EXPECT_EQ(ProfileDocument(profile).outcome, ErrorCode::kMeasurement);
  EXPECT_THAT(ProfileDocument(profile).verdict[1], "None of the 2 layers could be measured; a: killed by signal 9.");
  profile = Sample();
  profile.whole->failure = "out of memory";
  EXPECT_EQ(ProfileDocument(profile).outcome, ErrorCode::kMeasurement);
  profile.whole.reset();
  EXPECT_EQ(ProfileDocument(profile).outcome, std::nullopt) << "it was not tried";
}

TEST(ProfileDocument, ShowsATraceOnlyWhereOneWasTaken) {
  record::Profile profile = Sample();
  EXPECT_THAT(SectionsOf(ProfileDocument(profile)), ElementsAre("setting", "layers"));
  profile.trace = {{"a", "Conv", "a", Seconds(0.001)}};
  EXPECT_THAT(SectionsOf(ProfileDocument(profile)), ElementsAre("setting", "layers", "trace"));
}

TEST(ReconciledProfileDocument, SetsTheSumsBesideEachOtherAndSaysWhyOneIsMissing) {
  record::Profile profile = Sample();
  const Document document = ReconciledProfileDocument(profile);
  EXPECT_THAT(SectionsOf(document), ElementsAre("setting", "layers", "reconciliation"));
  EXPECT_EQ(ValueOf(document, "whole"), 0.003);
  EXPECT_EQ(std::get<Missing>(FactOf(document, "residue")->value).reason, "b: killed by signal 9");
  EXPECT_EQ(std::get<Missing>(FactOf(document, "trace")->value).reason, "no trace was taken");
}

TEST(ReconciledProfileDocument, NotesThatOnlyAStandInsTraceIsNotSlowed) {
  record::Profile profile = Sample();
  const auto notes = [&] {
    return std::ranges::count_if(ReconciliationSection(profile).blocks, [](const Block& block) {
      const auto* text = std::get_if<Text>(&block);
      return text != nullptr && text->kind == Text::Kind::kNote;
    });
  };
  EXPECT_EQ(notes(), 0);
  profile.device.slowdown = 6;
  EXPECT_EQ(notes(), 1);
}

TEST(ReconciledProfileDocument, ListsWhatWasAskedForAndIsNotHere) {
  const std::vector<spec::Unavailable> unavailable = {{"processing.framework", "MACE", "runs on phones"}};
  EXPECT_THAT(SectionsOf(ReconciledProfileDocument(Sample(), unavailable)),
              ElementsAre("setting", "layers", "reconciliation", "unavailable"));
}

TEST(BenchDocument, ShowsTheSpreadOfTheSamplesAndNoLayers) {
  const Document document = BenchDocument(Sample(), Quantity<Seconds>::Of(Seconds(0.5), Source::kMeasured), {});
  EXPECT_EQ(document.kind, "bench");
  EXPECT_THAT(SectionsOf(document), ElementsAre("setting", "whole"));
  EXPECT_EQ(ValueOf(document, "least"), 0.002);
  EXPECT_EQ(ValueOf(document, "median"), 0.003);
  EXPECT_EQ(ValueOf(document, "samples"), 3);
  EXPECT_LE(ValueOf(document, "p90"), ValueOf(document, "p99"));
  EXPECT_EQ(ValueOf(document, "load_time"), 0.5);
}

TEST(BenchDocument, LeavesTheSpreadOutWhereNothingWasSampledAndKeepsTheReasons) {
  record::Profile profile = Sample();
  profile.whole.reset();
  profile.readings.Set(metric::MetricId::kPeakMemory, Quantity<Bytes>::Unavailable("the worker died"));
  const Document document = BenchDocument(profile, Quantity<Seconds>::Unavailable("it never opened"), {});
  EXPECT_EQ(FactOf(document, "median"), nullptr);
  EXPECT_EQ(std::get<Missing>(FactOf(document, "load_time")->value).reason, "it never opened");
  EXPECT_EQ(std::get<Missing>(FactOf(document, "model_memory")->value).reason, "the worker died");
}

TEST(BenchDocument, TakesTheLibrarysMemoryFromThePeak) {
  record::Profile profile = Sample();
  profile.readings.Set(metric::MetricId::kPeakMemory, Quantity<Bytes>::Of(Bytes(50e6), Source::kMeasured));
  profile.readings.Set(metric::MetricId::kLibraryMemory, Quantity<Bytes>::Of(Bytes(20e6), Source::kMeasured));
  EXPECT_EQ(ValueOf(BenchDocument(profile, {}, {}), "model_memory"), 30e6);
}

}  // namespace
}  // namespace dnntune::report
