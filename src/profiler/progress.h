// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/units.h"
#include "record/profile.h"

namespace dnntune::profiler {

struct Progress {
  std::size_t done = 0;  // layers or deployments finished
  std::size_t total = 0;
  std::string phase;                 // "whole model", "layers"
  Seconds elapsed{0};                // since the start
  std::optional<Seconds> remaining;  // an estimate; none: too early to tell
  const char* things = "layers";     // what is counted
};

// What is sampled until it has stopped.
enum class Stage : std::uint8_t { kWhole, kLayers };

// Who is told how a profile grows.
class Sink {
 public:
  virtual ~Sink() = default;
  // Called with everything measured so far whenever a layer is finished; an error ends the measuring.
  virtual Result<void> Save(const record::Profile& so_far) = 0;
  virtual void Progress(const profiler::Progress& progress) = 0;
  // Asked once all of a stage has stopped: whether to sample on within the budget, for the sake of others that it is compared with.
  virtual bool WantsMore(Stage /*stage*/) { return false; }
};

}  // namespace dnntune::profiler
