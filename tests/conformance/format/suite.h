// SPDX-License-Identifier: Apache-2.0
// The formats that the suite holds to its claims, and what its tests have in common.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "conformance/expected_failure.h"
#include "conformance/small_networks.h"
#include "format/format.h"

namespace dnntune::conformance {

struct FormatRow {
  std::string_view name;  // as in format::Formats()
  bool is_channels_last = false;
  std::span<const Unsupported> unsupported;
};
[[nodiscard]] std::span<const FormatRow> FormatRows();

inline void PrintTo(const FormatRow& row, std::ostream* out) {
  *out << row.name;
}

class FormatConformance : public testing::TestWithParam<FormatRow> {
 protected:
  using ModelPtr = std::unique_ptr<format::Model>;

  void SetUp() override { expected_.Begin(GetParam().unsupported); }
  void TearDown() override { expected_.End(); }

  [[nodiscard]] static const format::Format& Format();
  [[nodiscard]] std::string Bytes() const { return Value(format::BytesOf(Branching(), Format().write_network)); }
  // Reads a file of these bytes called `name`, and the format's first extension.
  [[nodiscard]] Result<ModelPtr> Read(const std::string& name, std::string_view bytes) const;
  [[nodiscard]] ModelPtr ReadWhole() const { return Value(Read("whole", Bytes())); }
  [[nodiscard]] std::filesystem::path Path(const std::string& name) const;

 private:
  TemporaryFolder folder_ = Value(TemporaryFolder::Make());
  ExpectedFailure expected_;
};

// Everything that a graph says, a line for each operator, tensor and layer.
[[nodiscard]] std::string Print(const graph::Graph& graph);

}  // namespace dnntune::conformance
