// SPDX-License-Identifier: Apache-2.0
#include "profiler/resume.h"

#include <fmt/format.h>

#include <algorithm>

namespace dnntune::profiler {
namespace {

std::vector<std::string> SettingDifferences(const engine::Setting& before, const engine::Setting& now) {
  std::vector<std::string> all;
  const auto compare = [&all](const char* what, const auto& old_value, const auto& new_value) {
    if (old_value != new_value) all.push_back(fmt::format("{} ({} then, {} now)", what, old_value, new_value));
  };
  compare("engine", before.engine, now.engine);
  compare("unit", before.unit, now.unit);
  compare("threads", before.threads, now.threads);
  compare("cores", before.cores_name, now.cores_name);
  compare("precision", before.precision, now.precision);
  compare("DNN library", before.library, now.library);
  compare("slowdown", before.slowdown, now.slowdown);
  if (before.knobs != now.knobs) all.emplace_back("engine knobs");
  if (all.empty() && before != now) all.emplace_back("the list of cores");
  return all;
}

std::vector<std::string> Differences(const record::Profile& earlier, const Plan& plan) {
  std::vector<std::string> all = SettingDifferences(earlier.setting, plan.setting);
  if (earlier.model.sha256 != plan.model.sha256) all.emplace_back("the model file's content");
  if (earlier.device.name != plan.device.name) {
    all.push_back(fmt::format("device ({} then, {} now)", earlier.device.name, plan.device.name));
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

Result<void> TakeOver(const record::Profile& earlier, const Plan& plan, std::span<Part> layers) {
  if (const auto differences = Differences(earlier, plan); !differences.empty()) {
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
