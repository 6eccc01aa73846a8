// SPDX-License-Identifier: Apache-2.0
#include "record/json_field.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/nearest.h"

namespace dnntune::record {
namespace {

std::string TypeName(const Json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_string()) return "a text";
  if (value.is_boolean()) return "true or false";
  return value.is_null() ? "null" : "a number";
}

// Python's json module writes these by default.
bool IsNotANumberNear(std::string_view text, std::size_t byte) {
  const std::string_view near = text.substr(byte < 12 ? 0 : byte - 12, 24);
  return near.find("NaN") != std::string_view::npos || near.find("Inf") != std::string_view::npos;
}

}  // namespace

Result<Json> ParseJson(std::string_view text) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t byte = std::min(error.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
    if (IsNotANumberNear(text, byte)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("line {}: NaN and Infinity are no JSON numbers; leave out a value that is not known", line));
    }
    return Fail(ErrorCode::kBadInput, fmt::format("line {}: this is no JSON; check for a missing comma, quote or bracket", line));
  } catch (const Json::exception& error) {
    return Fail(ErrorCode::kBadInput, std::string("this JSON cannot be read: ") + error.what());
  }
}

Error Field::Wrong(std::string_view message) const {
  return {ErrorCode::kBadInput, path_.empty() ? std::string(message) : fmt::format("{}: {}", path_, message)};
}

Result<Field> Field::Get(std::string_view key) const {
  if (!value_->is_object()) return Fail(Wrong("must be an object, is " + TypeName(*value_)));
  if (auto found = Find(key)) return *std::move(found);
  return Fail(Wrong(fmt::format("'{}' is missing", key)));
}

std::optional<Field> Field::Find(std::string_view key) const {
  if (!value_->is_object()) return std::nullopt;
  const auto found = value_->find(key);
  if (found == value_->end() || found->is_null()) return std::nullopt;
  return Field(*found, path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key));
}

Result<void> Field::Only(std::span<const std::string_view> keys) const {
  if (!value_->is_object()) return Fail(Wrong("must be an object, is " + TypeName(*value_)));
  for (const auto& item : value_->items()) {
    if (std::find(keys.begin(), keys.end(), item.key()) != keys.end()) continue;
    const std::vector<std::string> known(keys.begin(), keys.end());
    return Fail(Wrong(fmt::format("unknown key '{}'{}", item.key(), DidYouMean(item.key(), known))));
  }
  return {};
}

Result<std::vector<std::pair<std::string, Field>>> Field::Members() const {
  if (!value_->is_object()) return Fail(Wrong("must be an object, is " + TypeName(*value_)));
  std::vector<std::pair<std::string, Field>> members;
  for (const auto& item : value_->items()) {
    if (auto member = Find(item.key())) members.emplace_back(item.key(), *std::move(member));
  }
  return members;
}

Result<std::vector<Field>> Field::Items() const {
  if (!value_->is_array()) return Fail(Wrong("must be a list, is " + TypeName(*value_)));
  std::vector<Field> items;
  items.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) items.emplace_back((*value_)[i], fmt::format("{}[{}]", path_, i));
  return items;
}

Result<std::string> Field::Text() const {
  if (!value_->is_string()) return Fail(Wrong("must be a text, is " + TypeName(*value_)));
  return value_->get<std::string>();
}

Result<std::vector<std::string>> Field::Texts() const {
  ASSIGN_OR_RETURN(const auto items, Items());
  std::vector<std::string> texts;
  for (const Field& item : items) {
    ASSIGN_OR_RETURN(texts.emplace_back(), item.Text());
  }
  return texts;
}

Result<bool> Field::Flag() const {
  if (!value_->is_boolean()) return Fail(Wrong("must be true or false, is " + TypeName(*value_)));
  return value_->get<bool>();
}

Result<double> Field::Number() const {
  if (!value_->is_number()) return Fail(Wrong("must be a number, is " + TypeName(*value_)));
  const auto number = value_->get<double>();
  if (!std::isfinite(number)) return Fail(Wrong("must be a finite number"));
  return number;
}

Result<double> Field::NotNegative() const {
  ASSIGN_OR_RETURN(const double number, Number());
  if (number == -1) return Fail(Wrong("-1 stands for no value here; leave out what is not known"));
  if (number < 0) return Fail(Wrong(fmt::format("must not be negative, is {:g}", number)));
  return number;
}

Result<std::uint64_t> Field::Count() const {
  if (value_->is_number_unsigned()) return value_->get<std::uint64_t>();
  ASSIGN_OR_RETURN(const double number, NotNegative());
  if (number != std::floor(number) || number > 9e15) return Fail(Wrong(fmt::format("must be a whole number, is {:g}", number)));
  return static_cast<std::uint64_t>(number);
}

Result<void> CheckSchema(const Field& document, std::string_view schema) {
  ASSIGN_OR_RETURN(const Field field, document.Get("schema"));
  ASSIGN_OR_RETURN(const std::string given, field.Text());
  if (given == schema) return {};
  return Fail(field.Wrong(fmt::format("is '{}'; this version of dnntune reads '{}'", given, schema)));
}

Result<bool> IsOlderSchema(const Field& document, std::string_view older, std::string_view schema) {
  ASSIGN_OR_RETURN(const Field field, document.Get("schema"));
  ASSIGN_OR_RETURN(const std::string given, field.Text());
  if (given == older) return true;
  TRY(CheckSchema(document, schema));
  return false;
}

Result<std::size_t> PlaceAmong(const std::vector<std::string>& names, const Field& field) {
  ASSIGN_OR_RETURN(const std::string name, field.Text());
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  return Fail(field.Wrong(fmt::format("'{}' is none of {}{}", name, fmt::join(names, ", "), DidYouMean(name, names))));
}

}  // namespace dnntune::record
