// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/subject.h"
#include "record/profile.h"
#include "spec/spec.h"

namespace dnntune::profiler {

// What is to be measured and how, and what the profile says of it besides.
struct Task {
  engine::Subject subject;
  record::ModelId model;
  record::DeviceId device;
  spec::Profiling profiling;
  record::Power power;
  std::string engine_version;
  // Tensors that the whole model starts and ends at; empty: the file's own.
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  std::vector<std::string> notes{};  // what a reader of the profile must know of the model
};

}  // namespace dnntune::profiler
