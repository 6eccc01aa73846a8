// SPDX-License-Identifier: Apache-2.0
#include "setting/engines.h"

#include <gtest/gtest.h>

#include <algorithm>
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
  const std::set<std::string_view> kinds = {"format", "unit", "library", "precision", "knob", "default", "own choice"};
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

// Whether a value is one of those that the row lists for the dimension.
bool Lists(const EngineRow& row, const Dimension& dimension, std::string_view value) {
  return std::ranges::any_of(row.facts, [&](const EngineFact& fact) {
    if (!IsKnob(dimension)) return fact.kind == dimension.capability && fact.name == value;
    return fact.kind == "knob" && fact.name == dimension.name && fact.detail.find(value) != std::string_view::npos;
  });
}

TEST(Engines, HaveDefaultsAndChoicesThatTheyKnow) {
  for (const EngineRow& row : Engines()) {
    for (const EngineFact& fact : row.facts) {
      if (fact.kind != "default" && fact.kind != "own choice") continue;
      const Dimension* dimension = FindDimension(fact.name);
      ASSERT_NE(dimension, nullptr) << row.name << " " << fact.name;
      EXPECT_TRUE(Lists(row, *dimension, fact.detail)) << row.name << " has no " << fact.name << " " << fact.detail;
    }
  }
}

// A setting that is measured with has to say all that the engine was told.
TEST(Engines, ThatComputeHaveADefaultOfEveryKnobAndLibrary) {
  for (const EngineRow& row : Engines()) {
    if (!row.computes) continue;
    for (const std::string_view knob : NamesOf(row, "knob")) EXPECT_NE(DefaultOf(row, "cpu", knob), "") << row.name << " " << knob;
    EXPECT_NE(DefaultOf(row, "cpu", "library"), "") << row.name;
  }
}

TEST(DefaultOf, IsTheEnginesOwnAsItIsShipped) {
  EXPECT_EQ(DefaultOf(*FindEngine("onnxruntime"), "cpu", "graph_optimization"), "all");
  EXPECT_EQ(DefaultOf(*FindEngine("tensorflow"), "cpu", "graph_optimization"), "all");
  EXPECT_EQ(DefaultOf(*FindEngine("tflite"), "cpu", "library"), "xnnpack");
}

TEST(DefaultOf, IsOfTheUnitThatItIsAbout) {
  EXPECT_EQ(DefaultOf(*FindEngine("litert"), "cpu", "library"), "xnnpack");
  EXPECT_EQ(DefaultOf(*FindEngine("litert"), "gpu", "library"), "");
}

TEST(ToleranceOf, OnnxRuntimeIsWidestAtItsHighestLevel) {
  Setting setting;
  for (const char* level : {"none", "basic", "extended"}) {
    setting.knobs["graph_optimization"] = level;
    EXPECT_EQ(ToleranceOf(setting, "onnx"), 1e-5) << level;
  }
  setting.knobs["graph_optimization"] = "all";
  EXPECT_EQ(ToleranceOf(setting, "onnx"), 1e-4);
  setting.knobs.clear();
  EXPECT_EQ(ToleranceOf(setting, "onnx"), 1e-4) << "its default may be any level";
}

TEST(ToleranceOf, SmallerArithmeticIsWider) {
  const auto of = [](const char* engine, const char* unit, const char* precision) {
    Setting setting;
    setting.engine = engine, setting.unit = unit, setting.precision = precision;
    return ToleranceOf(setting, "tflite");
  };
  EXPECT_EQ(of("tflite", "cpu", "fp32"), 0);
  EXPECT_EQ(of("litert", "cpu", "fp32"), 0);
  EXPECT_LT(of("litert", "cpu", "fp32"), of("litert", "gpu", "fp32"));
  EXPECT_LT(of("litert", "gpu", "fp32"), of("litert", "gpu", "fp16"));
  EXPECT_LT(of("openvino", "cpu", "fp32"), of("openvino", "cpu", "bf16"));
  EXPECT_EQ(of("no such engine", "cpu", "fp32"), 0);
}

TEST(ToleranceOf, IsOfADimensionThatThereIs) {
  for (const EngineRow& row : Engines()) {
    for (const ToleranceRow& tolerance : row.tolerances) {
      EXPECT_TRUE(tolerance.dimension.empty() || FindDimension(tolerance.dimension) != nullptr) << row.name;
      EXPECT_EQ(tolerance.dimension.empty(), tolerance.value.empty()) << row.name;
    }
  }
}

TEST(ToleranceOf, OtherKernelsIsAtLeastWhatAnyEngineHasByItself) {
  for (const EngineRow& row : Engines()) {
    for (const std::string_view precision : NamesOf(row, "precision")) {
      Setting setting;
      setting.engine = row.name, setting.precision = precision;
      EXPECT_GE(ToleranceOfOtherKernels(setting), ToleranceOf(setting, "")) << row.name << " " << precision;
    }
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
