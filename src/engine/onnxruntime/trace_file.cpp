// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/trace_file.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace dnntune::engine {
namespace {

// A node in the blocked layout of `graph_optimization: all` is named for the tensor that it makes, by which the file's operator is
// known: "y_nchwc", and "y_nchwc_token_3" where that name was taken. Those that reorder at the borders stand for no operator.
std::string NameInFile(const std::string& name) {
  constexpr std::string_view kBlocked = "_nchwc";
  const std::size_t at = name.rfind(kBlocked);
  if (at == std::string::npos || at == 0) return name;
  const std::string_view rest = std::string_view(name).substr(at + kBlocked.size());
  return rest.empty() || rest.starts_with("_token_") ? name.substr(0, at) : name;
}

}  // namespace

Result<std::vector<TraceEvent>> ParseOnnxRuntimeTrace(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array()) return Fail(ErrorCode::kMeasurement, "the engine's trace is not a JSON array");
  constexpr std::string_view kSuffix = "_kernel_time";
  std::vector<TraceEvent> events;
  std::map<std::string, std::size_t> index;
  for (const auto& entry : json) {
    if (!entry.is_object()) continue;
    std::string name = entry.value("name", "");
    if (name.size() <= kSuffix.size() || name.substr(name.size() - kSuffix.size()) != kSuffix || !entry.contains("dur")) continue;
    name.resize(name.size() - kSuffix.size());
    const auto [found, is_new] = index.emplace(name, events.size());
    if (is_new) {
      const auto args = entry.find("args");
      events.push_back({NameInFile(name), args != entry.end() && args->is_object() ? args->value("op_name", "") : "", {}});
    }
    if (entry["dur"].is_number()) events[found->second].samples.emplace_back(entry["dur"].get<std::int64_t>() * 1000);
  }
  return events;
}

}  // namespace dnntune::engine
