// SPDX-License-Identifier: Apache-2.0
#include "campaign/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/nearest.h"
#include "campaign/study_device.h"
#include "format/format.h"
#include "setting/engines.h"
#include "zoo/zoo.h"

namespace dnntune::campaign {
namespace {

using record::StudyEntry;
using record::StudyStage;

constexpr std::array kFilePrecisions = {"fp32", "int8"};
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

// Those that have kernels of their own for a CPU: one that takes another's place has that one's there.
std::vector<std::string> StudiedEngines() {
  std::vector<std::string> names;
  for (const setting::EngineRow& row : setting::Engines()) {
    if (row.computes && row.in_place_of.empty()) names.emplace_back(row.name);
  }
  return names;
}

Result<std::vector<std::string>> Engines(const std::vector<std::string>& asked, const target::Target& target) {
  const std::vector<std::string> known = StudiedEngines();
  for (const std::string& name : asked) {
    if (std::ranges::find(known, name) != known.end()) continue;
    return Fail(ErrorCode::kBadInput, fmt::format("--framework: a study has no engine '{}'{}; it takes {}", name,
                                                  DidYouMean(name, known), fmt::join(known, ", ")));
  }
  if (!asked.empty()) return asked;
  std::vector<std::string> engines;
  for (const std::string& name : known) {
    const auto is_it = [&](const remote::EngineStatus& status) { return status.info.name == name && status.problem.empty(); };
    if (std::ranges::any_of(target.engines(), is_it)) engines.push_back(name);
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

std::vector<int> Threads(const std::vector<int>& asked, const target::Target& target) {
  if (asked.empty()) return ThreadsUpTo(std::max(1, static_cast<int>(target.machine().allowed.size())));
  std::vector<int> threads = asked;
  threads.push_back(1);  // what the others are compared with
  std::ranges::sort(threads);
  threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
  return threads;
}

Result<std::vector<std::string>> FilePrecisions(const std::vector<std::string>& asked) {
  const std::vector<std::string> known(kFilePrecisions.begin(), kFilePrecisions.end());
  for (const std::string& name : asked) {
    if (std::ranges::find(known, name) != known.end()) continue;
    return Fail(ErrorCode::kBadInput, fmt::format("--precision: a study knows no '{}'{}; it takes {}", name,
                                                  DidYouMean(name, known), fmt::join(known, ", ")));
  }
  return asked.empty() ? known : asked;
}

// Whether a model can be written in int8 in the format that the engine is given.
bool HasInt8(const std::string& engine) {
  const std::string_view format = setting::NamesOf(*setting::FindEngine(engine), "format").front();
  const auto is_it = [&](const format::Format& one) { return one.name == format && one.quantizer != nullptr; };
  return std::ranges::any_of(format::Formats(), is_it);
}

StudyEntry Entry(const std::string& model, const setting::Setting& setting, StudyStage stage) {
  StudyEntry entry{.model = model, .stage = stage, .setting = setting, .profile = {}, .unavailable = {}};
  entry.profile = fmt::format("{}-{}-{}", model, setting.engine, setting.file_precision);
  if (stage == StudyStage::kThreads) entry.profile += fmt::format("-{}-threads", setting.threads.value());
  return entry;
}

setting::Setting SettingOf(const std::string& engine, const std::string& file_precision, int threads) {
  setting::Setting setting;
  setting.engine = engine;
  setting.file_precision = file_precision;
  setting.threads = threads;
  return setting;
}

}  // namespace

Result<record::Study> PlanStudy(const StudyRequest& request, const Context& context) {
  ASSIGN_OR_RETURN(const auto models, Models(request.models));
  ASSIGN_OR_RETURN(const auto precisions, FilePrecisions(request.file_precisions));
  ASSIGN_OR_RETURN(const target::Target* target, context.targets.Open(StudyDevice()));
  ASSIGN_OR_RETURN(const auto engines, Engines(request.engines, *target));
  const auto threads = Threads(request.threads, *target);
  record::Study study{NowInUtc(), DNNTUNE_VERSION, {}};
  for (const std::string& model : models) {
    for (const std::string& precision : precisions) {
      for (const std::string& engine : engines) {
        if (precision == "int8" && !HasInt8(engine)) continue;
        study.entries.push_back(Entry(model, SettingOf(engine, precision, 1), StudyStage::kLayers));
      }
    }
    if (threads.size() < 2 || std::ranges::find(precisions, "fp32") == precisions.end()) continue;
    for (const std::string& engine : engines) {
      for (const int count : threads) study.entries.push_back(Entry(model, SettingOf(engine, "fp32", count), StudyStage::kThreads));
    }
  }
  return study;
}

}  // namespace dnntune::campaign
