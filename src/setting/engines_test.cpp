// SPDX-License-Identifier: Apache-2.0
#include "setting/engines.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "setting/dimension.h"

namespace dnntune::setting {
namespace {

using Names = std::vector<std::string_view>;

TEST(Engines, HaveNamesOfTheirOwnAndAreFoundByThem) {
  std::set<std::string_view> names;
  for (const EngineRow& row : Engines()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(FindEngine(row.name), &row);
  }
  EXPECT_EQ(FindEngine("MACE"), nullptr);
  EXPECT_NE(FindEngine(Setting().engine), nullptr) << "the engine of a setting that names none";
}

TEST(Engines, SayOfEveryFactWhatItIs) {
  const std::set<std::string_view> kinds = {"format", "unit", "library", "precision", "knob"};
  for (const EngineRow& row : Engines()) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const EngineFact& fact : row.facts) {
      EXPECT_TRUE(kinds.contains(fact.kind)) << row.name << " " << fact.kind;
      EXPECT_FALSE(fact.detail.empty()) << row.name << " " << fact.name;
      EXPECT_TRUE(seen.emplace(fact.kind, fact.name).second) << row.name << " says twice what " << fact.name << " is";
    }
    EXPECT_FALSE(NamesOf(row, "unit").empty()) << row.name << " runs nowhere";
  }
}

TEST(Engines, ThatComputeReadAFormat) {
  for (const EngineRow& row : Engines()) EXPECT_EQ(NamesOf(row, "format").empty(), !row.computes) << row.name;
}

TEST(Engines, HaveKnobsThatADimensionIsAbout) {
  const std::set<std::string_view> own = {"run_ns", "fail"};  // of the null engine, for tests
  for (const std::string_view knob : NamesOf("knob")) {
    EXPECT_EQ(FindDimension(knob) == nullptr, own.contains(knob)) << knob;
  }
}

TEST(NamesOf, OfAllEnginesAreEachThereOnceAndOnlyWhatOneHas) {
  EXPECT_EQ(NamesOf("unit"), (Names{"cpu", "gpu"}));
  const Names libraries = NamesOf("library");
  EXPECT_EQ(std::set<std::string_view>(libraries.begin(), libraries.end()).size(), libraries.size());
  EXPECT_TRUE(NamesOf("colour").empty());
}

TEST(NamesOf, LeavesOutWhatAnEngineKnowsThatItHasNot) {
  EXPECT_EQ(NamesOf(*FindEngine("tflite"), "unit"), Names{"cpu"});
}

TEST(EngineInPlaceOf, IsTheOneThatRunsTheSameFilesOnTheUnit) {
  ASSERT_NE(EngineInPlaceOf("tflite", "gpu"), nullptr);
  EXPECT_EQ(EngineInPlaceOf("tflite", "gpu")->name, "litert");
}

TEST(EngineInPlaceOf, IsNoneWhereTheEngineHasTheUnitOrNobodyHas) {
  EXPECT_EQ(EngineInPlaceOf("tflite", "cpu"), nullptr);
  EXPECT_EQ(EngineInPlaceOf("tflite", "npu"), nullptr);
  EXPECT_EQ(EngineInPlaceOf("onnxruntime", "gpu"), nullptr);
  EXPECT_EQ(EngineInPlaceOf("MACE", "gpu"), nullptr);
}

TEST(ReadersOf, NameThoseFirstWhoseOwnFormatItIs) {
  EXPECT_EQ(ReadersOf("tensorflow"), (Names{"tensorflow", "openvino"}));
  EXPECT_EQ(ReadersOf("onnx"), (Names{"onnxruntime", "openvino"}));
  EXPECT_EQ(ReadersOf("tflite").front(), "tflite");
  EXPECT_TRUE(ReadersOf("dlc").empty());
}

TEST(DefaultFormat, IsThatOfTheEngineOfASettingThatNamesNone) {
  EXPECT_EQ(DefaultFormat(), NamesOf(*FindEngine(Setting().engine), "format").front());
}

}  // namespace
}  // namespace dnntune::setting
