// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/units.h"
#include "metric/quantity.h"
#include "record/profile.h"

namespace dnntune::study {

// How many times as fast the second is as the first: the ratio of their median latencies, with a 95 % interval by the bootstrap of
// metric/ratio.h where there are samples enough. Null stands for what was not measured.
[[nodiscard]] metric::Quantity<Ratio> SpeedUp(const record::Profile* first, const record::Profile* second);

// Whether a ratio of this kind says that nothing can be told: its interval holds 1, or it has none, or the difference is below 2 %.
[[nodiscard]] bool IsTie(const metric::Quantity<Ratio>& speed_up);

}  // namespace dnntune::study
