// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dlfcn.h>

#include <filesystem>
#include <string>

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

// Finds a library's functions by name and remembers the first that is missing.
class FunctionFinder {
 public:
  explicit FunctionFinder(void* library) : library_(library) {}
  template <typename Function>
  void Find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(::dlsym(library_, name));
    if (function == nullptr && missing_.empty()) missing_ = name;
  }
  [[nodiscard]] const std::string& missing() const { return missing_; }  // empty: none

 private:
  void* library_;
  std::string missing_;
};

}  // namespace dnntune::engine
