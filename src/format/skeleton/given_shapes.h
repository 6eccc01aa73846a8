// SPDX-License-Identifier: Apache-2.0
// What a caller says of a model's input shapes, held against the file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/format.h"

namespace dnntune::format::skeleton {

// The inputs that a shape can be given for.
struct ShapeTakers {
  std::vector<std::string> names;
  std::string listed;                             // the names as they stand in a message
  bool takes_unnamed = false;                     // there is only one
  std::function<bool(const std::string&)> takes;  // whether a name is one of theirs
};

// kBadInput where ReadOptions::input_shapes name an input that is not there, or none where there are several.
[[nodiscard]] Result<void> CheckGivenShapes(const ReadOptions& options, const ShapeTakers& takers);

// A shape of the file and one that is given for it.
struct ShapeMisfit {
  std::string input;
  std::vector<std::int64_t> own;  // free dimensions are negative; empty where the file says nothing
  std::string printed;            // own, as the format prints it
  std::vector<std::int64_t> given;
};

// kBadInput: says that the given shape does not fit, and what to give where it is the file's with the channels at the other end.
[[nodiscard]] Error DoesNotFit(const ShapeMisfit& misfit);

}  // namespace dnntune::format::skeleton
