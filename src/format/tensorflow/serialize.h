// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {

// The same graph gives the same bytes. kUnavailable above 2 GiB.
[[nodiscard]] Result<std::string> Serialize(const GraphDef& graph);

}  // namespace dnntune::format::tensorflow
