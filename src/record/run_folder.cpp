// SPDX-License-Identifier: Apache-2.0
#include "record/run_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/file.h"

namespace dnntune::record {
namespace {

constexpr const char* kTuneFile = "tune.json";
constexpr const char* kComparisonFile = "comparison.json";
constexpr const char* kStudyFile = "study.json";
constexpr const char* kProfileFolder = "profiles";
constexpr const char* kLockFile = ".lock";

// A name without the letters that are unsafe in a file's.
std::string SafeName(const std::string& name) {
  std::string file;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool is_safe = std::isalnum(byte) != 0 || letter == '-' || letter == '_' || (letter == '.' && !file.empty());
    file += is_safe ? std::string(1, letter) : fmt::format("%{:02X}", byte);
  }
  return file;
}

std::filesystem::path EnginesPath(const std::filesystem::path& run, const std::string& device) {
  return run / ("engines-" + SafeName(device) + ".json");
}

// Nothing where there is no such file.
template <typename T>
Result<std::optional<T>> Load(const std::filesystem::path& path, Result<T> (*parse)(std::string_view)) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  auto parsed = parse(text);
  if (!parsed) return Fail(std::move(parsed).error().Context(path.string()));
  return *std::move(parsed);
}

}  // namespace

Result<RunFolder> RunFolder::Open(const std::filesystem::path& path) {
  TRY(MakeFolder(path));
  const std::filesystem::path lock_path = path / kLockFile;
  const int lock = ::open(lock_path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (lock < 0) return Fail(ErrorCode::kIo, fmt::format("cannot write into folder {}: {}", path.string(), std::strerror(errno)));
  // The kernel frees the lock when the process ends, however it ends.
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    ::close(lock);
    if (reason == EWOULDBLOCK) {
      return Fail(ErrorCode::kBusy,
                  fmt::format("another run is writing into {}; wait for it or choose another --output", path.string()));
    }
    return Fail(ErrorCode::kIo, fmt::format("cannot lock {}: {}", lock_path.string(), std::strerror(reason)));
  }
  return RunFolder(path, lock);
}

RunFolder::RunFolder(RunFolder&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

RunFolder& RunFolder::operator=(RunFolder&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

RunFolder::~RunFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<void> RunFolder::SaveProfile(const Profile& profile) const {
  return SaveProfileAs(profile.device.name, profile);
}

Result<void> RunFolder::SaveProfileAs(const std::string& name, const Profile& profile) const {
  return WriteFile(ProfilePath(path_, name), PrintProfile(profile));
}

Result<void> RunFolder::SaveComparison(const Comparison& comparison) const {
  return WriteFile(path_ / kComparisonFile, PrintComparison(comparison));
}

Result<void> RunFolder::SaveEngines(const std::string& device, const Comparison& comparison) const {
  return WriteFile(EnginesPath(path_, device), PrintComparison(comparison));
}

Result<void> RunFolder::SaveStudy(const Study& study) const {
  return WriteFile(path_ / kStudyFile, PrintStudy(study));
}

Result<void> RunFolder::SaveTune(const TuneRecord& record) const {
  return WriteFile(path_ / kTuneFile, PrintTuneRecord(record));
}

Result<void> RunFolder::SaveText(const std::string& name, std::string_view bytes) const {
  return WriteFile(path_ / name, bytes);
}

Result<std::optional<Profile>> LoadProfile(const std::filesystem::path& run, const std::string& name) {
  return Load(ProfilePath(run, name), &ParseProfile);
}

Result<std::optional<Comparison>> LoadComparison(const std::filesystem::path& run) {
  return Load(run / kComparisonFile, &ParseComparison);
}

Result<std::optional<Study>> LoadStudy(const std::filesystem::path& run) {
  return Load(run / kStudyFile, &ParseStudy);
}

Result<std::optional<Comparison>> LoadEngines(const std::filesystem::path& run, const std::string& device) {
  return Load(EnginesPath(run, device), &ParseComparison);
}

Result<std::vector<std::optional<Profile>>> LoadStudyProfiles(const std::filesystem::path& run, const Study& study) {
  std::vector<std::optional<Profile>> profiles;
  for (const StudyEntry& entry : study.entries) {
    ASSIGN_OR_RETURN(auto profile, LoadProfile(run, entry.profile));
    profiles.push_back(std::move(profile));
  }
  return profiles;
}

std::vector<std::filesystem::path> ProfilesOf(const std::filesystem::path& run) {
  std::vector<std::filesystem::path> paths;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(run / kProfileFolder, ignored)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<TuneRecord> LoadTune(const std::filesystem::path& run) {
  const std::filesystem::path path = run / kTuneFile;
  std::error_code ignored;
  if (std::filesystem::is_directory(run, ignored) && !std::filesystem::exists(path, ignored)) {
    return Fail(ErrorCode::kBadInput, fmt::format("{} holds no finished run of 'dnntune tune' (no {}); finish it with --resume",
                                                  run.string(), kTuneFile));
  }
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  auto record = ParseTuneRecord(text);
  if (!record) return Fail(std::move(record).error().Context(path.string()));
  return record;
}

std::filesystem::path ProfilePath(const std::filesystem::path& run, const std::string& name) {
  return run / kProfileFolder / (SafeName(name) + ".json");
}

}  // namespace dnntune::record
