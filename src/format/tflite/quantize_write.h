// SPDX-License-Identifier: Apache-2.0
// Include in .cpp files of this folder only.
#pragma once

#include "format/quantize.h"
#include "format/tflite/schema.h"

namespace dnntune::format {

// The model, which CheckIsFloat32 found nothing against, in int8. kBadInput naming a tensor that has no range, or a constant that
// has no form in int8.
[[nodiscard]] Result<Narrowed> WithInt8(const tflite::Model& model, const Ranges& ranges);

}  // namespace dnntune::format
