// SPDX-License-Identifier: Apache-2.0
// A command of the program. It prints nothing itself: it makes a Document, which the program renders as the common flags ask.
#pragma once

#include <functional>

#include "base/result.h"
#include "cli/command.h"
#include "report/document.h"

namespace dnntune::cli {

// What a verb leaves behind when its flags are declared. `run` is called once, after parsing.
struct VerbContext {
  std::function<Result<report::Document>()> run;
};

struct Verb {
  const char* name;
  const char* summary;
  const char* example;  // one line that works; --help shows it
  void (*configure)(Command& command, VerbContext& context);
};

}  // namespace dnntune::cli
