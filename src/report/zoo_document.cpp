// SPDX-License-Identifier: Apache-2.0
#include "report/zoo_document.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dnntune::report {
namespace {

// "input [1,7] int32".
std::string Print(const ZooTensor& tensor) {
  const std::string type = tensor.dtype == graph::DType::kFloat32 ? "" : " " + std::string(graph::DTypeName(tensor.dtype));
  return fmt::format("{} [{}]{}", tensor.name, fmt::join(tensor.shape, ","), type);
}

Table FileTable(const std::string& precision, std::span<const ZooFile> files) {
  Table table{"written", "Written", {{"file", "File"}, {"format", "Format"}, {"size", "Size", Hint::kBytes}}, {}};
  if (precision != "fp32") {
    table.columns.push_back({"narrowed", "Operators in " + precision, Hint::kCount});
    table.columns.push_back({"kept", "In float32", Hint::kCount});
    table.columns.push_back({"signal_to_noise_db", "Signal to noise, dB", Hint::kCount});
  }
  for (const ZooFile& file : files) {
    Row row{{file.path, file.format, Counted(file.size)}};
    if (file.quantized) {
      row.cells.push_back(Counted(static_cast<double>(file.quantized->operators)));
      row.cells.push_back(Counted(static_cast<double>(file.quantized->kept)));
      row.cells.push_back(ToCell(file.quantized->signal_to_noise));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Document ZooListDocument(std::span<const ZooModel> models) {
  Table table{"models",
              "Models",
              {{"name", "Name"}, {"title", "Title"}, {"input", "Input"}, {"output", "Output"}, {"source", "Source"}},
              {}};
  for (const ZooModel& model : models) {
    std::vector<std::string> inputs;
    for (const ZooTensor& input : model.inputs) inputs.push_back(Print(input));
    table.rows.push_back(
        {{model.name, model.title, fmt::format("{}", fmt::join(inputs, ", ")), Print(model.output), model.source}});
  }
  Document document{"zoo", "Models of the zoo", {}, {}};
  document.verdict = {"Weights are seeded noise: right for latency and energy, useless for predictions.",
                      "Shapes are ONNX's; the other formats put the channels of an image last."};
  document.sections.push_back({"models", "Models", "", {std::move(table)}});
  return document;
}

Document ZooExportDocument(const std::string& name, const std::string& precision, std::span<const ZooFile> files) {
  const std::string what = files.size() == 1 ? files.front().path : fmt::format("{} files", files.size());
  Document document{"zoo", "Model " + name, {"Wrote " + name + " to " + what + "."}, {}};
  document.sections.push_back({"written", "Written", "", {FileTable(precision, files)}});
  return document;
}

}  // namespace dnntune::report
