// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/setting.h"

namespace dnntune::engine {

using spec::Setting;

}  // namespace dnntune::engine
