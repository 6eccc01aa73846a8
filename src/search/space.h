// SPDX-License-Identifier: Apache-2.0
// The settings that are measured against each other.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "setting/dimension.h"
#include "spec/load.h"
#include "spec/spec.h"

namespace dnntune::search {

// A value of a dimension.
struct Choice {
  const setting::Dimension* dimension = nullptr;
  setting::Value value;
  std::string unavailable{};  // why nothing here has it; empty: it may be tried
};

// Values of one dimension, of which a setting has one.
struct Axis {
  const setting::Dimension* dimension = nullptr;
  std::vector<Choice> choices;
};

// Every combination of the axes' values, or points of their own for which axes with one value are the default.
struct Space {
  std::vector<Axis> axes;
  std::vector<std::vector<Choice>> points;

  // Whether an axis has several values.
  [[nodiscard]] bool Varies() const;
};

// Dimensions that may have several values, by rank.
[[nodiscard]] std::vector<const setting::Dimension*> ComparedDimensions();

// Takes what sets a compared dimension of all devices ("processing.cpu_threads": "1,2") out of the overrides. kBadInput for a value
// that is none of the dimension's.
[[nodiscard]] Result<Space> TakeSpace(std::vector<spec::Override>& overrides);

// One setting in words, "framework=tflite library=builtin threads=2", by keys of the config or names of flags. kUsage for a word
// without value; kBadInput for a key that is no dimension's (with the nearest) or a value that is none of its.
[[nodiscard]] Result<std::vector<Choice>> ReadPoint(const std::string& text);

// The engines that a config names, those known and not here included, as an axis, where there are several and `space` has none.
void AddEngines(const spec::Spec& spec, const spec::Device& device, Space& space);

// A setting that is to be measured.
struct Contender {
  setting::Setting setting;  // without the numbers of cores, which only the machine knows
  std::string label;         // what tells it from the others
  std::string name;          // the label as a file's name
  std::string unavailable;   // why it is not even tried; empty: it is
};

// Each setting of the space once, with `base` for all that it does not say.
[[nodiscard]] std::vector<Contender> Contenders(const setting::Setting& base, const Space& space);

// Tells the settings apart.
void SetLabels(std::vector<Contender>& contenders);

}  // namespace dnntune::search
