// SPDX-License-Identifier: Apache-2.0
// How the tensors of another file of a model become those of the file that a profile is of, and what that costs where it was
// measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "graph/conversion.h"
#include "metric/quantity.h"

namespace dnntune::record {

struct ModelId {
  std::string name;
  std::string format;  // "onnx"; empty in hand-written profiles
  std::string sha256;  // of the model file; empty in hand-written profiles
  bool operator==(const ModelId&) const = default;
};

// By which signal to noise two files' values are held to agree where one of them computes in 8-bit integers. A step of 1/256 of the
// range is noise some 40 dB below the values, and a hundred operators in a row that each add as much still leave 20; half of that
// is for ranges that fit badly. In a wrong order independent values are at -3 dB: the noise has twice the power of their spread.
inline constexpr double kLeastSnrDb = 10;
// By how much the right order of dimensions stands out: a quarter of any other's noise. Orders that are nearer to one another than
// that could be mistaken for each other on other inputs.
inline constexpr double kLeastLeadDb = 6;

// A tensor that both files have under one name.
struct TensorConversion {
  std::string tensor;
  graph::Conversion how;              // from the other file's form to this one's
  metric::Quantity<Seconds> arrival;  // of one conversion
  metric::Quantity<Seconds> back;     // of one conversion the other way, which only outputs need
  // Of the values in the two files: root mean square, relative to that of the values. None of an input, which is given.
  std::optional<double> difference{};
  // Of the values where one of the files computes in quantised integers, as metric::SignalToNoise; none where they are the same.
  std::optional<double> snr_db{};
  std::string barred{};  // why it cannot be handed over; empty: it can, and then the rest holds
};

struct Conversions {
  ModelId from;  // the other file
  std::vector<TensorConversion> tensors;
};

}  // namespace dnntune::record
