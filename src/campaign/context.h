// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/progress.h"
#include "target/installed.h"
#include "target/target.h"

namespace dnntune::campaign {

// What every campaign is given: the devices and models of the run, and who is told how it goes on. One for a run, so that a device
// is opened once and a model sent once.
struct Context {
  target::Targets& targets;
  target::Models& models;
  Progress& progress;
};

}  // namespace dnntune::campaign
