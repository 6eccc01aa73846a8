// SPDX-License-Identifier: Apache-2.0
#include "format/node_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace dnntune::format {
namespace {

struct Notebook {
  void Relu(const Node& node) { relus.push_back(node.name); }
  std::vector<std::string> relus;
};

constexpr std::array kRows = {NodeRow<Notebook>{NodeKind::kRelu, &Notebook::Relu}};

TEST(WriteNode, CallsTheMemberOfTheNodesKind) {
  Notebook notebook;
  ASSERT_TRUE(WriteNode(kRows, notebook, Node{.kind = NodeKind::kRelu, .name = "r"}));
  EXPECT_THAT(notebook.relus, testing::ElementsAre("r"));
}

TEST(WriteNode, LeavesNoNodeOutUnsaid) {
  Notebook notebook;
  const Result<void> written = WriteNode(kRows, notebook, Node{.kind = NodeKind::kSoftmax, .name = "s"});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(written.error().message, "node 's': this format has no way to write " + std::string(NodeKindName(NodeKind::kSoftmax)));
}

}  // namespace
}  // namespace dnntune::format
