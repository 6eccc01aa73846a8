// SPDX-License-Identifier: Apache-2.0
#include "conformance/format/suite.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace dnntune::conformance {
namespace {

constexpr FormatRow kRows[] = {{"onnx", false, {}}, {"tensorflow", true, {}}, {"tflite", true, {}}};

std::string NameOf(const testing::TestParamInfo<FormatRow>& info) {
  return std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Formats, FormatConformance, testing::ValuesIn(FormatRows()), NameOf);

TEST(FormatRows, HoldEveryFormat) {
  std::set<std::string_view> formats, rows;
  for (const format::Format& one : format::Formats()) formats.insert(one.name);
  for (const FormatRow& row : FormatRows()) rows.insert(row.name);
  EXPECT_EQ(rows, formats);
}

TEST(FormatRows, ListTestsThatExist) {
  for (const FormatRow& row : FormatRows()) ExpectListNamesTests(row.unsupported, row.name);
}

std::string NamesOf(const graph::Graph& graph, std::span<const graph::TensorId> ids) {
  Names names;
  for (const graph::TensorId id : ids) names.push_back(graph.tensors()[id].name);
  return fmt::format("{}", fmt::join(names, ","));
}

}  // namespace

std::span<const FormatRow> FormatRows() {
  return kRows;
}

const format::Format& FormatConformance::Format() {
  const format::Format* format = format::FormatNamed(GetParam().name);
  if (format == nullptr) throw std::runtime_error("no such format");
  return *format;
}

std::filesystem::path FormatConformance::Path(const std::string& name) const {
  return folder_.path() / (name + std::string(Format().extensions.front()));
}

Result<FormatConformance::ModelPtr> FormatConformance::Read(const std::string& name, std::string_view bytes) const {
  TRY(WriteFile(Path(name), bytes));
  return format::Read(Path(name), {});
}

std::string Print(const graph::Graph& graph) {
  std::string text = fmt::format("{} -> {}\n", NamesOf(graph, graph.inputs()), NamesOf(graph, graph.outputs()));
  for (const graph::Operator& op : graph.operators()) {
    text += fmt::format("{} {} ({}) -> {}, {} MACs, {} parameters of {} bytes, layer {}\n", op.type, op.name,
                        NamesOf(graph, op.inputs), NamesOf(graph, op.outputs), op.macs ? std::to_string(*op.macs) : "?",
                        op.parameters, op.parameter_bytes.value(), graph.layers()[op.layer].name);
  }
  for (const graph::Tensor& tensor : graph.tensors()) {
    text += fmt::format("{} {} [{}]\n", tensor.name, tensor.dtype ? graph::DTypeName(*tensor.dtype) : "?",
                        tensor.shape ? fmt::format("{}", fmt::join(*tensor.shape, ",")) : "?");
  }
  return text;
}

}  // namespace dnntune::conformance
