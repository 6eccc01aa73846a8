// SPDX-License-Identifier: Apache-2.0
#include "metric/quantity.h"

namespace dnntune::metric {

const char* SourceName(Source source) {
  switch (source) {
    case Source::kMeasured:
      return "measured";
    case Source::kDeclared:
      return "declared";
    case Source::kModelled:
      return "modelled";
    case Source::kImported:
      return "imported";
  }
  return "unknown";
}

}  // namespace dnntune::metric
