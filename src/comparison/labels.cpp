// SPDX-License-Identifier: Apache-2.0
#include "comparison/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "setting/dimension.h"
#include "setting/engines.h"

namespace dnntune::comparison {
namespace {

// Knobs of engines that no row is about.
std::set<std::string> OtherKnobs(std::span<const Labelled> all) {
  std::set<std::string> knobs;
  for (const Labelled& one : all) {
    for (const auto& [knob, value] : one.setting.knobs) {
      if (setting::FindDimension(knob) == nullptr) knobs.insert(knob);
    }
  }
  return knobs;
}

std::string WordsOfKnob(const Labelled& one, const std::string& knob) {
  const auto found = one.setting.knobs.find(knob);
  return found == one.setting.knobs.end() ? "" : fmt::format("{} {}", knob, found->second);
}

std::string ValueOf(const Labelled& one, const setting::Dimension& dimension) {
  return setting::Print(setting::Get(one.setting, dimension));
}

// Whether the engine's name says it already: it is the engine's default, and no other of the same engine has anything else. A
// setting is recorded with every default, and a label is to tell what a person chose.
bool GoesWithoutSaying(std::span<const Labelled> all, const Labelled& one, const setting::Dimension& dimension) {
  const setting::EngineRow* engine = setting::FindEngine(one.setting.engine);
  const std::string value = ValueOf(one, dimension);
  if (engine == nullptr || value.empty() || value != setting::DefaultOf(*engine, one.setting.unit, dimension.name)) return false;
  return std::ranges::all_of(
      all, [&](const Labelled& other) { return other.setting.engine != one.setting.engine || ValueOf(other, dimension) == value; });
}

// Adds what a property of the setting says, where it tells one from another.
template <typename WordsOf>
void AddWords(std::span<const Labelled> all, const WordsOf& words_of, std::vector<std::string>& labels) {
  std::vector<std::string> words;
  for (const Labelled& one : all) words.push_back(words_of(one));
  if (std::ranges::all_of(words, [&](const std::string& one) { return one == words.front(); })) return;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].empty()) labels[i] += ", " + words[i];
  }
}

}  // namespace

std::vector<std::string> LabelsOf(std::span<const Labelled> all) {
  std::vector<std::string> labels;
  const bool origins_differ = std::ranges::any_of(all, [&](const Labelled& one) { return one.origin != all.front().origin; });
  for (const Labelled& one : all) labels.push_back((origins_differ ? one.origin + ": " : "") + one.setting.engine);
  for (const setting::Dimension* dimension : setting::RankedDimensions()) {
    const auto words_of = [&](const Labelled& one) {
      return GoesWithoutSaying(all, one, *dimension) ? "" : setting::WordsOf(one.setting, *dimension);
    };
    AddWords(all, words_of, labels);
  }
  for (const std::string& knob : OtherKnobs(all)) {
    AddWords(
        all, [&](const Labelled& one) { return WordsOfKnob(one, knob); }, labels);
  }
  std::map<std::string, int> seen;
  for (std::string& label : labels) {
    const int times = ++seen[label];
    if (times > 1) label += fmt::format(" ({})", times);
  }
  return labels;
}

}  // namespace dnntune::comparison
