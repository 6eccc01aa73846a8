// SPDX-License-Identifier: Apache-2.0
// Kinds of operators, by the type that they have in a graph: the schema's name.
#pragma once

#include <array>
#include <string_view>

namespace dnntune::format::tflite {

// Run other subgraphs of the file, again or not at all.
inline constexpr std::array<std::string_view, 7> kControlFlow = {
    "IF", "WHILE", "CALL", "CALL_ONCE", "STABLEHLO_WHILE", "STABLEHLO_COMPOSITE", "STABLEHLO_CASE"};

// Work through a variable or table beside their tensors, so that what runs before them matters.
inline constexpr std::array<std::string_view, 8> kStateful = {"CALL_ONCE", "VAR_HANDLE",       "READ_VARIABLE",  "ASSIGN_VARIABLE",
                                                              "HASHTABLE", "HASHTABLE_IMPORT", "HASHTABLE_FIND", "HASHTABLE_SIZE"};

}  // namespace dnntune::format::tflite
