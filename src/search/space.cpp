// SPDX-License-Identifier: Apache-2.0
#include "search/space.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "base/nearest.h"
#include "comparison/labels.h"
#include "setting/engines.h"
#include "spec/set_dimension.h"

namespace dnntune::search {
namespace {

using setting::Dimension;

constexpr const char* kExample = "write KEY=VALUE pairs such as \"framework=tflite threads=2\"";

const Dimension& EngineDimension() {
  return *setting::FindDimension("engine");
}

// The names that a point takes for a dimension: its key, and its flag without dashes.
std::vector<std::string> NamesOf(const Dimension& dimension) {
  std::vector<std::string> names = {dimension.key};
  if (*dimension.flag == '\0') return names;
  std::string name = std::string(dimension.flag).substr(2);
  std::ranges::replace(name, '-', '_');
  if (name != names.front()) names.push_back(name);
  return names;
}

// What the config makes of the text; a known name that nothing here has keeps its reason.
Result<Choice> ReadChoice(const Dimension& dimension, const spec::Override& given) {
  spec::Spec scratch;
  spec::Device device;
  TRY(spec::SetDimension(dimension, {scratch, &device, nullptr}, spec::FromFlag(given.key, given.value, given.flag)));
  Choice choice{&dimension, setting::Get(device.setting, dimension)};
  if (scratch.unavailable.empty()) return choice;
  const spec::Unavailable& one = scratch.unavailable.front();
  return Choice{&dimension, one.name, one.name + " " + one.reason};  // nothing is used instead here
}

Result<std::vector<Choice>> ReadChoices(const Dimension& dimension, const spec::Override& given) {
  std::vector<std::string> texts = {given.value};
  if (!dimension.is_list) {
    ASSIGN_OR_RETURN(texts, spec::ReadList(spec::FromFlag(given.key, given.value, given.flag)));
  }
  std::vector<Choice> choices;
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(Choice choice, ReadChoice(dimension, {given.key, text, given.flag}));
    choices.push_back(std::move(choice));
  }
  return choices;
}

Result<Choice> ReadPair(const std::string& pair) {
  const std::size_t mark = pair.find('=');
  const std::string name = pair.substr(0, mark);
  if (mark == std::string::npos) return Fail(ErrorCode::kUsage, fmt::format("--setting: '{}' has no value; {}", pair, kExample));
  std::vector<std::string> known;
  for (const Dimension* dimension : ComparedDimensions()) {
    for (const std::string& one : NamesOf(*dimension)) {
      if (one == name) return ReadChoice(*dimension, {spec::FullKey(dimension->name), pair.substr(mark + 1), "--setting"});
      known.push_back(one);
    }
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("--setting: unknown key '{}'{}; known are {}", name, DidYouMean(name, known), fmt::join(known, ", ")));
}

bool IsAbout(const std::vector<Choice>& choices, const Dimension* dimension) {
  return std::ranges::find(choices, dimension, &Choice::dimension) != choices.end();
}

std::vector<std::vector<Choice>> Combinations(const std::vector<Axis>& axes) {
  std::vector<std::vector<Choice>> combinations(1);
  for (const Axis& axis : axes) {
    std::vector<std::vector<Choice>> longer;
    for (const auto& before : combinations) {
      for (const Choice& choice : axis.choices) {
        longer.push_back(before);
        longer.back().push_back(choice);
      }
    }
    combinations = std::move(longer);
  }
  return combinations;
}

Contender Make(const setting::Setting& base, const std::vector<Choice>& choices) {
  Contender contender{.setting = base, .label = {}, .name = {}, .unavailable = {}};
  for (const Choice& choice : choices) {
    setting::Set(contender.setting, *choice.dimension, choice.value);
    if (contender.unavailable.empty()) contender.unavailable = choice.unavailable;
  }
  const auto* other = setting::EngineInPlaceOf(contender.setting.engine, contender.setting.unit);
  if (other != nullptr) contender.setting.engine = other->name;
  return contender;
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

}  // namespace

bool Space::Varies() const {
  return std::ranges::any_of(axes, [](const Axis& axis) { return axis.choices.size() > 1; });
}

std::vector<const Dimension*> ComparedDimensions() {
  std::vector<const Dimension*> dimensions = setting::RankedDimensions();
  std::erase_if(dimensions, [](const Dimension* one) { return !one->is_compared; });
  return dimensions;
}

Result<Space> TakeSpace(std::vector<spec::Override>& overrides) {
  Space space;
  for (const Dimension* dimension : ComparedDimensions()) {
    Axis axis{dimension, {}};
    for (const spec::Override& given : overrides) {
      if (given.key != spec::FullKey(dimension->name)) continue;
      ASSIGN_OR_RETURN(auto choices, ReadChoices(*dimension, given));
      axis.choices.insert(axis.choices.end(), choices.begin(), choices.end());
    }
    std::erase_if(overrides, [&](const spec::Override& given) { return given.key == spec::FullKey(dimension->name); });
    if (!axis.choices.empty()) space.axes.push_back(std::move(axis));
  }
  return space;
}

Result<std::vector<Choice>> ReadPoint(const std::string& text) {
  std::vector<Choice> point;
  std::istringstream words(text);
  for (std::string pair; words >> pair;) {
    ASSIGN_OR_RETURN(Choice choice, ReadPair(pair));
    point.push_back(std::move(choice));
  }
  if (point.empty()) return Fail(ErrorCode::kUsage, fmt::format("--setting is empty; {}", kExample));
  return point;
}

void AddEngines(const spec::Spec& spec, const spec::Device& device, Space& space) {
  const Dimension& engine = EngineDimension();
  if (std::ranges::find(space.axes, &engine, &Axis::dimension) != space.axes.end()) return;
  Axis axis{&engine, {}};
  for (const std::string& name : device.frameworks) axis.choices.push_back({&engine, name});
  for (const spec::Unavailable& one : spec.unavailable) {
    if (one.key.ends_with(engine.key)) axis.choices.push_back({&engine, one.name, one.name + " " + one.reason});
  }
  if (axis.choices.size() > 1) space.axes.insert(space.axes.begin(), std::move(axis));
}

std::vector<Contender> Contenders(const setting::Setting& base, const Space& space) {
  std::vector<Contender> contenders;
  if (space.Varies() || space.points.empty()) {
    for (const auto& combination : Combinations(space.axes)) {
      Contender contender = Make(base, combination);
      const bool is_new = std::ranges::find(contenders, contender.setting, &Contender::setting) == contenders.end();
      if (is_new) contenders.push_back(std::move(contender));
    }
  }
  for (const auto& point : space.points) {
    std::vector<Choice> all;
    for (const Axis& axis : space.axes) {
      if (axis.choices.size() == 1 && !IsAbout(point, axis.dimension)) all.push_back(axis.choices.front());
    }
    all.insert(all.end(), point.begin(), point.end());
    contenders.push_back(Make(base, all));
  }
  SetLabels(contenders);
  return contenders;
}

void SetLabels(std::vector<Contender>& contenders) {
  std::vector<comparison::Labelled> all;
  for (const Contender& contender : contenders) all.push_back({"", contender.setting});
  const auto labels = comparison::LabelsOf(all);
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    contenders[i].label = labels[i];
    contenders[i].name = FileName(labels[i]);
  }
}

}  // namespace dnntune::search
