// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/result.h"

namespace dnntune::engine {

// What an exception of OpenVINO's says, as one line without the places in its source code.
[[nodiscard]] std::string OneLine(std::string_view message);

// Runs `action` and turns OpenVINO's exceptions into an error of one line.
template <typename Action>
auto CatchOpenVino(ErrorCode code, const std::string& what, Action action) -> decltype(action()) {
  try {
    return action();
  } catch (const std::exception& exception) {
    return Fail(code, what + ": OpenVINO says: " + OneLine(exception.what()));
  }
}

}  // namespace dnntune::engine
