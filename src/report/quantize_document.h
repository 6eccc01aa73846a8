// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/quantized_model.h"
#include "report/document.h"

namespace dnntune::report {

// What was written, how far its outputs are from float32's, and which operators stayed.
[[nodiscard]] Document QuantizeDocument(const record::QuantizedModel& model);

}  // namespace dnntune::report
