// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/units.h"

namespace dnntune {

// How far something long has come.
struct Step {
  std::size_t done = 0;  // layers or deployments finished
  std::size_t total = 0;
  std::string phase;                   // "whole model", "layers"
  Seconds elapsed{0};                  // since the start
  std::optional<Seconds> remaining{};  // an estimate; none: too early to tell
  const char* things = "layers";       // what is counted
  std::string title{};                 // what the phase is of: "profiling mobilenet-v2"
};

// Who is told how something long goes on. Not thread-safe.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void At(const Step& step) = 0;
  // Something that happened, of which a person should know even when it is past.
  virtual void Note(const std::string& /*line*/) {}
};

// Gives every step a title.
class TitledProgress final : public Progress {
 public:
  TitledProgress(Progress& progress, std::string title) : progress_(progress), title_(std::move(title)) {}
  void At(const Step& step) override {
    Step titled = step;
    titled.title = title_;
    progress_.At(titled);
  }
  void Note(const std::string& line) override { progress_.Note(line); }

 private:
  Progress& progress_;
  std::string title_;
};

}  // namespace dnntune
