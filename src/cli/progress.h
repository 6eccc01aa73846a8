// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "profiler/progress.h"

namespace dnntune::cli {

// Shows progress on stderr: on a terminal one line that is written over, else a plain line every few seconds. Saves through `save`.
class ConsoleSink final : public profiler::Sink {
 public:
  ConsoleSink(std::string title, std::function<Result<void>(const record::Profile&)> save);
  ~ConsoleSink() override;
  Result<void> Save(const record::Profile& so_far) override { return save_ ? save_(so_far) : Result<void>(); }
  void Progress(const profiler::Progress& progress) override;

 private:
  std::string title_;
  std::function<Result<void>(const record::Profile&)> save_;
  bool is_terminal_;
  bool has_written_ = false;
  std::string phase_;
  std::chrono::steady_clock::time_point last_;
};

// "profiling phone: layers, 12 of 64, 8 s left".
[[nodiscard]] std::string ProgressLine(const std::string& title, const profiler::Progress& progress);

}  // namespace dnntune::cli
