// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/comparison.h"
#include "record/profile.h"
#include "record/study.h"
#include "record/tune_record.h"

namespace dnntune::record {

// The folder that a run leaves: profiles/<device>.json, tune.json, comparison.json or study.json, and reports. Locked while it
// lives, so that two runs cannot write into one folder. Every file is replaced as a whole: what was saved before survives a full
// disk and a killed process. Move-only.
class RunFolder {
 public:
  // Makes or opens the folder. kBusy where another process has it; kIo.
  [[nodiscard]] static Result<RunFolder> Open(const std::filesystem::path& path);
  RunFolder(RunFolder&& other) noexcept;
  RunFolder& operator=(RunFolder&& other) noexcept;
  ~RunFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  Result<void> SaveProfile(const Profile& profile) const;
  // Under another name than the device's, where there are several of one device.
  Result<void> SaveProfileAs(const std::string& name, const Profile& profile) const;
  Result<void> SaveComparison(const Comparison& comparison) const;
  // Of the engines that one device could run.
  Result<void> SaveEngines(const std::string& device, const Comparison& comparison) const;
  Result<void> SaveStudy(const Study& study) const;
  Result<void> SaveTune(const TuneRecord& record) const;
  Result<void> SaveText(const std::string& name, std::string_view bytes) const;

 private:
  RunFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_ = -1;
};

// Reading takes no lock. Nothing where the run has not come so far.
[[nodiscard]] Result<std::optional<Profile>> LoadProfile(const std::filesystem::path& run, const std::string& name);
[[nodiscard]] Result<std::optional<Comparison>> LoadComparison(const std::filesystem::path& run);
[[nodiscard]] Result<std::optional<Study>> LoadStudy(const std::filesystem::path& run);
[[nodiscard]] Result<std::optional<Comparison>> LoadEngines(const std::filesystem::path& run, const std::string& device);
// Of every entry of the study in this folder, in their order.
[[nodiscard]] Result<std::vector<std::optional<Profile>>> LoadStudyProfiles(const std::filesystem::path& run, const Study& study);
// Paths of all profiles of a run, sorted.
[[nodiscard]] std::vector<std::filesystem::path> ProfilesOf(const std::filesystem::path& run);
// kBadInput where `run` holds no finished tune run.
[[nodiscard]] Result<TuneRecord> LoadTune(const std::filesystem::path& run);

// The profile's path in a run; characters of the name - the device's, or what it was saved as - that are unsafe in a file name are
// written as %XX.
[[nodiscard]] std::filesystem::path ProfilePath(const std::filesystem::path& run, const std::string& name);

}  // namespace dnntune::record
