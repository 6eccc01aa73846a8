// SPDX-License-Identifier: Apache-2.0
// The engines that the suite holds to its claims.
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "conformance/expected_failure.h"
#include "conformance/small_networks.h"
#include "engine/engine.h"

namespace dnntune::conformance {

// A value of a knob that there is not.
struct BadKnob {
  const char* name;
  const char* value;
};

// What a run of any model takes, where that is known. `exact`: neither more nor less, on the engine's own clock.
struct RunTime {
  Nanoseconds least;
  bool exact;
};

struct EngineRow {
  std::string_view name;  // of its folder in src/engine
  Result<std::unique_ptr<engine::Engine>> (*make)();
  std::string_view extension;  // of the files that it reads
  // The part of the network between these tensors, or all of it where there are none, as such a file's bytes.
  Result<std::string> (*write)(const format::Network& network, const Names& inputs, const Names& outputs);
  // What opens the file at `path`.
  engine::OpenRequest (*request)(const std::string& path);
  BadKnob bad_knob;
  std::optional<RunTime> run_time;  // with the setting of `request`
  std::span<const Unsupported> unsupported;
  // How far head and tail of a cut may be from the whole: an engine that fuses operators may round otherwise where they are cut
  // apart, on some processors. 0: the same bits.
  double cut_tolerance = 0;
  std::string_view unit = "";  // that `request` asks for, where an engine has a row for each of several
};
[[nodiscard]] std::span<const EngineRow> EngineRows();

// "tflite", "litert_gpu"
[[nodiscard]] std::string NameOf(const EngineRow& row);

inline void PrintTo(const EngineRow& row, std::ostream* out) {
  *out << NameOf(row);
}

}  // namespace dnntune::conformance
