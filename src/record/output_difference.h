// SPDX-License-Identifier: Apache-2.0
// How far the outputs of one run are from those of another, and how far they may be.
#pragma once

#include <optional>
#include <string>

namespace dnntune::record {

// How near outputs have to be to those that were expected.
struct Tolerance {
  double relative = 0;                   // of the largest absolute value of the expected output; 0: they are equal
  std::optional<double> least_snr_db{};  // in place of that, where the two compute in different numbers
};

// Of all outputs, as the real numbers that they stand for. What is said of one output is said of the one that is furthest off:
// first those beyond their tolerance, then by the difference relative to the output's largest value.
struct OutputDifference {
  double largest = 0;  // of any element of that output, absolute; infinite where one side is no number or has another shape
  // The least of any output, as metric::SignalToNoise; none where they are the same, or all of an output's numbers are one.
  std::optional<double> snr_db{};
  std::optional<double> largest_value{};  // of that output as expected, absolute, of its finite elements; none in older records
  std::string output{};                   // its name; empty in older records
  std::optional<Tolerance> held_to{};     // none: it was judged by nothing
};

// To the largest value; infinite where that is 0 or not known and the outputs differ.
[[nodiscard]] double RelativeDifference(const OutputDifference& difference);

// Whether it is within what it was held to, or was held to nothing.
[[nodiscard]] bool IsWithin(const OutputDifference& difference);

// Makes `all` that of one output more.
void Include(const OutputDifference& one, std::optional<OutputDifference>& all);

// "output 'y' by 0.31, 12 % of the largest value, 18.4 dB", for a sentence that says what differs.
[[nodiscard]] std::string HowFar(const OutputDifference& difference);

// "within 1e-4 of the largest value", "equal", "at least 10 dB".
[[nodiscard]] std::string Describe(const Tolerance& tolerance);

}  // namespace dnntune::record
