// SPDX-License-Identifier: Apache-2.0
// Kinds of operators, by the type that they have in a graph: the schema's name.
#pragma once

#include <array>
#include <string_view>

namespace dnntune::format::tflite {

// Run other subgraphs of the file, again or not at all.
inline constexpr std::array<std::string_view, 7> kControlFlow = {
    "IF", "WHILE", "CALL", "CALL_ONCE", "STABLEHLO_WHILE", "STABLEHLO_COMPOSITE", "STABLEHLO_CASE"};

// Change a variable or table beside their tensors, so that what runs before them matters.
inline constexpr std::array<std::string_view, 2> kStateful = {"ASSIGN_VARIABLE", "HASHTABLE_IMPORT"};

// Name or read a variable or table. Where nothing changes it, CALL_ONCE has set it once, and it is as good as a constant.
inline constexpr std::array<std::string_view, 5> kReadsVariables = {"VAR_HANDLE", "READ_VARIABLE", "HASHTABLE", "HASHTABLE_FIND",
                                                                    "HASHTABLE_SIZE"};

}  // namespace dnntune::format::tflite
