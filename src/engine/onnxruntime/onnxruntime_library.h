// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnxruntime_cxx_api.h>

#include <string>

#include "base/result.h"

namespace dnntune::engine {

// Loads the library once for the process and gives its version. Every Ort:: call is only valid after it succeeded.
[[nodiscard]] Result<std::string> LoadOnnxRuntime();

// Runs `action` and turns ONNX Runtime's exceptions into an error of one line.
template <typename Action>
auto CatchOrt(ErrorCode code, const std::string& what, Action action) -> decltype(action()) {
  try {
    return action();
  } catch (const Ort::Exception& exception) {
    std::string message = exception.what();
    for (char& letter : message) letter = letter == '\n' ? ' ' : letter;
    return Fail(code, what + ": ONNX Runtime says: " + message);
  }
}

}  // namespace dnntune::engine
