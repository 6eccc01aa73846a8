// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace dnntune::engine {

// Where a vendor's shared library is looked for.
struct VendorLibrary {
  const char* file;      // "libonnxruntime.so.1"
  const char* variable;  // of the environment, naming the folder: "DNNTUNE_ONNXRUNTIME"
  const char* package;   // the folder that tools/setup made
};

// The library's handle, for the process's life, from the variable's folder, else beside the installed program, else the package.
// Null where it is in none of these or cannot be loaded.
[[nodiscard]] void* Load(const VendorLibrary& library);

}  // namespace dnntune::engine
