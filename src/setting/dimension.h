// SPDX-License-Identifier: Apache-2.0
// The one table of what a setting consists of. The config's keys and flags, the wire, records, labels, the check against an engine,
// resuming, comparisons and reports know of a dimension by its row.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "setting/setting.h"

namespace dnntune::setting {

using Value = std::variant<std::string, std::int64_t, double>;
[[nodiscard]] std::string Print(const Value& value);  // "all", "2", "1.5"

// What values there are.
enum class Values : std::uint8_t {
  kText,
  kChoice,  // one of `choices`
  kNames,   // names that the engines decide on; several may be given, the first that can be had is taken
  kWhole,   // a number from `least` to `most`
  kNumber,
};

// A dimension without `get` and `set` is a knob: an entry of Setting::knobs under its name, absent where its value is empty.
struct Dimension {
  const char* key;       // in the config, within a device: "cpu_threads"
  const char* name;      // in records and on the wire: "threads"
  const char* title;     // of a column or fact: "Threads"
  const char* noun;      // in a sentence: "threads", "processing unit"
  const char* type;      // of its values, in words: "whole number"
  const char* standard;  // its default, in words
  const char* help;
  const char* flag = "";  // "--threads"; empty: --processing.KEY alone
  Values values = Values::kText;
  std::string_view choices = {};  // "fp32, fp16, bf16", with ", " between them
  double least = 0;
  double most = 0;
  // Kind of the engine's capabilities that says which values it has; "knob": the engine says whether it has one of this name;
  // empty: no engine is asked.
  const char* capability = "";
  bool is_compared = false;  // several values make several settings to compare
  bool is_list = false;      // a value may be a list itself, so that a comma does not end it
  int rank = 0;  // place among the facts of a report and the words of a label, 1 first; 0: behind them, not a report's fact
  std::string (*words)(const Setting& setting) = nullptr;  // in a label; empty: not worth saying. None: name and value of a knob
  Value (*get)(const Setting& setting) = nullptr;
  void (*set)(Setting& setting, const Value& value) = nullptr;
};

// In the order of docs/config.md.
[[nodiscard]] std::span<const Dimension> Dimensions();
// The same by rank, those without one last.
[[nodiscard]] std::vector<const Dimension*> RankedDimensions();
// By its name in records, or null.
[[nodiscard]] const Dimension* FindDimension(std::string_view name);

[[nodiscard]] bool IsKnob(const Dimension& dimension);
[[nodiscard]] Value Get(const Setting& setting, const Dimension& dimension);
void Set(Setting& setting, const Dimension& dimension, const Value& value);
// From text, as it stands in a command line or on the wire. kBadInput where it is no such number or list, or out of its range;
// which of the names an engine has, it says itself.
Result<void> SetText(Setting& setting, const Dimension& dimension, const std::string& text);
[[nodiscard]] std::string WordsOf(const Setting& setting, const Dimension& dimension);

[[nodiscard]] std::vector<std::string> ChoicesOf(const Dimension& dimension);

}  // namespace dnntune::setting
