// SPDX-License-Identifier: Apache-2.0
#include "spec/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <span>

#include "base/nearest.h"

namespace dnntune::spec {
namespace {

struct UnitRow {
  const char* name;  // lower case
  double factor;
};
constexpr UnitRow kSeconds[] = {{"s", 1}, {"ms", 1e-3}, {"us", 1e-6}, {"min", 60}, {"h", 3600}};
constexpr UnitRow kMilliseconds[] = {{"ms", 1}, {"s", 1e3}, {"us", 1e-3}};
constexpr UnitRow kWatts[] = {{"w", 1}, {"mw", 1e-3}, {"kw", 1e3}};
constexpr UnitRow kJoules[] = {{"j", 1}, {"mj", 1e-3}, {"kj", 1e3}};
constexpr UnitRow kBytes[] = {{"b", 1},      {"kb", 1e3},      {"mb", 1e6},        {"gb", 1e9},
                              {"kib", 1024}, {"mib", 1048576}, {"gib", 1073741824}};
constexpr UnitRow kMbps[] = {{"mbit/s", 1}, {"mbps", 1}, {"kbit/s", 1e-3}, {"gbit/s", 1e3}, {"bit/s", 1e-6}};

std::string Trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return std::string(text);
}

Result<double> ReadWithUnit(const Value& value, std::span<const UnitRow> units, Range range) {
  ASSIGN_OR_RETURN(const std::string text, ReadText(value));
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit = Lower(Trimmed({end, static_cast<std::size_t>(text.data() + text.size() - end)}));
  const auto row = std::find_if(units.begin(), units.end(), [&](const UnitRow& candidate) { return unit == candidate.name; });
  if (error != std::errc() || !std::isfinite(number) || (row == units.end() && !unit.empty())) {
    std::string names;
    for (const UnitRow& candidate : units) names += (names.empty() ? "" : ", ") + std::string(candidate.name);
    return Fail(value.Wrong(fmt::format("'{}' is no amount; write a number, with {} if needed", text, names)));
  }
  if (number < 0) return Fail(value.Wrong(fmt::format("must not be negative, is {}", text)));
  if (number == 0 && range == Range::kPositive) return Fail(value.Wrong("must be above zero"));
  return number * (row == units.end() ? 1 : row->factor);
}

// "[]", written out: not a value that is left empty.
bool IsEmptyList(const Value& value) {
  if (value.kind != Value::Kind::kText) return value.kind == Value::Kind::kList && value.items.empty();
  const std::string text = Trimmed(value.text);
  return text.size() >= 2 && text.front() == '[' && text.back() == ']' && Trimmed(text.substr(1, text.size() - 2)).empty();
}

// Says of a value and all in it that it stands at `where`, under `key`.
void Move(Value& value, const std::string& key, const std::string& where) {
  value.key = key;
  value.where = where;
  for (Value& item : value.items) Move(item, key, where);
  for (auto& [name, member] : value.members) Move(member, fmt::format("{}.{}", key, name), where);
}

}  // namespace

Result<graph::DType> ReadDType(const Value& value) {
  ASSIGN_OR_RETURN(const std::string text, ReadText(value));
  const std::string name = Lower(text);
  const auto type = graph::DTypeFromName(name.rfind("fp", 0) == 0 ? "float" + name.substr(2) : name);
  if (type) return *type;
  const std::vector<std::string> known = {"float", "float16", "bfloat16", "float64", "int8", "uint8", "int32", "int64", "bool"};
  return Fail(
      value.Wrong(fmt::format("'{}' is no element type{}; known are {}", text, DidYouMean(name, known), fmt::join(known, ", "))));
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return lower;
}

Error Value::Wrong(const std::string& message) const {
  const std::string place = key.empty() || where == "--" + key ? where : fmt::format("{}: {}", where, key);
  return {ErrorCode::kBadInput, fmt::format("{}: {}", place, message)};
}

const Value* Value::Find(std::string_view name) const {
  const std::string wanted = Lower(name);
  for (const auto& [written, member] : members) {
    if (Lower(written) == wanted) return &member;
  }
  return nullptr;
}

std::string Value::Print() const {
  if (kind == Kind::kText) return text;
  std::string printed;
  for (const Value& item : items) printed += (printed.empty() ? "" : ", ") + item.Print();
  for (const auto& [name, member] : members) printed += (printed.empty() ? "" : ", ") + name + ": " + member.Print();
  return kind == Kind::kList ? "[" + printed + "]" : "{" + printed + "}";
}

Value FromFlag(std::string key, std::string text, std::string flag) {
  Value value;
  if (const std::string map = Trimmed(text); !map.empty() && map.front() == '{') {
    if (auto parsed = ParseYaml(map, flag)) {
      value = *std::move(parsed);
      Move(value, key, flag);
      return value;
    }
  }
  value.text = std::move(text);
  value.where = std::move(flag);
  value.key = std::move(key);
  return value;
}

Result<std::string> ReadText(const Value& value) {
  if (value.kind == Value::Kind::kText) return Trimmed(value.text);
  return Fail(value.Wrong("must be a single value, is " + value.Print()));
}

Result<std::vector<std::string>> ReadList(const Value& value) {
  std::vector<std::string> list;
  if (value.kind == Value::Kind::kMap) return Fail(value.Wrong("must be a list, is " + value.Print()));
  if (value.kind == Value::Kind::kList) {
    for (const Value& item : value.items) {
      ASSIGN_OR_RETURN(list.emplace_back(), ReadText(item));
    }
    return list;
  }
  std::string text = Trimmed(value.text);
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  std::string word;
  for (const char letter : text + ",") {
    if (letter != ',' && letter != '+') {
      word += letter;
      continue;
    }
    if (!Trimmed(word).empty()) list.push_back(Trimmed(word));
    word.clear();
  }
  return list;
}

Result<bool> ReadFlag(const Value& value) {
  ASSIGN_OR_RETURN(const std::string text, ReadText(value));
  const std::string lower = Lower(text);
  if (lower == "true" || lower == "yes" || lower == "on" || lower == "1") return true;
  if (lower == "false" || lower == "no" || lower == "off" || lower == "0") return false;
  return Fail(value.Wrong("must be true or false, is '" + text + "'"));
}

Result<std::int64_t> ReadWhole(const Value& value, std::int64_t least, std::int64_t most) {
  ASSIGN_OR_RETURN(const std::string text, ReadText(value));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    return Fail(value.Wrong("must be a whole number, is '" + text + "'"));
  if (number < least || number > most) return Fail(value.Wrong(fmt::format("must be from {} to {}, is {}", least, most, number)));
  return number;
}

Result<std::vector<std::int64_t>> ReadShape(const Value& value) {
  ASSIGN_OR_RETURN(const auto list, ReadList(value));
  std::vector<std::int64_t> shape;
  if (list.empty() && !IsEmptyList(value)) {
    return Fail(value.Wrong("'" + value.Print() + "' is no shape; write [1, 3, 224, 224], or [] for a scalar"));
  }
  for (const std::string& text : list) {
    Value item = value;
    item.kind = Value::Kind::kText;
    item.text = text;
    ASSIGN_OR_RETURN(shape.emplace_back(), ReadWhole(item, 0, std::int64_t{1} << 40));
  }
  return shape;
}

Result<void> AddShapes(const Value& value, std::map<std::string, std::vector<std::int64_t>>& shapes) {
  if (value.kind == Value::Kind::kMap) {
    for (const auto& [name, shape] : value.members) {
      ASSIGN_OR_RETURN(shapes[name], ReadShape(shape));
    }
    return {};
  }
  const std::size_t colon = value.text.rfind(':');
  if (value.kind == Value::Kind::kText && colon != std::string::npos) {
    Value shape = value;
    shape.text = value.text.substr(colon + 1);
    ASSIGN_OR_RETURN(shapes[value.text.substr(0, colon)], ReadShape(shape));
    return {};
  }
  ASSIGN_OR_RETURN(shapes[""], ReadShape(value));
  return {};
}

Result<double> ReadNumber(const Value& value, double least, double most) {
  ASSIGN_OR_RETURN(const std::string text, ReadText(value));
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
    return Fail(value.Wrong("must be a number, is '" + text + "'"));
  }
  if (number < least || number > most)
    return Fail(value.Wrong(fmt::format("must be from {:g} to {:g}, is {:g}", least, most, number)));
  return number;
}

Result<Seconds> ReadSeconds(const Value& value, Range range) {
  ASSIGN_OR_RETURN(const double number, ReadWithUnit(value, kSeconds, range));
  return Seconds(number);
}

Result<double> ReadMilliseconds(const Value& value, Range range) {
  return ReadWithUnit(value, kMilliseconds, range);
}

Result<Watts> ReadWatts(const Value& value, Range range) {
  ASSIGN_OR_RETURN(const double number, ReadWithUnit(value, kWatts, range));
  return Watts(number);
}

Result<Joules> ReadJoules(const Value& value, Range range) {
  ASSIGN_OR_RETURN(const double number, ReadWithUnit(value, kJoules, range));
  return Joules(number);
}

Result<Bytes> ReadBytes(const Value& value, Range range) {
  ASSIGN_OR_RETURN(const double number, ReadWithUnit(value, kBytes, range));
  return Bytes(number);
}

Result<double> ReadMbps(const Value& value, Range range) {
  return ReadWithUnit(value, kMbps, range);
}

Result<std::string> ReadChoice(const Value& value, const std::vector<std::string>& choices) {
  ASSIGN_OR_RETURN(const std::string text, ReadText(value));
  for (const std::string& choice : choices) {
    if (Lower(choice) == Lower(text)) return choice;
  }
  return Fail(value.Wrong(fmt::format("'{}' is not one of {}{}", text, fmt::join(choices, ", "), DidYouMean(text, choices))));
}

}  // namespace dnntune::spec
