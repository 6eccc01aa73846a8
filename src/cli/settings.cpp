// SPDX-License-Identifier: Apache-2.0
#include "cli/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "base/nearest.h"
#include "comparison/labels.h"
#include "setting/dimension.h"
#include "spec/value.h"

namespace dnntune::cli {
namespace {

using Overrides = std::vector<spec::Override>;

using setting::Dimension;

constexpr const char* kEngine = "engine";

std::string FullKey(const Dimension& dimension) {
  return std::string("processing.") + dimension.key;
}

std::vector<const Dimension*> ComparedDimensions() {
  std::vector<const Dimension*> dimensions = setting::RankedDimensions();
  std::erase_if(dimensions, [](const Dimension* one) { return !one->is_compared; });
  return dimensions;
}

// The names that --setting takes for a dimension: its key, and its flag without dashes.
std::vector<std::string> NamesOf(const Dimension& dimension) {
  std::vector<std::string> names = {dimension.key};
  if (*dimension.flag == '\0') return names;
  std::string name = std::string(dimension.flag).substr(2);
  std::replace(name.begin(), name.end(), '-', '_');
  if (name != names.front()) names.push_back(name);
  return names;
}

// The overrides of one dimension, one for each value.
struct Values {
  const Dimension* dimension;
  Overrides overrides;
};

// Takes the overrides that vary a setting out of `all`.
Result<std::vector<Values>> TakeValues(Overrides& all) {
  std::vector<Values> values;
  for (const Dimension* dimension : ComparedDimensions()) {
    Overrides own;
    for (const spec::Override& given : all) {
      if (given.key != FullKey(*dimension)) continue;
      if (dimension->is_list) own.push_back(given);
      if (dimension->is_list) continue;
      ASSIGN_OR_RETURN(const auto parts, spec::ReadList(spec::FromFlag(given.key, given.value, given.flag)));
      for (const std::string& part : parts) own.push_back({given.key, part, given.flag});
    }
    std::erase_if(all, [&](const spec::Override& given) { return given.key == FullKey(*dimension); });
    if (!own.empty()) values.push_back({dimension, std::move(own)});
  }
  return values;
}

std::vector<Overrides> Combinations(const std::vector<Values>& values) {
  std::vector<Overrides> combinations(1);
  for (const Values& one : values) {
    std::vector<Overrides> longer;
    for (const Overrides& before : combinations) {
      for (const spec::Override& value : one.overrides) {
        longer.push_back(before);
        longer.back().push_back(value);
      }
    }
    combinations = std::move(longer);
  }
  return combinations;
}

Result<spec::Override> ReadPair(const std::string& pair) {
  const std::size_t mark = pair.find('=');
  const std::string name = pair.substr(0, mark);
  std::vector<std::string> known;
  for (const Dimension* dimension : ComparedDimensions()) {
    for (const std::string& one : NamesOf(*dimension)) {
      if (one == name && mark != std::string::npos) return spec::Override{FullKey(*dimension), pair.substr(mark + 1), "--setting"};
      known.push_back(one);
    }
  }
  if (mark == std::string::npos) {
    return Fail(ErrorCode::kUsage,
                fmt::format("--setting: '{}' has no value; write KEY=VALUE pairs such as \"framework=tflite threads=2\"", pair));
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("--setting: unknown key '{}'{}; known are {}", name, DidYouMean(name, known), fmt::join(known, ", ")));
}

Result<Overrides> ReadSetting(const std::string& text) {
  Overrides overrides;
  std::istringstream words(text);
  for (std::string pair; words >> pair;) {
    ASSIGN_OR_RETURN(auto one, ReadPair(pair));
    overrides.push_back(std::move(one));
  }
  if (overrides.empty())
    return Fail(ErrorCode::kUsage, "--setting is empty; write KEY=VALUE pairs such as \"framework=tflite threads=2\"");
  return overrides;
}

bool IsOneOf(const Overrides& overrides, const std::string& key) {
  return std::any_of(overrides.begin(), overrides.end(), [&](const spec::Override& one) { return one.key == key; });
}

Result<Candidate> Make(const MeasuringFlags& flags, const Overrides& overrides) {
  MeasuringFlags own = flags;
  own.config.overrides.insert(own.config.overrides.end(), overrides.begin(), overrides.end());
  ASSIGN_OR_RETURN(Chosen chosen, ChooseAsNamed(own));
  Candidate candidate{std::move(chosen), {}, "", "", ""};
  candidate.setting = candidate.chosen.device.setting;
  // What this setting alone asks for and is not here is the reason why it is not measured.
  std::erase_if(candidate.chosen.spec.unavailable, [&](const spec::Unavailable& one) {
    if (!IsOneOf(overrides, one.key)) return false;
    candidate.unavailable = one.name + " " + one.reason;  // nothing is used instead here
    if (one.key == FullKey(*setting::FindDimension(kEngine))) candidate.setting.engine = one.name;
    return true;
  });
  return candidate;
}

// The frameworks of a config file, those known and not here included, as if they had been a flag.
Result<void> AddFrameworksOfConfig(const MeasuringFlags& flags, std::vector<Values>& values) {
  const std::string key = FullKey(*setting::FindDimension(kEngine));
  const bool is_given =
      std::any_of(values.begin(), values.end(), [](const Values& one) { return one.dimension == setting::FindDimension(kEngine); });
  if (is_given || flags.config.file.empty()) return {};
  ASSIGN_OR_RETURN(const Chosen chosen, ChooseAsNamed(flags));
  Overrides frameworks;
  for (const std::string& name : chosen.device.frameworks) frameworks.push_back({key, name, flags.config.file});
  for (const spec::Unavailable& one : chosen.spec.unavailable) {
    if (one.key.ends_with("framework")) frameworks.push_back({key, one.name, flags.config.file});
  }
  if (frameworks.size() > 1) values.insert(values.begin(), {setting::FindDimension(kEngine), std::move(frameworks)});
  return {};
}

std::string FileName(const std::string& label) {
  std::string name;
  for (const char letter : label) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '.' || letter == '_' || letter == '+';
    if (is_plain) name += letter;
    if (!is_plain && !name.empty() && name.back() != '-') name += '-';
  }
  while (name.ends_with('-')) name.pop_back();
  return name;
}

void SetLabels(std::vector<Candidate>& candidates) {
  std::vector<comparison::Labelled> all;
  for (const Candidate& candidate : candidates) all.push_back({"", candidate.setting});
  const auto labels = comparison::LabelsOf(all);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i].label = labels[i];
    candidates[i].name = FileName(labels[i]);
  }
}

}  // namespace

Result<std::vector<Candidate>> Candidates(const MeasuringFlags& flags, std::span<const std::string> explicit_settings,
                                          ConfigList config_list) {
  MeasuringFlags base = flags;
  ASSIGN_OR_RETURN(std::vector<Values> values, TakeValues(base.config.overrides));
  if (config_list == ConfigList::kEach && explicit_settings.empty()) TRY(AddFrameworksOfConfig(base, values));
  const bool varies = std::any_of(values.begin(), values.end(), [](const Values& one) { return one.overrides.size() > 1; });
  std::vector<Candidate> candidates;
  if (varies || explicit_settings.empty()) {
    for (const Overrides& combination : Combinations(values)) {
      ASSIGN_OR_RETURN(Candidate candidate, Make(base, combination));
      const bool is_new = std::none_of(candidates.begin(), candidates.end(),
                                       [&](const Candidate& other) { return other.setting == candidate.setting; });
      if (is_new) candidates.push_back(std::move(candidate));
    }
  }
  Overrides defaults;
  for (const Values& one : values) {
    if (one.overrides.size() == 1) defaults.push_back(one.overrides.front());
  }
  for (const std::string& text : explicit_settings) {
    ASSIGN_OR_RETURN(const Overrides own, ReadSetting(text));
    Overrides all = defaults;
    std::erase_if(all, [&](const spec::Override& one) { return IsOneOf(own, one.key); });
    all.insert(all.end(), own.begin(), own.end());
    ASSIGN_OR_RETURN(Candidate candidate, Make(base, all));
    candidates.push_back(std::move(candidate));
  }
  SetLabels(candidates);
  return candidates;
}

}  // namespace dnntune::cli
