// SPDX-License-Identifier: Apache-2.0
#include "cli/run_files.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "report/html.h"
#include "report/json.h"
#include "report/text.h"

namespace dnntune::cli {

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

Result<void> SaveReports(const record::RunFolder& run, const spec::Spec& spec, const report::Document& document) {
  for (const std::string& format : spec.output.formats) {
    if (format == "json") TRY(run.SaveText("report.json", report::RenderJson(document)));
    if (format == "html") TRY(run.SaveText("report.html", report::RenderHtml(document)));
    if (format == "text") TRY(run.SaveText("report.txt", report::RenderText(document, {})));
    if (format != "csv") continue;
    for (const report::NamedText& table : report::RenderCsv(document)) TRY(run.SaveText(table.name + ".csv", table.text));
  }
  return {};
}

}  // namespace dnntune::cli
