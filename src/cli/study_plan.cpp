// SPDX-License-Identifier: Apache-2.0
#include "cli/study_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/nearest.h"
#include "cli/model_format.h"
#include "format/format.h"
#include "remote/connection.h"
#include "zoo/zoo.h"

namespace dnntune::cli {
namespace {

using record::StudyEntry;
using record::StudyStage;

// Those that have kernels of their own for a CPU; LiteRT's there are TensorFlow Lite's.
constexpr std::array kEngines = {"onnxruntime", "tflite", "openvino", "tensorflow"};
constexpr std::array kNumbers = {"fp32", "int8"};
constexpr int kEachUpTo = 4;  // threads; beyond, powers of two and all

Result<std::vector<std::string>> Models(const std::vector<std::string>& asked) {
  std::vector<std::string> known;
  for (const zoo::Entry& entry : zoo::Models()) known.emplace_back(entry.name);
  if (asked.empty()) return known;
  std::vector<std::string> models;
  for (const std::string& name : asked) {
    const zoo::Entry* entry = zoo::Find(name);
    if (entry == nullptr) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("the zoo has no model '{}'{}; see 'dnntune zoo list'", name, DidYouMean(name, known)));
    }
    if (std::ranges::find(models, entry->name) == models.end()) models.emplace_back(entry->name);
  }
  return models;
}

Result<std::vector<std::string>> Engines(const std::vector<std::string>& asked, remote::Connection& connection) {
  const std::vector<std::string> known(kEngines.begin(), kEngines.end());
  for (const std::string& name : asked) {
    if (std::ranges::find(known, name) != known.end()) continue;
    return Fail(ErrorCode::kBadInput, fmt::format("--framework: a study has no engine '{}'{}; it takes {}", name,
                                                  DidYouMean(name, known), fmt::join(known, ", ")));
  }
  if (!asked.empty()) return asked;
  ASSIGN_OR_RETURN(const auto installed, connection.Engines());
  std::vector<std::string> engines;
  for (const std::string& name : known) {
    const auto is_it = [&](const remote::EngineStatus& status) { return status.info.name == name && status.problem.empty(); };
    if (std::ranges::any_of(installed, is_it)) engines.push_back(name);
  }
  if (!engines.empty()) return engines;
  return Fail(ErrorCode::kUnavailable, fmt::format("no engine is installed that a study takes ({}); run tools/setup --engines LIST",
                                                   fmt::join(known, ", ")));
}

std::vector<int> ThreadsUpTo(int most) {
  std::vector<int> threads;
  for (int count = 1; count <= most; count = most <= kEachUpTo ? count + 1 : count * 2) threads.push_back(count);
  if (!threads.empty() && threads.back() != most) threads.push_back(most);
  return threads;
}

Result<std::vector<int>> Threads(const std::vector<int>& asked, remote::Connection& connection) {
  if (asked.empty()) {
    ASSIGN_OR_RETURN(const device::DeviceDescription machine, connection.Describe());
    return ThreadsUpTo(std::max(1, static_cast<int>(machine.cores.size())));
  }
  std::vector<int> threads = asked;
  threads.push_back(1);  // what the others are compared with
  std::ranges::sort(threads);
  threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
  return threads;
}

Result<std::vector<std::string>> Numbers(const std::vector<std::string>& asked) {
  const std::vector<std::string> known(kNumbers.begin(), kNumbers.end());
  for (const std::string& name : asked) {
    if (std::ranges::find(known, name) != known.end()) continue;
    return Fail(ErrorCode::kBadInput, fmt::format("--precision: a study knows no '{}'{}; it takes {}", name,
                                                  DidYouMean(name, known), fmt::join(known, ", ")));
  }
  return asked.empty() ? known : asked;
}

// Whether a model can be written in int8 in the format that the engine is given.
bool HasInt8(const std::string& engine) {
  const std::string_view format = FormatFor(std::span(&engine, 1));
  const auto is_it = [&](const format::Format& one) { return one.name == format && one.quantizer != nullptr; };
  return std::ranges::any_of(format::Formats(), is_it);
}

StudyEntry Entry(const std::string& model, const std::string& engine, const std::string& numbers, StudyStage stage, int threads) {
  StudyEntry entry{.model = model, .numbers = numbers, .stage = stage, .setting = {}, .profile = {}, .unavailable = {}};
  entry.setting.engine = engine;
  entry.setting.threads = threads;
  entry.profile = stage == StudyStage::kLayers ? fmt::format("{}-{}-{}", model, engine, entry.numbers)
                                               : fmt::format("{}-{}-{}-{}-threads", model, engine, entry.numbers, threads);
  return entry;
}

}  // namespace

Result<record::Study> PlanStudy(const StudyRequest& request) {
  ASSIGN_OR_RETURN(const auto models, Models(request.models));
  ASSIGN_OR_RETURN(const auto numbers, Numbers(request.numbers));
  ASSIGN_OR_RETURN(const auto connection, remote::Connection::Open({}));
  ASSIGN_OR_RETURN(const auto engines, Engines(request.engines, *connection));
  ASSIGN_OR_RETURN(const auto threads, Threads(request.threads, *connection));
  record::Study study{NowInUtc(), DNNTUNE_VERSION, {}};
  for (const std::string& model : models) {
    for (const std::string& kind : numbers) {
      for (const std::string& engine : engines) {
        if (kind == "int8" && !HasInt8(engine)) continue;
        study.entries.push_back(Entry(model, engine, kind, StudyStage::kLayers, 1));
      }
    }
    if (threads.size() < 2 || std::ranges::find(numbers, "fp32") == numbers.end()) continue;
    for (const std::string& engine : engines) {
      for (const int count : threads) study.entries.push_back(Entry(model, engine, "fp32", StudyStage::kThreads, count));
    }
  }
  return study;
}

}  // namespace dnntune::cli
