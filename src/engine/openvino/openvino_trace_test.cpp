// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_trace.h"

#include <gtest/gtest.h>

#include "engine/openvino/openvino_error.h"

namespace dnntune::engine {
namespace {

using std::chrono::microseconds;

TEST(OpenVinoTrace, UndoesTheMeanOverAllRunsSinceTheStart) {
  EXPECT_EQ(MeanSince({2, microseconds(100)}, {4, microseconds(60)}), microseconds(20));
  EXPECT_EQ(MeanSince({1, microseconds(7)}, {2, microseconds(7)}), microseconds(7));
}

TEST(OpenVinoTrace, HasNoTimeBelowZeroWhereTheMeanWasRounded) {
  EXPECT_EQ(MeanSince({4, microseconds(3)}, {5, microseconds(2)}), microseconds(0));
}

TEST(OpenVinoTrace, NamesANodeAsTheFirstOfTheFilesOperatorsInIt) {
  EXPECT_EQ(FileName("Multiply_1,conv,relu", {"conv", "relu"}, "own"), "conv");
  EXPECT_EQ(FileName("conv/WithoutBiases,relu", {"conv", "relu"}, "own"), "conv");
  EXPECT_EQ(FileName("Multiply_1", {"conv"}, "own"), "own");
  EXPECT_EQ(FileName("", {"conv"}, "own"), "own");
}

TEST(OpenVinoError, IsOneLineWithoutPlacesInItsSource) {
  EXPECT_EQ(OneLine("Exception from src/core.cpp:93:\nCheck 'a == b' failed at src/node.cpp:12:\n  it is\n\n wrong \n"),
            "it is wrong");
  EXPECT_EQ(OneLine("Exception from src/core.cpp:93:\n"), "Exception from src/core.cpp:93:");
}

}  // namespace
}  // namespace dnntune::engine
