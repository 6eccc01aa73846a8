// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/result.h"
#include "campaign/context.h"
#include "record/comparison.h"
#include "record/run_folder.h"
#include "spec/plan.h"

namespace dnntune::campaign {

// For every device whose config names several engines, measures the whole model on each by turns and plans with the fastest; of a
// tie with the one that is named first. The comparisons, one for each such device, are kept in the run's folder, where an earlier
// run's are taken from. An engine that is not installed or cannot run the model is a row with the reason; an error where none can.
[[nodiscard]] Result<std::vector<record::Comparison>> ChooseFastestEngines(const spec::Spec& spec, spec::Plan& plan,
                                                                           const Context& context, const record::RunFolder& run);

}  // namespace dnntune::campaign
