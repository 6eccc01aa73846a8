// SPDX-License-Identifier: Apache-2.0
// libonnx's inference, kept where a stranger's file cannot take this program down with it.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace onnx {
class ModelProto;
}

namespace dnntune::format::onnx {

// The program apps/onnx-inference and the descriptor on which it finds its end of a stream socket: the model comes in until its
// end, and goes out again.
inline constexpr const char* kInferenceProgram = "onnx-inference";
inline constexpr int kInferenceSocket = 3;

// Has the program put the types and shapes that libonnx can tell into the model, on inputs, outputs and as value_info.
// Says why nothing was inferred, with the model as it was: the program is not there, crashed, or took longer than `limit`; empty:
// it went well. Thread-safe.
[[nodiscard]] std::string InferApart(const std::filesystem::path& program, std::chrono::milliseconds limit,
                                     ::onnx::ModelProto& model);

}  // namespace dnntune::format::onnx
