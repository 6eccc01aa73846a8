// SPDX-License-Identifier: Apache-2.0
// Settles which of several settings of one model is the fastest and which differences are real. Pure.
#pragma once

#include <random>
#include <span>
#include <string>
#include <vector>

#include "record/comparison.h"
#include "record/profile.h"

namespace dnntune::comparison {

inline constexpr double kConfidence = 0.95;   // of all ratios together
inline constexpr double kLeastEffect = 0.02;  // a smaller difference counts as none

// Resamples of the median latency, in seconds, for metric::RatioInterval; none where there are too few samples to tell.
[[nodiscard]] std::vector<double> ResampledMedians(const record::Latency& latency, std::mt19937_64& random);

// A setting that was measured, or why it was not.
struct Entry {
  std::string label;
  std::string path;                          // record::ComparedSetting::profile
  setting::Setting setting;                  // as asked for, where there is no profile
  const record::Profile* profile = nullptr;  // null: see `unavailable`
  std::string unavailable;
};

// How the profiles came about.
struct Origin {
  std::string model;
  bool interleaved = false;
};

// Latency and energy of every entry against the least of all, with intervals of the ratios that hold together with 95 %. A
// difference is real where its interval leaves out 1 and it is at least 2 % (`least_effect`), else a tie.
[[nodiscard]] record::Comparison Compare(std::span<const Entry> entries, const Origin& origin);

}  // namespace dnntune::comparison
