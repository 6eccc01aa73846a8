// SPDX-License-Identifier: Apache-2.0
// Reading JSON with errors that name the field. Only for .cpp files: nlohmann's header is heavy.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace dnntune::record {

using Json = nlohmann::ordered_json;

// kBadInput names the line, and says what to do about NaN and Infinity, which JSON does not have.
[[nodiscard]] Result<Json> ParseJson(std::string_view text);

// A value of a document that knows where it stands: "operators[3].cost.seconds". The document must outlive it.
class Field {
 public:
  explicit Field(const Json& value, std::string path = "") : value_(&value), path_(std::move(path)) {}

  [[nodiscard]] const Json& json() const { return *value_; }
  // kBadInput with this path in front; for the document itself the message alone.
  [[nodiscard]] Error Wrong(std::string_view message) const;

  // Members of an object. Get: kBadInput where there is none; Find: nothing where it is absent or null. Only: kBadInput for a key
  // that is not listed (with the nearest), or where this is no object.
  [[nodiscard]] Result<Field> Get(std::string_view key) const;
  [[nodiscard]] std::optional<Field> Find(std::string_view key) const;
  [[nodiscard]] Result<void> Only(std::span<const std::string_view> keys) const;
  [[nodiscard]] Result<void> Only(std::initializer_list<std::string_view> keys) const {
    return Only(std::span(keys.begin(), keys.size()));
  }
  // Of an object whose keys are names, in their order; those that are null are left out.
  [[nodiscard]] Result<std::vector<std::pair<std::string, Field>>> Members() const;

  // kBadInput where this is of another type.
  [[nodiscard]] Result<std::vector<Field>> Items() const;
  [[nodiscard]] Result<std::string> Text() const;
  [[nodiscard]] Result<std::vector<std::string>> Texts() const;
  [[nodiscard]] Result<bool> Flag() const;
  [[nodiscard]] Result<double> Number() const;
  [[nodiscard]] Result<double> NotNegative() const;  // also refuses -1 as a stand-in for "unknown", by that name
  [[nodiscard]] Result<std::uint64_t> Count() const;

  // The member read by `read`; kBadInput where it is absent.
  template <typename T>
  [[nodiscard]] Result<T> Need(std::string_view key, Result<T> (Field::*read)() const) const {
    ASSIGN_OR_RETURN(const Field member, Get(key));
    return (member.*read)();
  }

  // The member read by `read`, or `otherwise` where it is absent.
  template <typename T>
  [[nodiscard]] Result<T> Or(std::string_view key, Result<T> (Field::*read)() const, T otherwise) const {
    const auto member = Find(key);
    if (!member) return otherwise;
    return ((*member).*read)();
  }

 private:
  const Json* value_;
  std::string path_;
};

// kBadInput where the document's "schema" is another one.
[[nodiscard]] Result<void> CheckSchema(const Field& document, std::string_view schema);
// Whether it is the older of two that are read; kBadInput where it is neither.
[[nodiscard]] Result<bool> IsOlderSchema(const Field& document, std::string_view older, std::string_view schema);

// Where the field's text stands among the names; kBadInput, with the nearest, where it is none of them.
[[nodiscard]] Result<std::size_t> PlaceAmong(const std::vector<std::string>& names, const Field& field);

// The value whose name the field has.
template <typename T, std::size_t N>
[[nodiscard]] Result<T> ReadNamed(const Field& field, const T (&values)[N], const char* (*name_of)(T)) {
  std::vector<std::string> names;
  for (const T value : values) names.emplace_back(name_of(value));
  ASSIGN_OR_RETURN(const std::size_t place, PlaceAmong(names, field));
  return values[place];
}

}  // namespace dnntune::record
