// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

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

std::string ProgressLine(const std::string& title, const profiler::Progress& progress) {
  std::string line = fmt::format("{}: {}", title, progress.phase);
  if (progress.total > 0) line += fmt::format(", {} of {} {}", progress.done, progress.total, progress.things);
  line += fmt::format(", {:.0f} s", progress.elapsed.count());
  if (progress.remaining) line += fmt::format(", at most {:.0f} s left", std::ceil(progress.remaining->count()));
  return line;
}

ConsoleSink::ConsoleSink(std::string title, std::function<Result<void>(const record::Profile&)> save)
    : title_(std::move(title)), save_(std::move(save)), is_terminal_(isatty(STDERR_FILENO) == 1) {}

ConsoleSink::~ConsoleSink() {
  if (is_terminal_ && has_written_) Say(kClearLine);
}

void ConsoleSink::Progress(const profiler::Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  const auto period = is_terminal_ ? kTerminalPeriod : kLogPeriod;
  if (has_written_ && progress.phase == phase_ && now - last_ < period) return;
  last_ = now;
  phase_ = progress.phase;
  has_written_ = true;
  const std::string line = ProgressLine(title_, progress);
  Say(is_terminal_ ? kClearLine + line : line + "\n");
}

}  // namespace dnntune::cli
