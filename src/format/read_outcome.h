// SPDX-License-Identifier: Apache-2.0
// Looking into what a reader of model files gave. Included by tests only.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "format/format.h"

namespace dnntune::format {

// The message of a reader that refused its input; empty where it did not.
inline std::string RefusalOf(const Result<std::unique_ptr<Model>>& read) {
  if (read) return "";
  EXPECT_EQ(read.error().code, ErrorCode::kBadInput);
  return read.error().message;
}

// The operator of that name.
inline const graph::Operator& Find(const graph::Graph& graph, std::string_view name) {
  for (const auto& op : graph.operators()) {
    if (op.name == name) return op;
  }
  ADD_FAILURE() << "no operator " << name;
  return graph.operators()[0];
}

}  // namespace dnntune::format
