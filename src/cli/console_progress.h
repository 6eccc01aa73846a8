// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "base/progress.h"

namespace dnntune::cli {

// Shows progress on stderr: on a terminal one line that is written over, else a plain line every few seconds.
class ConsoleProgress final : public Progress {
 public:
  ConsoleProgress();
  ~ConsoleProgress() override;
  void At(const Step& step) override;
  void Note(const std::string& line) override;

 private:
  void Clear();

  bool is_terminal_;
  bool has_written_ = false;  // the line on the terminal, or any of this phase
  std::string phase_;         // with its title
  std::chrono::steady_clock::time_point last_;
};

// "profiling phone: layers, 12 of 64, 8 s left".
[[nodiscard]] std::string ProgressLine(const Step& step);

}  // namespace dnntune::cli
