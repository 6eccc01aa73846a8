// SPDX-License-Identifier: Apache-2.0
// For tests of records: what reading one says once part of its text is another.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace dnntune::record {

// The error that `parse` gives for `text` with the first `from` made `to`, which must be there.
template <typename Parse>
std::string ErrorOfEdited(std::string text, const std::string& from, const std::string& to, Parse parse) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at == std::string::npos) return "it holds no " + from;
  const auto read = parse(text.replace(at, from.size(), to));
  return read ? "it was accepted" : read.error().message;
}

}  // namespace dnntune::record
