// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "link/link.h"
#include "record/profile.h"
#include "spec/spec.h"

namespace dnntune::partition {

// What is to be decided: one model, profiled on a device and in the cloud, and the link between them. Refers to the profiles.
struct Problem {
  const record::Profile& device;
  const record::Profile& cloud;
  link::Link link;
  link::Counting counting;
  spec::Objective objective = spec::Objective::kLatency;
  double energy_weight = 0.5;  // see spec::Spec
  spec::Limits limits;
  std::size_t top = 5;     // deployments whose ranks are to be exact, the best included
  std::size_t listed = 0;  // so many of those looked at are in the answer at least, exact or not
  std::uint64_t seed = 1;
  int bootstrap = 1000;  // resamples; 0: no probabilities
};

}  // namespace dnntune::partition
