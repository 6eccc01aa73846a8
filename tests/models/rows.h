// SPDX-License-Identifier: Apache-2.0
// Models and the engines that run them.
#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "models/photograph.h"

namespace dnntune::models {

// An engine and its kernels.
struct Runner {
  std::string_view name;
  Result<std::unique_ptr<engine::Engine>> (*make)();
  const char* library = "";
  double cut_tolerance = 0;  // of a split from the whole, of the output's largest number. 0: the same numbers
  const char* unit = "cpu";
};

struct ModelRow {
  std::string_view name;
  std::string file;  // in the folder of packages, or of the zoo: "<model>.<extension>"
  Picture picture;
  std::vector<const Runner*> runners;  // the first is what the others are compared with
  double agreement = 0;                // of two engines, of the output's largest number
  std::size_t cut_step = 1;            // every cut; more: of a model whose cuts take minutes
};
[[nodiscard]] std::span<const ModelRow> ModelRows();

// Where the file lies.
[[nodiscard]] std::string PathOf(const ModelRow& row);

inline void PrintTo(const ModelRow& row, std::ostream* out) {
  *out << row.name;
}

}  // namespace dnntune::models
