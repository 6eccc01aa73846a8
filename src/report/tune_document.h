// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/profile.h"
#include "record/tune_record.h"
#include "report/document.h"

namespace dnntune::report {

// What a tune run found, from its records: the answer for every link, a summary, every decision behind a switch of links, and the
// layers of both profiles. The outcome is kUnproved where a run proves nothing and that was not allowed.
[[nodiscard]] Document TuneDocument(const record::TuneRecord& tune, const record::Profile& device, const record::Profile& cloud);

}  // namespace dnntune::report
