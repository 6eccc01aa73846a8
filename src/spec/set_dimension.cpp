// SPDX-License-Identifier: Apache-2.0
#include "spec/set_dimension.h"

#include "spec/known_names.h"

namespace dnntune::spec {
namespace {

using setting::Values;

NameKind KindOf(const setting::Dimension& dimension) {
  const std::string_view capability = dimension.capability;
  return capability == "engine" ? NameKind::kFramework : capability == "unit" ? NameKind::kUnit : NameKind::kLibrary;
}

// Of several the first is taken. Engines are all kept: which one it is to be is told by what is installed, or by measuring.
Result<void> SetNames(const setting::Dimension& dimension, Target target, const Value& value) {
  const NameKind kind = KindOf(dimension);
  ASSIGN_OR_RETURN(const auto usable, UsableNames(value, kind, target.spec.unavailable));
  if (kind == NameKind::kFramework) target.device->frameworks = usable;
  const bool is_reset = kind == NameKind::kFramework && usable.empty();
  if (is_reset) setting::Set(target.device->setting, dimension, setting::Get({}, dimension));
  if (!usable.empty()) setting::Set(target.device->setting, dimension, usable.front());
  return {};
}

Result<setting::Value> Read(const setting::Dimension& dimension, const Value& value) {
  switch (dimension.values) {
    case Values::kWhole: {
      const auto least = static_cast<std::int64_t>(dimension.least);
      ASSIGN_OR_RETURN(const std::int64_t number, ReadWhole(value, least, static_cast<std::int64_t>(dimension.most)));
      return setting::Value(number);
    }
    case Values::kNumber: {
      ASSIGN_OR_RETURN(const double number, ReadNumber(value, dimension.least, dimension.most));
      return setting::Value(number);
    }
    case Values::kChoice: {
      ASSIGN_OR_RETURN(std::string choice, ReadChoice(value, setting::ChoicesOf(dimension)));
      return setting::Value(std::move(choice));
    }
    case Values::kText:
    case Values::kNames:
      break;
  }
  ASSIGN_OR_RETURN(std::string text, ReadText(value));
  return setting::Value(std::move(text));
}

}  // namespace

Result<void> SetDimension(const setting::Dimension& dimension, Target target, const Value& value) {
  if (dimension.values == Values::kNames) return SetNames(dimension, target, value);
  ASSIGN_OR_RETURN(const setting::Value read, Read(dimension, value));
  setting::Set(target.device->setting, dimension, read);
  return {};
}

}  // namespace dnntune::spec
