// SPDX-License-Identifier: Apache-2.0
#include "campaign/run_place.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace dnntune::campaign {

Result<record::RunFolder> OpenRun(const spec::Spec& spec, const std::string& resume) {
  std::filesystem::path path = resume.empty() ? spec.output.folder : std::filesystem::path(resume);
  std::error_code ignored;
  if (!resume.empty() && !std::filesystem::is_directory(path, ignored)) {
    return Fail(ErrorCode::kBadInput, fmt::format("--resume {}: there is no such folder", resume));
  }
  if (path.empty()) {
    const std::string name = spec.model.name.empty() ? spec.model.file.stem().string() : spec.model.name;
    path = fmt::format("runs/{:%Y-%m-%d-%H%M%S}-{}", fmt::localtime(std::time(nullptr)), name);
  }
  return record::RunFolder::Open(path);
}

Error KeptIn(const Error& error, const std::filesystem::path& run) {
  if (error.code != ErrorCode::kInterrupted) return error;
  return {error.code, fmt::format("{}; go on with --resume {}", error.message, run.string())};
}

}  // namespace dnntune::campaign
