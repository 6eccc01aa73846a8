// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <list>
#include <span>

#include "base/exit_code.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/nearest.h"
#include "cli/command.h"
#include "cli/notice.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "report/html.h"
#include "report/json.h"
#include "report/text.h"

namespace dnntune::cli {
namespace {

// The flags that every command has.
struct Common {
  bool json = false;
  std::string format = "text";
  std::string colour = "auto";
  std::string report;
  bool verbose = false;
};

std::string ExitCodeHelp() {
  std::string text = "Exit codes:\n";
  for (const ExitCodeRow& row : ExitCodes()) text += fmt::format("  {:>3}  {:<12} {}\n", row.code, row.name, row.meaning);
  return text;
}

bool UseColour(const Common& common) {
  if (common.colour != "auto") return common.colour == "always";
  return ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

std::string Render(const report::Document& document, const Common& common) {
  const std::string format = common.json ? "json" : common.format;
  if (format == "json") return report::RenderJson(document);
  if (format == "html") return report::RenderHtml(document);
  if (format == "text") return report::RenderText(document, {.colour = UseColour(common), .verbose = common.verbose});
  std::string csv;
  for (const report::NamedText& table : report::RenderCsv(document)) csv += "# " + table.name + "\r\n" + table.text;
  return csv;
}

int Report(const Error& error) {
  Say("dnntune: error: " + error.message + "\n");
  return static_cast<int>(error.code);
}

Result<void> Print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    if (errno == EPIPE) return {};  // the reader has seen enough
    return Fail(ErrorCode::kIo, std::string("cannot write the output: ") + std::strerror(errno));
  }
  return {};
}

void AddCommon(Command& command, Common& common) {
  command.AddSwitch("--json", common.json, "Print JSON, as --format json");
  command.Add("--format", common.format, "Print as text, json, csv or html").OneOf({"text", "json", "csv", "html"});
  command.AddSwitch("--verbose", common.verbose, "Print the details as text, too");
  command.Add("--color", common.colour, "auto, always or never").OneOf({"auto", "always", "never"});
  command.Add("--report", common.report, "Write the result as a self-contained HTML page to this file, too");
}

// Of the command and of those within it: "zoo export --batch".
std::vector<std::string> FlagsOf(const CLI::App& command) {
  std::vector<std::string> flags;
  for (const CLI::App* inner : command.get_subcommands([](const CLI::App*) { return true; })) {
    for (std::string& flag : FlagsOf(*inner)) flags.push_back(std::move(flag));
  }
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  return flags;
}

// CLI11's own message as one line of ours, unless the command or a flag is unknown: then the nearest is named.
Error UsageError(const CLI::App& app, const CLI::ParseError& error, std::span<char*> words) {
  const std::string verb = words.size() > 1 && words[1][0] != '-' ? words[1] : "";
  const auto commands = app.get_subcommands([&](const CLI::App* known) { return known->get_name() == verb; });
  const CLI::App* command = commands.empty() ? nullptr : commands.front();
  if (command == nullptr && !verb.empty()) {
    std::vector<std::string> names;
    for (const Verb* known : Verbs()) names.emplace_back(known->name);
    return {ErrorCode::kUsage, fmt::format("there is no command '{}'{}; see 'dnntune --help'", verb, DidYouMean(verb, names))};
  }
  const std::string help = command == nullptr ? "dnntune --help" : "dnntune " + verb + " --help";
  const std::vector<std::string> flags = FlagsOf(command == nullptr ? app : *command);
  for (const std::string_view word : words.subspan(1)) {
    const std::string flag(word.substr(0, word.find('=')));
    if (flag.size() < 3 || flag.rfind("--", 0) != 0 || std::find(flags.begin(), flags.end(), flag) != flags.end()) continue;
    return {ErrorCode::kUsage, fmt::format("there is no flag '{}'{}; see '{}'", flag, DidYouMean(flag, flags), help)};
  }
  std::string message = error.what();
  for (char& letter : message) letter = letter == '\n' ? ' ' : letter;
  return {ErrorCode::kUsage, fmt::format("{}; see '{}'", message, help)};
}

int Finish(const VerbContext& context, const Common& common) {
  auto document = context.run();
  if (!document) return Report(document.error());
  if (!common.report.empty()) {
    if (const auto written = WriteFile(common.report, report::RenderHtml(*document)); !written) return Report(written.error());
  }
  const auto printed = Print(Render(*document, common));
  if (!printed) return Report(printed.error());
  return document->outcome ? static_cast<int>(*document->outcome) : 0;
}

}  // namespace

int RunProgram(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CatchInterrupts();
  CLI::App app{"Measures neural networks layer by layer and finds where to run them.", "dnntune"};
  app.set_version_flag("--version", "dnntune " DNNTUNE_VERSION);
  app.add_flag_callback(
      "--licenses", [] { throw CLI::CallForVersion(Notice(), 0); }, "Print the notices of what is linked and loaded");
  app.require_subcommand(1);
  app.footer(ExitCodeHelp());
  Common common;
  std::list<std::pair<CLI::App*, VerbContext>> verbs;  // a list: verbs keep references to their context
  for (const Verb* verb : Verbs()) {
    CLI::App* sub = app.add_subcommand(verb->name, verb->summary);
    sub->footer(std::string("Example:\n  ") + verb->example + "\n");
    sub->fallthrough();
    auto& entry = verbs.emplace_back(sub, VerbContext{});
    Command command(*sub);
    verb->configure(command, entry.second);
    AddCommon(command, common);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return Report(UsageError(app, error, std::span(argv, static_cast<std::size_t>(argc))));
  }
  for (const auto& [sub, context] : verbs) {
    if (sub->parsed()) return Finish(context, common);
  }
  return Report({ErrorCode::kInternal, "no command ran"});
}

}  // namespace dnntune::cli
