// SPDX-License-Identifier: Apache-2.0
#include "campaign/model_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "campaign/quantize.h"

namespace dnntune::campaign {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFloat32 = "fp32";

// A model with files of its own, and what a reader has to know of them.
struct ModelFile {
  spec::Model model;
  std::string note{};  // "quantised to int8 by dnntune with generated inputs"; empty: the files are the person's own
};

// Of the model's files those whose numbers are of the precision.
Result<std::vector<fs::path>> FilesIn(const spec::Model& model, std::string_view precision) {
  std::vector<fs::path> files = {model.file};
  files.insert(files.end(), model.other_files.begin(), model.other_files.end());
  std::vector<fs::path> fitting;
  for (const fs::path& file : files) {
    ASSIGN_OR_RETURN(const format::SignatureFile own, target::FileOfSignature(model, file));
    ASSIGN_OR_RETURN(const auto read, format::Read(own.path, {}));
    if (FilePrecisionOf(read->graph()) == precision) fitting.push_back(file);
  }
  return fitting;
}

// One model under one name, whichever of its files it is. Requires files.
spec::Model WithFiles(const spec::Model& model, const std::vector<fs::path>& files) {
  spec::Model other = model;
  if (other.name.empty()) other.name = model.file.stem().string();
  if (model.file.empty()) other.input_shapes.clear();  // those of the zoo's model are in the file
  other.file = files.front();
  other.other_files.assign(files.begin() + 1, files.end());
  return other;
}

// The float32 model quantised, which is kept in the folder and made once.
Result<ModelFile> Made(const Wanted& wanted, const fs::path& folder, const Context& context) {
  const std::string& precision = wanted.device.setting.file_precision;
  ASSIGN_OR_RETURN(const auto ready, MakeReady(wanted, context));
  const target::LoadedModel& exact = *ready->installed.loaded;
  const fs::path file = folder / "models" / (exact.id.name + "-" + precision + exact.file.extension().string());
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    context.progress.Note(fmt::format("writing {}", file.filename().string()));
    TRY(MakeFolder(file.parent_path()));
    TRY(Quantize(*ready, {.precision = precision}, file, context));
  }
  const char* how = precision == "int8" ? " with generated inputs" : "";
  return ModelFile{WithFiles(wanted.model, {file}),
                   fmt::format("the model's file was quantised to {} by dnntune{}", precision, how)};
}

Result<ModelFile> FileOfPrecision(const Wanted& wanted, const fs::path& folder, const Context& context) {
  const spec::Model& model = wanted.model;
  const std::string& precision = wanted.device.setting.file_precision;
  if (precision.empty() || (model.file.empty() && precision == kFloat32)) return ModelFile{model};
  if (model.file.empty()) return Made(wanted, folder, context);
  ASSIGN_OR_RETURN(const auto given, FilesIn(model, precision));
  if (!given.empty()) return ModelFile{WithFiles(model, given)};
  ASSIGN_OR_RETURN(const auto exact, FilesIn(model, kFloat32));
  if (exact.empty()) {
    return Fail(ErrorCode::kBadInput, fmt::format("model {}: its numbers are not {}, and only a float32 file can be made so",
                                                  model.file.string(), precision));
  }
  return Made({wanted.spec, WithFiles(model, exact), wanted.device, wanted.others}, folder, context);
}

}  // namespace

std::string_view FilePrecisionOf(const graph::Graph& graph) {
  const bool is_quantised =
      std::ranges::any_of(graph.tensors(), [](const graph::Tensor& tensor) { return tensor.quantization.has_value(); });
  if (is_quantised) return "int8";
  double bytes = 0;
  double parameters = 0;
  for (const graph::Operator& op : graph.operators()) {
    bytes += op.parameter_bytes.value();
    parameters += static_cast<double>(op.parameters);
  }
  constexpr double kBetween = 3;  // bytes: more than two and less than four
  return parameters > 0 && bytes / parameters < kBetween ? "fp16" : kFloat32;
}

Result<std::unique_ptr<Ready>> MakeReadyInPrecision(const Wanted& wanted, const fs::path& folder, const Context& context) {
  ASSIGN_OR_RETURN(const ModelFile file, FileOfPrecision(wanted, folder, context));
  ASSIGN_OR_RETURN(auto ready, MakeReady({wanted.spec, file.model, wanted.device, wanted.others}, context));
  if (!file.note.empty()) ready->task->notes.push_back(file.note);
  return ready;
}

}  // namespace dnntune::campaign
