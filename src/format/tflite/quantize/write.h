// SPDX-License-Identifier: Apache-2.0
// Include in .cpp files of this folder only.
#pragma once

#include "format/quantize.h"
#include "format/tflite/contents.h"

namespace dnntune::format::tflite {

// The model, which CheckIsFloat32 found nothing against, in int8. kBadInput naming a tensor that has no range, or a constant that
// has no form in int8.
[[nodiscard]] Result<Quantized> WriteInt8(const schema::Model& model, const Ranges& ranges);

}  // namespace dnntune::format::tflite
