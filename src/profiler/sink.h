// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/progress.h"
#include "base/result.h"
#include "record/profile.h"

namespace dnntune::profiler {

// How far a model is measured: by itself, or layer by layer as well.
enum class Extent : std::uint8_t { kWhole, kLayers };

// Who is told how a profile grows.
class Sink : public Progress {
 public:
  // Called with everything measured so far whenever a layer is finished; an error ends the measuring.
  virtual Result<void> Save(const record::Profile& so_far) = 0;
  // Asked once all of an extent has stopped: whether to sample on within the budget, for the sake of others that it is compared
  // with.
  virtual bool WantsMore(Extent /*extent*/) { return false; }
  // Told once no more samples of the extent will be taken: precise, out of budget, resumed or failed.
  virtual void Ended(Extent /*extent*/) {}
};

}  // namespace dnntune::profiler
