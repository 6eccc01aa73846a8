// SPDX-License-Identifier: Apache-2.0
// Kinds of operators, by the type that they have in a graph.
#pragma once

#include <array>
#include <string_view>

namespace dnntune::format::tensorflow {

// Several nodes of a file that are one operator, since they are run as a whole: a loop or a conditional of TensorFlow 1.
inline constexpr std::string_view kRegion = "ControlFlow";

// Run parts of the graph, or functions of the file, again or not at all.
inline constexpr std::array<std::string_view, 9> kControlFlow = {
    kRegion, "While", "StatelessWhile", "If", "StatelessIf", "Case", "StatelessCase", "PartitionedCall", "StatefulPartitionedCall"};

}  // namespace dnntune::format::tensorflow
