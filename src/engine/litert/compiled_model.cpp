// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/compiled_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "engine/litert/said.h"
#include "engine/source/tflite_types.h"

namespace dnntune::engine {
namespace {

struct Options {
  const char* identifier;
  std::string toml;
};

// LiteRtDelegatePrecision, LiteRtCpuKernelMode.
Options OptionsFor(const setting::Setting& setting) {
  if (setting.unit == "gpu") return {"gpu_options", fmt::format("precision = {}\n", setting.precision == "fp16" ? 1 : 2)};
  return {"xnnpack",
          fmt::format("kernel_mode = {}\nnum_threads = {}\n", setting.library == "builtin" ? 2 : 0, setting.threads.value())};
}

}  // namespace

Result<std::unique_ptr<CompiledModel>> CompiledModel::Make(const LiteRt& library, const ModelSource& source,
                                                           const setting::Setting& setting) {
  std::unique_ptr<CompiledModel> made(new CompiledModel(library));
  TRY(made->Read(source));
  TRY(made->Compile(setting, "cannot open " + source.file));
  return made;
}

CompiledModel::~CompiledModel() {
  const Said said;
  if (compiled_ != nullptr) library_.api.DestroyCompiledModel(compiled_);
  if (model_ != nullptr) library_.api.DestroyModel(model_);
}

Result<TensorInfo> CompiledModel::InfoOf(LiteRtTensor tensor, const std::string& what) const {
  const char* name = "";
  LiteRtTensorType type{};
  TRY(CheckStatus(library_.api.GetTensorName(tensor, &name), ErrorCode::kBadInput, what));
  TRY(CheckStatus(library_.api.GetTensorType(tensor, &type), ErrorCode::kUnavailable, what + ": the rank of '" + name + "'"));
  const auto dtype = FromTfLiteType(type.element);
  if (!dtype) return Fail(ErrorCode::kUnavailable, fmt::format("tensor '{}' has an element type that is not supported", name));
  TensorInfo info{name, *dtype, {}};
  for (unsigned i = 0; i < type.layout.rank; ++i) info.shape.push_back(std::max(type.layout.extents[i], -1));
  return info;
}

Result<void> CompiledModel::Read(const ModelSource& source) {
  const LiteRtApi& api = library_.api;
  const std::string what = "cannot open " + source.file;
  {
    const Said said;
    const int status = source.bytes.empty()
                           ? api.CreateModelFromFile(library_.environment, source.file.c_str(), &model_)
                           : api.CreateModelFromBuffer(library_.environment, source.bytes.data(), source.bytes.size(), &model_);
    TRY(CheckStatus(status, ErrorCode::kBadInput, what, ErrorsIn(said.Text())));
  }
  LiteRtSignature signature = nullptr;
  TRY(CheckStatus(api.GetSignature(model_, 0, &signature), ErrorCode::kBadInput, what));
  std::size_t input_count = 0, output_count = 0;
  TRY(CheckStatus(api.CountInputs(signature, &input_count), ErrorCode::kBadInput, what));
  TRY(CheckStatus(api.CountOutputs(signature, &output_count), ErrorCode::kBadInput, what));
  LiteRtTensor tensor = nullptr;
  for (std::size_t i = 0; i < input_count; ++i) {
    TRY(CheckStatus(api.GetInput(signature, i, &tensor), ErrorCode::kBadInput, what));
    ASSIGN_OR_RETURN(inputs_.emplace_back(), InfoOf(tensor, what));
  }
  for (std::size_t i = 0; i < output_count; ++i) {
    TRY(CheckStatus(api.GetOutput(signature, i, &tensor), ErrorCode::kBadInput, what));
    ASSIGN_OR_RETURN(outputs_.emplace_back(), InfoOf(tensor, what));
  }
  return {};
}

Result<void> CheckQuiet(const std::string& errors, const std::string& what) {
  if (errors.empty()) return {};
  return Fail(ErrorCode::kUnavailable,
              fmt::format("{} on the GPU: LiteRT goes on after an error, and its answer would be wrong: {}", what,
                          errors.substr(0, errors.find("; "))));
}

Result<void> CompiledModel::Configure(LiteRtOptions options, const setting::Setting& setting) const {
  const LiteRtApi& api = library_.api;
  const Options wanted = OptionsFor(setting);
  const char* what = "cannot set options";
  TRY(CheckStatus(api.SetAccelerators(options, setting.unit == "gpu" ? kLiteRtGpu : kLiteRtCpu), ErrorCode::kInternal, what));
  LiteRtOpaqueOptions opaque = nullptr;
  const int status = api.CreateOpaqueOptions(wanted.identifier, ::strdup(wanted.toml.c_str()), &std::free, &opaque);
  TRY(CheckStatus(status, ErrorCode::kInternal, what));
  return CheckStatus(api.AddOpaqueOptions(options, opaque), ErrorCode::kInternal, what);
}

Result<void> CompiledModel::Compile(const setting::Setting& setting, const std::string& what) {
  const LiteRtApi& api = library_.api;
  LiteRtOptions options = nullptr;
  TRY(CheckStatus(api.CreateOptions(&options), ErrorCode::kInternal, what));
  const Said said;
  int status = kLiteRtOk;
  const auto configured = Configure(options, setting);
  if (configured) status = api.CreateCompiledModel(library_.environment, model_, options, &compiled_);
  api.DestroyOptions(options);
  TRY(configured);
  TRY(CheckStatus(status, ErrorCode::kBadInput, what, ErrorsIn(said.Text())));
  if (setting.unit != "gpu") return {};
  return CheckAccelerated(said.Text(), what);
}

Result<void> CompiledModel::CheckAccelerated(const std::string& said, const std::string& what) const {
  // WebGPU tells of its choice once in a process.
  if (!library_.is_software && said.find("adapterType=CPU") != std::string::npos) {
    return Fail(ErrorCode::kUnavailable, what +
                                             " on the GPU: LiteRT chose software Vulkan, though there is a GPU; name the driver "
                                             "of the GPU in VK_DRIVER_FILES");
  }
  TRY(CheckQuiet(ErrorsIn(said), what));
  bool is_full = false;
  TRY(CheckStatus(library_.api.IsFullyAccelerated(compiled_, &is_full), ErrorCode::kInternal, what));
  if (is_full) return {};
  return Fail(ErrorCode::kUnavailable,
              what + " on the GPU: LiteRT has no GPU kernel for some of its operators and would run them on the CPU; use unit cpu");
}

}  // namespace dnntune::engine
