// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "record/decision.h"
#include "record/explanation.h"
#include "record/profile.h"
#include "report/document.h"

namespace dnntune::report {

// The two ends of a deployment: whose layers and times a decision rests on.
struct Ends {
  const record::Profile& device;
  const record::Profile& cloud;
};

// The answer for one link, with the deployments that it was chosen from.
[[nodiscard]] Document PartitionDocument(const record::Decision& decision, const Ends& ends);

// What the neighbours of the best deployment on `link` cost more than it, and at which rates the answer changes.
[[nodiscard]] Document ExplainDocument(const record::Explanation& explanation, const std::string& link, const Ends& ends);

}  // namespace dnntune::report
