// SPDX-License-Identifier: Apache-2.0
#include "profiler/resume.h"

#include <fmt/format.h>

#include <algorithm>

#include "setting/dimension.h"

namespace dnntune::profiler {
namespace {

std::string Shown(const setting::Value& value) {
  const std::string text = setting::Print(value);
  return text.empty() ? "the default" : text;
}

std::vector<std::string> SettingDifferences(const setting::Setting& before, const setting::Setting& now) {
  std::vector<std::string> all;
  for (const setting::Dimension& dimension : setting::Dimensions()) {
    const setting::Value then = setting::Get(before, dimension);
    const setting::Value here = setting::Get(now, dimension);
    if (then != here) all.push_back(fmt::format("{} ({} then, {} now)", dimension.noun, Shown(then), Shown(here)));
  }
  if (all.empty() && before.knobs != now.knobs) all.emplace_back("engine knobs");
  if (all.empty() && before != now) all.emplace_back("the list of cores");
  return all;
}

std::vector<std::string> Differences(const record::Profile& earlier, const Task& task) {
  std::vector<std::string> all = SettingDifferences(earlier.setting, task.subject.setting);
  if (earlier.model.sha256 != task.model.sha256) all.emplace_back("the model file's content");
  if (earlier.device.name != task.device.name) {
    all.push_back(fmt::format("device ({} then, {} now)", earlier.device.name, task.device.name));
  }
  return all;
}

}  // namespace

bool IsComplete(const record::Cost& cost) {
  using record::Stop;
  const auto& stop = cost.latency.stop;
  return cost.failure.empty() && !cost.latency.samples.empty() &&
         (stop == Stop::kPrecise || stop == Stop::kBudget || stop == Stop::kNoisy);
}

Result<void> TakeOver(const record::Profile& earlier, const Task& task, std::span<Part> layers) {
  if (const auto differences = Differences(earlier, task); !differences.empty()) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("cannot resume: different are {}; start anew without --resume", fmt::join(differences, ", ")));
  }
  for (const record::LayerCost& cost : earlier.costs) {
    const auto layer = std::ranges::find(layers, cost.layer, &Part::name);
    if (layer == layers.end() || cost.of_operator) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("cannot resume: the model has no layer '{}'; start anew without --resume", cost.layer));
    }
    if (IsComplete(cost.cost)) layer->resumed = cost.cost;
  }
  return {};
}

}  // namespace dnntune::profiler
