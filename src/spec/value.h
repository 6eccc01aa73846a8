// SPDX-License-Identifier: Apache-2.0
// What a config or a flag holds before it means anything: text, lists and maps that know where they stand.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"
#include "graph/dtype.h"

namespace dnntune::spec {

struct Member;

struct Value {
  enum class Kind : std::uint8_t { kText, kList, kMap };
  Kind kind = Kind::kText;
  std::string text;
  std::vector<Value> items;     // of a list
  std::vector<Member> members;  // of a map, in the order given
  std::string where;            // "quickstart.yaml:12" or "--threads"
  std::string key;              // path: "processing.cpu_threads"

  // kBadInput: "where: key: message".
  [[nodiscard]] Error Wrong(const std::string& message) const;
  // The member of that name, case ignored.
  [[nodiscard]] const Value* Find(std::string_view name) const;
  // As written, on one line.
  [[nodiscard]] std::string Print() const;
};

struct Member {
  std::string name;  // as written
  Value value;
};

// kIo; kBadInput naming the line for what is no YAML, a key that appears twice, or more than is sensible in a config (1 MB, 20
// levels, 100,000 values).
[[nodiscard]] Result<Value> ReadYaml(const std::filesystem::path& path);
[[nodiscard]] Result<Value> ParseYaml(const std::string& text, const std::string& name);

// The value of a flag: "1,2" and "[1, 2]" are lists for those who ask for one, "{a: 1}" is a map as in YAML.
[[nodiscard]] Value FromFlag(std::string key, std::string text, std::string flag);

// Readers; errors as Value::Wrong.
[[nodiscard]] Result<std::string> ReadText(const Value& value);
[[nodiscard]] Result<std::vector<std::string>> ReadList(const Value& value);  // YAML list, or text split at ',' and '+'
[[nodiscard]] Result<bool> ReadFlag(const Value& value);
[[nodiscard]] Result<std::int64_t> ReadWhole(const Value& value, std::int64_t least, std::int64_t most);
[[nodiscard]] Result<std::vector<std::int64_t>> ReadShape(const Value& value);
// "[1, 3, 224, 224]" for the only input (key ""), "NAME:1,3,224,224" or a map of names to shapes; "[]" is a scalar's shape.
[[nodiscard]] Result<void> AddShapes(const Value& value, std::map<std::string, std::vector<std::int64_t>>& shapes);
[[nodiscard]] Result<double> ReadNumber(const Value& value, double least, double most);
// With or without a unit: "50 ms", "0.05". Not negative; above zero where asked.
enum class Range : std::uint8_t { kNotNegative, kPositive };
[[nodiscard]] Result<Seconds> ReadSeconds(const Value& value, Range range);
[[nodiscard]] Result<double> ReadMilliseconds(const Value& value, Range range);  // a plain number is in ms
[[nodiscard]] Result<Watts> ReadWatts(const Value& value, Range range);
[[nodiscard]] Result<Joules> ReadJoules(const Value& value, Range range);
[[nodiscard]] Result<Bytes> ReadBytes(const Value& value, Range range);
[[nodiscard]] Result<double> ReadMbps(const Value& value, Range range);  // a plain number is in Mbit/s
// One of the choices, case ignored, as the choices spell it; else the nearest is named.
[[nodiscard]] Result<std::string> ReadChoice(const Value& value, const std::vector<std::string>& choices);

// "float", "float32", "fp32", "int8", ...
[[nodiscard]] Result<graph::DType> ReadDType(const Value& value);

[[nodiscard]] std::string Lower(std::string_view text);

}  // namespace dnntune::spec
