// SPDX-License-Identifier: Apache-2.0
#include "base/printable.h"

#include <gtest/gtest.h>

namespace dnntune {
namespace {

TEST(Printable, KeepsTextAndNothingThatMovesATerminal) {
  EXPECT_EQ(Printable("Welcome to host!\r\n\x1b[31mred\n", 80), "Welcome to host! [31mred");
  EXPECT_EQ(Printable(std::string_view("\0\1a\xc3\xbc\x7f"
                                       "b\n",
                                       8),
                      80),
            "a b");
  EXPECT_EQ(Printable("\n\t \x1b", 80), "");
}

TEST(Printable, CutsWhatIsLong) {
  EXPECT_EQ(Printable("12345", 5), "12345");
  EXPECT_EQ(Printable("123456", 5), "12345...");
}

}  // namespace
}  // namespace dnntune
