// SPDX-License-Identifier: Apache-2.0
#include "comparison/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace dnntune::comparison {
namespace {

// One property as words; empty: nothing to say of it.
struct Property {
  std::string (*words)(const Labelled& one);
};

constexpr Property kProperties[] = {
    {[](const Labelled& one) { return one.setting.library; }},
    {[](const Labelled& one) { return one.setting.precision; }},
    {[](const Labelled& one) { return fmt::format("{} thread{}", one.setting.threads, one.setting.threads == 1 ? "" : "s"); }},
    {[](const Labelled& one) { return "cores " + one.setting.cores_name; }},
    {[](const Labelled& one) { return one.setting.unit; }},
    {[](const Labelled& one) { return one.setting.slowdown > 1 ? fmt::format("slowed {:g}x", one.setting.slowdown) : ""; }},
};

bool Differs(std::span<const Labelled> all, const Property& property) {
  return std::any_of(all.begin(), all.end(),
                     [&](const Labelled& one) { return property.words(one) != property.words(all.front()); });
}

std::set<std::string> KnobsThatDiffer(std::span<const Labelled> all) {
  std::set<std::string> differing;
  const auto value = [](const Labelled& one, const std::string& knob) {
    const auto found = one.setting.knobs.find(knob);
    return found == one.setting.knobs.end() ? std::string() : found->second;
  };
  for (const Labelled& one : all) {
    for (const auto& [knob, own] : one.setting.knobs) {
      for (const Labelled& other : all) {
        if (value(other, knob) != own) differing.insert(knob);
      }
    }
  }
  return differing;
}

std::string LabelOf(const Labelled& one, std::span<const Labelled> all, const std::set<std::string>& knobs) {
  const bool origins_differ =
      std::any_of(all.begin(), all.end(), [&](const Labelled& other) { return other.origin != all.front().origin; });
  std::string label = (origins_differ ? one.origin + ": " : "") + one.setting.engine;
  for (const Property& property : kProperties) {
    if (const std::string words = property.words(one); Differs(all, property) && !words.empty()) label += ", " + words;
  }
  for (const std::string& knob : knobs) {
    if (const auto found = one.setting.knobs.find(knob); found != one.setting.knobs.end()) {
      label += fmt::format(", {} {}", knob, found->second);
    }
  }
  return label;
}

}  // namespace

std::vector<std::string> LabelsOf(std::span<const Labelled> all) {
  const std::set<std::string> knobs = KnobsThatDiffer(all);
  std::vector<std::string> labels;
  std::map<std::string, int> seen;
  for (const Labelled& one : all) {
    std::string label = LabelOf(one, all, knobs);
    const int times = ++seen[label];
    labels.push_back(times == 1 ? label : fmt::format("{} ({})", label, times));
  }
  return labels;
}

}  // namespace dnntune::comparison
