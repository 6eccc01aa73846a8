// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/narrow_model.h"
#include "report/document.h"

namespace dnntune::cli {

// What was written, how far its outputs are from float32's, and which operators stayed.
[[nodiscard]] report::Document NarrowDocument(const NarrowOutcome& outcome);

}  // namespace dnntune::cli
