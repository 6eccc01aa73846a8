// SPDX-License-Identifier: Apache-2.0
#include "campaign/compare_recorded.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/clock.h"
#include "comparison/compare.h"
#include "comparison/labels.h"
#include "record/run_folder.h"

namespace dnntune::campaign {
namespace {

struct Recorded {
  std::string origin;  // as named on the command line
  std::string path;
  record::Profile profile;
};

Result<std::vector<std::filesystem::path>> ProfilesIn(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) return std::vector{path};
  if (!std::filesystem::is_directory(path, ignored)) {
    return Fail(ErrorCode::kIo, fmt::format("there is no recorded run or profile {}", path.string()));
  }
  // Of a tune run the two that it decided with, without those of engines that it only compared.
  if (const auto tune = record::LoadTune(path))
    return std::vector{record::ProfilePath(path, tune->device), record::ProfilePath(path, tune->cloud)};
  ASSIGN_OR_RETURN(const auto compared, record::LoadComparison(path));
  std::vector<std::filesystem::path> profiles;
  if (compared) {
    for (const record::ComparedSetting& one : compared->settings) {
      if (!one.profile.empty()) profiles.push_back(path / one.profile);
    }
  } else {
    profiles = record::ProfilesOf(path);
  }
  if (profiles.empty()) return Fail(ErrorCode::kBadInput, fmt::format("{} holds no profiles of a run", path.string()));
  return profiles;
}

Result<std::vector<Recorded>> ReadAll(std::span<const std::string> paths) {
  std::vector<Recorded> all;
  for (const std::string& origin : paths) {
    ASSIGN_OR_RETURN(const auto profiles, ProfilesIn(origin));
    for (const std::filesystem::path& path : profiles) {
      ASSIGN_OR_RETURN(record::Profile profile, record::ReadProfile(path));
      all.push_back({origin, path.string(), std::move(profile)});
    }
  }
  return all;
}

Result<void> CheckOneModel(const std::vector<Recorded>& all) {
  const Recorded& first = all.front();
  for (const Recorded& one : all) {
    const record::ModelId& own = one.profile.model;
    const record::ModelId& other = first.profile.model;
    if (own.name != other.name) {
      return Fail(ErrorCode::kBadInput, fmt::format("{} is of model '{}' and {} of model '{}'; compare runs of one model",
                                                    first.path, other.name, one.path, own.name));
    }
    if (own.format == other.format && own.sha256 != other.sha256) {
      return Fail(ErrorCode::kBadInput, fmt::format("{} and {} are of different files of model '{}'; compare runs of one model",
                                                    first.path, one.path, own.name));
    }
  }
  return {};
}

// Told apart by the setting, else by the device, else by where they come from.
std::vector<std::string> LabelsOf(const std::vector<Recorded>& all) {
  std::vector<comparison::Labelled> by_device;
  std::vector<comparison::Labelled> by_origin;
  bool is_repeated = false;
  for (const Recorded& one : all) {
    is_repeated = is_repeated || std::any_of(by_device.begin(), by_device.end(), [&](const comparison::Labelled& other) {
                    return other.origin == one.profile.device.name && other.setting == one.profile.setting;
                  });
    by_device.push_back({one.profile.device.name, one.profile.setting});
    by_origin.push_back({one.origin, one.profile.setting});
  }
  return comparison::LabelsOf(is_repeated ? by_origin : by_device);
}

}  // namespace

bool IsRecorded(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored) || std::filesystem::path(path).extension() == ".json";
}

Result<record::Comparison> CompareRecorded(std::span<const std::string> paths) {
  ASSIGN_OR_RETURN(const std::vector<Recorded> all, ReadAll(paths));
  if (all.size() < 2) {
    return Fail(ErrorCode::kBadInput, fmt::format("{} is the only profile here, and a comparison needs two", all.front().path));
  }
  TRY(CheckOneModel(all));
  const auto labels = LabelsOf(all);
  std::vector<comparison::Entry> entries;
  for (std::size_t i = 0; i < all.size(); ++i) {
    entries.push_back({labels[i], all[i].path, all[i].profile.setting, &all[i].profile, ""});
  }
  bool interleaved = false;
  if (paths.size() == 1) {
    ASSIGN_OR_RETURN(const auto compared, record::LoadComparison(paths.front()));
    interleaved = compared && compared->interleaved;
  }
  record::Comparison comparison = comparison::Compare(entries, {all.front().profile.model.name, interleaved});
  comparison.created = NowInUtc();
  comparison.version = DNNTUNE_VERSION;
  return comparison;
}

}  // namespace dnntune::campaign
