// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace dnntune::engine {

// While it lives, what the process writes to its standard output and error goes here: LiteRT and Dawn tell there, and nowhere else,
// what went wrong and much besides. Only where one thread of our own runs.
class Said {
 public:
  Said();
  Said(const Said&) = delete;
  Said& operator=(const Said&) = delete;
  ~Said();

  [[nodiscard]] std::string Text() const;

 private:
  int file_ = -1;  // in memory
  int true_output_ = -1, true_error_ = -1;
};

// The errors in such a text, on one line, without the library's marks of time and place.
[[nodiscard]] std::string ErrorsIn(const std::string& text);

}  // namespace dnntune::engine
