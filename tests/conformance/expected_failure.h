// SPDX-License-Identifier: Apache-2.0
// Claims that an implementation is known not to meet. Such a test is run all the same, and passing it is the failure: a list of
// what is not supported cannot outlive what it says (after IREE's conformance tests).
#pragma once

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace dnntune::conformance {

struct Unsupported {
  std::string_view test;  // "TracesItsOperators"; of a suite with variants also "Runs/relu6" for one of them
  std::string_view reason;
};

// Of a fixture: SetUp calls Begin, TearDown calls End.
class ExpectedFailure {
 public:
  // Catches the failures of the running test from now on where the list holds it.
  void Begin(std::span<const Unsupported> list, const std::string& variant = {});
  // Fails where a failure was expected and none came.
  void End();

 private:
  const Unsupported* entry_ = nullptr;
  testing::TestPartResultArray failures_;
  std::optional<testing::ScopedFakeTestPartResultReporter> catcher_;
};

// Fails for each entry that no test of the program bears the name of. `row`: what its tests' names end in.
void ExpectListNamesTests(std::span<const Unsupported> list, std::string_view row);

// Fails where the error is not one line, or holds not all of the parts.
void ExpectSays(const Error& error, ErrorCode code, std::initializer_list<std::string> parts);

// What a test cannot go on without: ends it with the error's message.
template <typename T>
T Value(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

// The error of what has to fail.
template <typename T>
Error ErrorOf(const Result<T>& result) {
  if (result) throw std::runtime_error("no error where there has to be one");
  return result.error();
}

}  // namespace dnntune::conformance
