// SPDX-License-Identifier: Apache-2.0
#include "cli/console_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>

#include "cli/say.h"

namespace dnntune::cli {
namespace {

constexpr std::chrono::milliseconds kTerminalPeriod{100};
constexpr std::chrono::milliseconds kLogPeriod{5000};
constexpr const char* kClearLine = "\r\033[K";

}  // namespace

std::string ProgressLine(const Step& step) {
  std::string line = fmt::format("{}: {}", step.title, step.phase);
  if (step.total > 0) line += fmt::format(", {} of {} {}", step.done, step.total, step.things);
  line += fmt::format(", {:.0f} s", step.elapsed.count());
  if (step.remaining) line += fmt::format(", at most {:.0f} s left", std::ceil(step.remaining->count()));
  return line;
}

ConsoleProgress::ConsoleProgress() : is_terminal_(isatty(STDERR_FILENO) == 1) {}

ConsoleProgress::~ConsoleProgress() {
  Clear();
}

void ConsoleProgress::Clear() {
  if (is_terminal_ && has_written_) Say(kClearLine);
  has_written_ = false;
}

void ConsoleProgress::Note(const std::string& line) {
  Clear();
  Say(line + "\n");
}

void ConsoleProgress::At(const Step& step) {
  const auto now = std::chrono::steady_clock::now();
  const auto period = is_terminal_ ? kTerminalPeriod : kLogPeriod;
  const std::string phase = step.title + ": " + step.phase;
  if (has_written_ && phase == phase_ && now - last_ < period) return;
  last_ = now;
  phase_ = phase;
  has_written_ = true;
  const std::string line = ProgressLine(step);
  Say(is_terminal_ ? kClearLine + line : line + "\n");
}

}  // namespace dnntune::cli
