// SPDX-License-Identifier: Apache-2.0
// Conversions in JSON, see docs/profile.md. Only for .cpp files.
#pragma once

#include "record/conversions.h"
#include "record/json_field.h"

namespace dnntune::record {

[[nodiscard]] Result<ModelId> ReadModelId(const Field& field);
[[nodiscard]] Json PrintModelId(const ModelId& model);

[[nodiscard]] Result<Conversions> ReadConversions(const Field& field);
[[nodiscard]] Json PrintConversions(const Conversions& conversions);

}  // namespace dnntune::record
