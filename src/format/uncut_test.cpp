// SPDX-License-Identifier: Apache-2.0
#include "format/uncut.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "format/format.h"

namespace dnntune::format {
namespace {

using testing::ElementsAre;
using testing::Eq;

using Names = std::vector<std::string>;

// Names of what is found in a file of the corpus: control flow, then what is stateful.
std::pair<Names, Names> FoundIn(const std::string& file) {
  const auto model = Read(DNNTUNE_SOURCE_DIR "/tests/fuzz/corpus/" + file, {});
  EXPECT_TRUE(model) << model.error().message;
  if (!model) return {};
  const graph::Graph& graph = (*model)->graph();
  const auto names = [&](const std::vector<graph::OperatorId>& ids) {
    Names found;
    for (const graph::OperatorId id : ids) found.push_back(graph.operators()[id].name);
    return found;
  };
  const Uncut uncut = FindUncut(**model);
  return {names(uncut.control_flow), names(uncut.stateful)};
}

TEST(FindUncut, FindsControlFlowInFilesOfEveryFormat) {
  EXPECT_THAT(FoundIn("tensorflow/loop.pb").first, ElementsAre("while"));
  EXPECT_THAT(FoundIn("tflite/while.tflite").first, ElementsAre("a"));
}

TEST(FindUncut, FindsEveryOperatorThatChangesAVariable) {
  const auto [control_flow, stateful] = FoundIn("tflite/variables.tflite");
  EXPECT_THAT(control_flow, Eq(Names()));
  EXPECT_THAT(stateful, ElementsAre("ASSIGN_VARIABLE_1"));
}

}  // namespace
}  // namespace dnntune::format
