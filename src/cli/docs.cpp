// SPDX-License-Identifier: Apache-2.0
// Pages that are written from the tables the program works by. Hidden: for developers and tests.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/exit_code.h"
#include "base/file.h"
#include "cli/verb.h"
#include "cli/verbs.h"
#include "meter/meter.h"
#include "metric/metrics.h"
#include "spec/options.h"

namespace dnntune::cli {
namespace {

constexpr spec::Part kParts[] = {spec::Part::kModel, spec::Part::kProcessing, spec::Part::kObjective, spec::Part::kDevice,
                                 spec::Part::kLink,  spec::Part::kLimits,     spec::Part::kProfiling, spec::Part::kOutput};

const char* MeaningOf(spec::Part part) {
  switch (part) {
    case spec::Part::kModel:
      return "Which network. `model: NAME` is short for `model: {name: NAME}`.";
    case spec::Part::kProcessing:
      return "For all devices at once: every key of `devices[]` but `name` and `role`, and these.";
    case spec::Part::kObjective:
      return "What is to be least. `objective: energy-first` is short for `objective: {objective: energy-first}`.";
    case spec::Part::kDevice:
      return "One device and one cloud. A role that is missing is this machine.";
    case spec::Part::kLink:
      return "A list of names or of maps. Left out: 3g, 4g, wifi.";
    case spec::Part::kLimits:
      return "What a deployment may not exceed.";
    case spec::Part::kProfiling:
      return "How long and how exactly to measure.";
    case spec::Part::kOutput:
      return "What is written, and where.";
  }
  return "";
}

std::string ConfigPage() {
  std::string page =
      "# The config\n\nGenerated from the table of options in `src/spec/options.cpp` by `dnntune docs`.\n\n"
      "YAML. Letters' case in keys does not matter; a list may be written `[a, b]`, `a, b` or `a+b`. Amounts take a unit (`50 ms`, "
      "`64 kB`,\n"
      "`2.3 W`, `18.88 Mbit/s`); a plain number is in the SI unit, or in the unit that the key names. Every key is a flag, too:\n"
      "`--profiling.budget 5s`, `--set devices.phone.cpu_threads=2`. `dnntune config show FILE` tells where every value comes "
      "from.\n";
  for (const spec::Part part : kParts) {
    page += fmt::format("\n## {}\n\n{}\n\n| key | value | default | meaning | flag |\n|---|---|---|---|---|\n",
                        spec::PartName(part), MeaningOf(part));
    for (const spec::Option& option : spec::Options()) {
      if (option.part != part) continue;
      page += fmt::format("| {} | {} | {} | {} | {} |\n", option.key, option.type, option.standard, option.help,
                          *option.alias == '\0' ? "" : fmt::format("`{}`", option.alias));
    }
  }
  return page;
}

std::string CommandPage() {
  std::string page =
      "# Commands\n\nGenerated from the commands themselves by `dnntune docs`. Flags: `dnntune COMMAND --help`.\n\n"
      "Every command takes `--json`, `--format text|json|csv|html`, `--color auto|always|never` and `--report FILE`.\n\n"
      "| command | what it does | example |\n|---|---|---|\n";
  for (const Verb* verb : Verbs()) {
    if (verb->name == std::string("docs")) continue;  // hidden
    page += fmt::format("| {} | {} | `{}` |\n", verb->name, verb->summary, verb->example);
  }
  page += "\n## Exit codes\n\n| code | name | meaning |\n|---|---|---|\n";
  for (const ExitCodeRow& row : ExitCodes()) page += fmt::format("| {} | {} | {} |\n", row.code, row.name, row.meaning);
  return page;
}

std::string KindOf(metric::MetricKind kind) {
  switch (kind) {
    case metric::MetricKind::kSampled:
      return "median of samples, with its spread; settings are compared by it";
    case metric::MetricKind::kStatistic:
      return "of the same samples; shown by `bench`";
    case metric::MetricKind::kAmount:
      return "adds up, and what runs meanwhile shares it by time; settings are compared by it";
    case metric::MetricKind::kLevel:
      return "read once; shown beside what is compared";
    case metric::MetricKind::kDerived:
      return "follows from others and is not stored";
    case metric::MetricKind::kPassing:
      return "of a moment and not stored";
    case metric::MetricKind::kDisturbance:
      return "counted while samples are taken; said in a note where it is not 0";
  }
  return "";
}

std::string MetersPart() {
  std::string part =
      "\n## Meters\n\n`dnntune doctor` says which of them measure on a machine, and why not.\n\n"
      "| meter | measures | metrics | of the | moves on every |\n|---|---|---|---|---|\n";
  for (const meter::MeterRow& row : meter::Meters()) {
    std::vector<std::string_view> names;
    for (const metric::MetricId id : row.metrics) names.push_back(metric::MetricOf(id).name);
    const std::string period = row.period ? fmt::format("{:g} ms", Seconds(*row.period).count() * 1e3) : "";
    part += fmt::format("| {} | {} | {} | {} | {} |\n", row.name, row.meaning, fmt::join(names, ", "), meter::ScopeName(row.scope),
                        period);
  }
  return part;
}

std::string MetricsPage() {
  std::string page =
      "# Metrics\n\nGenerated from the tables in `src/metric/metrics.cpp` and `src/meter/meter.cpp` by `dnntune docs`. A metric's "
      "name is its key among\n"
      "the `readings` of [profiles](profile.md) and [comparisons](comparison.md).\n\n"
      "| metric | unit | meaning | what it is |\n|---|---|---|---|\n";
  for (const metric::Metric& metric : metric::Metrics()) {
    page += fmt::format("| {} | {} | {} | {} |\n", metric.name, metric.unit, metric.meaning, KindOf(metric.kind));
  }
  return page + MetersPart();
}

// For editors: which keys there are. Values may be written in several ways, so their types are left open.
std::string ConfigSchema() {
  using Json = nlohmann::ordered_json;
  Json parts = Json::object();
  for (const spec::Part part : kParts) {
    Json keys = Json::object();
    for (const spec::Option& option : spec::Options()) {
      const bool is_shared = part == spec::Part::kProcessing && option.part == spec::Part::kDevice;
      if (option.part != part && !is_shared) continue;
      keys[option.key] = {{"description", fmt::format("{} ({})", option.help, option.type)}};
    }
    const Json object = {{"type", "object"}, {"properties", keys}, {"additionalProperties", false}};
    const std::string name = spec::PartName(part);
    const bool is_list = name.ends_with("[]");
    const Json list = {{"type", "array"}, {"items", {{"anyOf", {object, {{"type", "string"}}}}}}};
    parts[is_list ? name.substr(0, name.size() - 2) : name] = {{"anyOf", {is_list ? list : object, {{"type", "string"}}}}};
  }
  const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "dnntune config"},
                       {"type", "object"},
                       {"properties", parts},
                       {"additionalProperties", false}};
  return schema.dump(1) + "\n";
}

Result<report::Document> Run(const std::string& folder, bool check) {
  const std::pair<const char*, std::string> pages[] = {{"config.md", ConfigPage()},
                                                       {"cli.md", CommandPage()},
                                                       {"metrics.md", MetricsPage()},
                                                       {"config.schema.json", ConfigSchema()}};
  report::Document document{.kind = "docs", .title = "Generated pages", .verdict = {}, .sections = {}};
  for (const auto& [name, text] : pages) {
    const std::filesystem::path path = std::filesystem::path(folder) / name;
    if (check) {
      const auto old = ReadFile(path);
      if (!old || *old != text)
        return Fail(ErrorCode::kBadInput, path.string() + " is out of date; run 'dnntune docs " + folder + "'");
    } else {
      TRY(WriteFile(path, text));
    }
    document.verdict.push_back(path.string() + (check ? " is up to date" : " written"));
  }
  return document;
}

struct DocsFlags {
  std::string folder;
  bool check = false;
};

void Configure(Command& command, VerbContext& context) {
  command.Hide();  // hidden
  const auto flags = std::make_shared<DocsFlags>();
  command.Add("folder", flags->folder, "Where the pages are").Required();
  command.AddSwitch("--check", flags->check, "Fail where a page is out of date instead of writing it");
  context.run = [flags] { return Run(flags->folder, flags->check); };
}

}  // namespace

extern const Verb kDocsVerb;
const Verb kDocsVerb{"docs", "Write the generated pages of docs/", "dnntune docs docs", &Configure};

}  // namespace dnntune::cli
