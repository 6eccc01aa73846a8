// SPDX-License-Identifier: Apache-2.0
// Kinds of operators, by the type that they have in a graph.
#pragma once

#include <array>
#include <string_view>

namespace dnntune::format::onnx {

// Run graphs of their own, again or not at all.
inline constexpr std::array<std::string_view, 3> kControlFlow = {"If", "Loop", "Scan"};

}  // namespace dnntune::format::onnx
