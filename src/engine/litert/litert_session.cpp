// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/litert_session.h"

#include <algorithm>

#include "engine/litert/said.h"

namespace dnntune::engine {

Result<std::unique_ptr<Session>> LiteRtSession::Make(const LiteRt& library, TfliteSource source, const setting::Setting& setting) {
  std::unique_ptr<LiteRtSession> session(new LiteRtSession(library, std::move(source.model), setting.unit));
  ASSIGN_OR_RETURN(session->model_, CompiledModel::Make(library, session->source_, setting));
  session->infos_ = session->model_->inputs();
  for (TensorInfo& input : session->infos_) {
    session->shapes_.push_back(input.shape);
    // The library does not tell which dimensions are free.
    const auto found = source.facts.free.find(input.name);
    if (found == source.facts.free.end()) continue;
    for (const int at : found->second) {
      if (static_cast<std::size_t>(at) < input.shape.size()) input.shape[static_cast<std::size_t>(at)] = -1;
    }
  }
  return session;
}

Result<void> LiteRtSession::BindInputs(TensorStore& store) {
  std::vector<Tensor*> tensors;
  for (std::size_t i = 0; i < infos_.size(); ++i) {
    ASSIGN_OR_RETURN(tensors.emplace_back(), FindInput(store, infos_[i]));
    if (shapes_[i] == tensors[i]->shape()) continue;
    const std::vector<int> shape(tensors[i]->shape().begin(), tensors[i]->shape().end());
    TRY(CheckStatus(library_.api.ResizeInput(model_->get(), 0, i, shape.data(), shape.size()), ErrorCode::kBadInput,
                    "cannot give input '" + infos_[i].name + "' of " + source_.file + " another shape"));
    shapes_[i] = tensors[i]->shape();
  }
  for (std::size_t i = 0; i < infos_.size(); ++i) {
    LiteRtRequirements required = nullptr;
    TRY(CheckStatus(library_.api.GetInputRequirements(model_->get(), 0, i, &required), ErrorCode::kInternal,
                    "cannot bind an input"));
    ASSIGN_OR_RETURN(Buffer buffer, Buffer::Make(library_, required, *tensors[i]));
    inputs_.push_back(std::move(buffer));
    input_handles_.push_back(inputs_.back().get());
  }
  return {};
}

Result<void> LiteRtSession::BindOutputs(TensorStore& store) {
  const std::vector<TensorInfo>& infos = model_->outputs();
  std::vector<LiteRtLayout> layouts(infos.size());
  TRY(CheckStatus(library_.api.GetOutputLayouts(model_->get(), 0, layouts.size(), layouts.data(), true), ErrorCode::kBadInput,
                  "cannot run " + source_.file));
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const std::vector<std::int64_t> shape(layouts[i].extents, layouts[i].extents + layouts[i].rank);
    if (std::any_of(shape.begin(), shape.end(), [](std::int64_t extent) { return extent < 0; })) {
      return Fail(ErrorCode::kUnavailable,
                  "the size of output '" + infos[i].name + "' is only known after a run; use framework tflite");
    }
    AddMissing(store, {{infos[i].name, infos[i].dtype, shape}});
    LiteRtRequirements required = nullptr;
    TRY(CheckStatus(library_.api.GetOutputRequirements(model_->get(), 0, i, &required), ErrorCode::kInternal,
                    "cannot bind an output"));
    ASSIGN_OR_RETURN(Buffer buffer, Buffer::Make(library_, required, store.at(infos[i].name)));
    outputs_.push_back(std::move(buffer));
    output_handles_.push_back(outputs_.back().get());
  }
  return {};
}

Result<void> LiteRtSession::Prime(TensorStore& store) {
  input_handles_.clear();
  output_handles_.clear();
  inputs_.clear();
  outputs_.clear();
  const Said said;
  const auto ran = [&]() -> Result<void> {
    TRY(BindInputs(store));
    TRY(BindOutputs(store));
    return Run();
  }();
  const std::string errors = ErrorsIn(said.Text());
  if (ran) return unit_ == "gpu" ? CheckQuiet(errors, "cannot run " + source_.file) : Result<void>();
  const ErrorCode code = ran.error().code == ErrorCode::kMeasurement ? ErrorCode::kBadInput : ran.error().code;
  return Fail(code, ran.error().message + (errors.empty() ? "" : ": " + errors));
}

Result<void> LiteRtSession::Run() {
  for (Buffer& input : inputs_) TRY(input.Write());
  const int status = library_.api.Run(model_->get(), 0, input_handles_.size(), input_handles_.data(), output_handles_.size(),
                                      output_handles_.data());
  TRY(CheckStatus(status, ErrorCode::kMeasurement, "cannot run " + source_.file));
  for (Buffer& output : outputs_) TRY(output.Read());
  return {};
}

Result<std::vector<TraceEvent>> LiteRtSession::Trace(std::uint32_t) {
  if (inputs_.empty()) return Fail(ErrorCode::kBadInput, "prime the session before tracing it");
  if (unit_ == "gpu") {
    return Fail(ErrorCode::kUnavailable, "LiteRT cannot profile its operators on a GPU; layers are measured as slices");
  }
  return Fail(ErrorCode::kUnavailable,
              "LiteRT's profile is not read; framework tflite has that of the same kernels, and layers are measured as slices");
}

}  // namespace dnntune::engine
