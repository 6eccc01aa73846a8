// SPDX-License-Identifier: Apache-2.0
// Finds out, by running both, how the tensors of one file of a model become those of another.
#pragma once

#include "record/profile.h"
#include "split/ends.h"

namespace dnntune::tune {

// The two files' tensors of one name, run on the same input: which conversion makes the device's values the cloud's, how far they
// are apart then, and what the conversion takes in the cloud. A tensor that has no counterpart, or none of its values, is barred.
// An error where the files are not of one model (names the first difference), no worker starts, a model does not run with its inner
// tensors as outputs, or on Ctrl-C.
[[nodiscard]] Result<record::Conversions> MatchTensors(const record::Profile& device, const record::Profile& cloud,
                                                       const split::Stage& stage);

}  // namespace dnntune::tune
