// SPDX-License-Identifier: Apache-2.0
// Errors as values. A function that can fail for a reason outside the program returns Result<T>; a broken invariant aborts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace dnntune {

// Why something failed. The values are the exit codes of every command; the table that explains them is ExitCodes() in
// base/exit_code.h, which `--help` and docs/cli.md print.
enum class ErrorCode : std::uint8_t {
  kInternal = 1,      // A defect of dnntune.
  kUsage = 2,         // The command line is wrong.
  kBadInput = 3,      // A config, model or profile is wrong.
  kUnavailable = 4,   // This machine, device or installation cannot do what was asked.
  kMeasurement = 5,   // A worker or a measurement failed.
  kInfeasible = 6,    // No deployment meets the limits.
  kIo = 7,            // A file could not be read or written.
  kBusy = 8,          // Another run uses the folder.
  kUnproved = 9,      // An answer is given, and its proof differs or failed.
  kInterrupted = 130  // Ctrl-C; what was measured is kept.
};

// What went wrong, on which object, and what to do next, in one message of one line.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;

  // "context: message".
  [[nodiscard]] Error Context(std::string_view context) && {
    message.insert(0, std::string(context) + ": ");
    return std::move(*this);
  }
};

template <typename T>
using Result = tl::expected<T, Error>;

// Makes the failure branch of a Result: `return Fail(ErrorCode::kBadInput, "...")`.
[[nodiscard]] inline tl::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

// Passes an error on: `return Fail(std::move(result).error())`.
[[nodiscard]] inline tl::unexpected<Error> Fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace dnntune

#define DNNTUNE_CONCAT_INNER(a, b) a##b
#define DNNTUNE_CONCAT(a, b) DNNTUNE_CONCAT_INNER(a, b)

// Returns from the enclosing function when `expression`, a Result, holds an error.
#define TRY(expression)                                      \
  do {                                                       \
    if (auto try_result = (expression); !try_result) {       \
      return ::dnntune::Fail(std::move(try_result).error()); \
    }                                                        \
  } while (false)

// `ASSIGN_OR_RETURN(auto value, MakeValue());`
#define ASSIGN_OR_RETURN(target, expression) ASSIGN_OR_RETURN_INNER(DNNTUNE_CONCAT(assign_result_, __LINE__), target, expression)
#define ASSIGN_OR_RETURN_INNER(result, target, expression)        \
  auto result = (expression);                                     \
  if (!result) return ::dnntune::Fail(std::move(result).error()); \
  target = *std::move(result)
