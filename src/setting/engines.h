// SPDX-License-Identifier: Apache-2.0
// The one table of engines: what can be said of one before any is asked. An engine's own Describe says what its row has and what of
// it is there on the machine; nobody else repeats it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "setting/setting.h"

namespace dnntune::setting {

// Something that an engine has, or knows that it has not.
struct EngineFact {
  // "format", "unit", "library", "precision", "knob"; "default": what a dimension of the setting is where the setting leaves it
  // out; "own choice": what the engine would take by itself where dnntune takes something else unless it is asked.
  std::string_view kind;
  std::string_view name;    // "cpu", "graph_optimization"; of a default or choice the dimension's
  std::string_view detail;  // allowed values, or why it is not there; of a default or choice its value
  bool is_available = true;
  std::string_view unit{};  // the only one that it is about; empty: all
};

// How far the outputs of a head and a tail may be from the whole model's, where the engine does not compute both bit for bit alike.
struct ToleranceRow {
  double relative;               // to the largest absolute value of the output
  std::string_view dimension{};  // of the setting, by name; empty: whatever it is
  std::string_view value{};
  std::string_view format{};  // of the model's file; empty: any
};

struct EngineRow {
  std::string_view name;
  std::span<const EngineFact> facts;  // the format to write a model in first
  bool computes = true;               // else it only stands in for an engine, and takes files of any format
  // The engine whose files it runs on units that that one has not.
  std::string_view in_place_of{};
  std::span<const ToleranceRow> tolerances{};  // the first that fits counts; none: both are alike
};

[[nodiscard]] std::span<const EngineRow> Engines();
[[nodiscard]] const EngineRow* FindEngine(std::string_view name);  // null: there is none of that name

// Names of the row's facts of a kind that are available.
[[nodiscard]] std::vector<std::string_view> NamesOf(const EngineRow& engine, std::string_view kind);
// Of all engines, each once.
[[nodiscard]] std::vector<std::string_view> NamesOf(std::string_view kind);

// The engine that runs the files of another on a unit which that one has not; null: none, or it has the unit itself.
[[nodiscard]] const EngineRow* EngineInPlaceOf(std::string_view engine, std::string_view unit);

// Engines that compute models of the format, those whose own it is first.
[[nodiscard]] std::vector<std::string_view> ReadersOf(std::string_view format);

// The value of a dimension that the engine has on the unit where a setting leaves it out; empty: none, or the engine says it
// itself.
[[nodiscard]] std::string_view DefaultOf(const EngineRow& engine, std::string_view unit, std::string_view dimension);

// What holds for a head and a tail in this setting of files of the format; 0: their outputs are equal to the whole model's.
[[nodiscard]] double ToleranceOf(const Setting& setting, std::string_view format);
// The same where not all is computed by the same kernels, as on two engines: a sum in another order is rounded otherwise.
[[nodiscard]] double ToleranceOfOtherKernels(const Setting& setting);

// Of the engine that is used where none is named.
[[nodiscard]] std::string_view DefaultFormat();

}  // namespace dnntune::setting
