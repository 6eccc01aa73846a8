// SPDX-License-Identifier: Apache-2.0
#include "cli/run_files.h"

#include "report/html.h"
#include "report/json.h"
#include "report/text.h"

namespace dnntune::cli {

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
