// SPDX-License-Identifier: Apache-2.0
#include "engine/tflite/tflite_session.h"

#include <algorithm>
#include <cstring>

#include "engine/source/tflite_types.h"
#include "engine/tflite/trace_recorder.h"

namespace dnntune::engine {
namespace {

using graph::DType;

bool IsFixed(const TensorInfo& info) {
  return std::all_of(info.shape.begin(), info.shape.end(), [](std::int64_t extent) { return extent >= 0; });
}

std::vector<std::int64_t> ShapeOf(const TfLiteApi& api, const TfLiteTensor* tensor) {
  std::vector<std::int64_t> shape;
  for (std::int32_t i = 0; i < api.TensorRank(tensor); ++i) shape.push_back(api.TensorDim(tensor, i));
  return shape;
}

}  // namespace

Result<std::unique_ptr<Session>> TfliteSession::Make(const TfLiteApi& api, TfliteSource source, const setting::Setting& setting) {
  std::unique_ptr<TfliteSession> session(new TfliteSession(api, std::move(source), setting));
  ASSIGN_OR_RETURN(session->interpreter_, Interpreter::Make(api, session->source_, setting, nullptr));
  TRY(session->Describe());
  return session;
}

Result<TensorInfo> TfliteSession::InfoOf(const TfLiteTensor* tensor, const std::string& role) const {
  const char* name = api_.TensorName(tensor);
  TensorInfo info{name == nullptr ? "" : name, DType::kFloat32, ShapeOf(api_, tensor)};
  const auto dtype = FromTfLiteType(api_.TensorType(tensor));
  if (!dtype) {
    return Fail(ErrorCode::kUnavailable, role + " '" + info.name + "' has an element type that is not supported");
  }
  info.dtype = *dtype;
  // Free dimensions are in the signature, in their place in the shape stands 1.
  std::int32_t rank = 0;
  if (api_.SignatureRank(tensor, &rank) != kTfLiteOk || static_cast<std::size_t>(rank) != info.shape.size()) return info;
  for (std::int32_t i = 0; i < rank; ++i) {
    std::int32_t extent = 0;
    if (api_.SignatureDim(tensor, i, &extent) == kTfLiteOk && extent < 0) info.shape[static_cast<std::size_t>(i)] = -1;
  }
  return info;
}

Result<void> TfliteSession::Describe() {
  TfLiteInterpreter* interpreter = interpreter_->get();
  for (std::int32_t i = 0; i < api_.InputCount(interpreter); ++i) {
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(api_.InputAt(interpreter, i), "input"));
    inputs_.push_back(std::move(info));
  }
  // What cannot run is refused here, and not at the first run; but a model may be able to run with some shapes only.
  if (std::all_of(inputs_.begin(), inputs_.end(), IsFixed)) {
    TRY(interpreter_->Check(api_.AllocateTensors(interpreter), ErrorCode::kBadInput, Opening()));
  }
  for (std::int32_t i = 0; i < api_.OutputCount(interpreter); ++i) {
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(api_.OutputAt(interpreter, i), "output"));
    outputs_.push_back(std::move(info));
  }
  return {};
}

Result<void> TfliteSession::BindInput(Interpreter& interpreter, std::int32_t index, Tensor& tensor) const {
  if (ShapeOf(api_, api_.InputAt(interpreter.get(), index)) != tensor.shape()) {
    const std::vector<int> shape(tensor.shape().begin(), tensor.shape().end());
    const int status = api_.ResizeInput(interpreter.get(), index, shape.data(), static_cast<std::int32_t>(shape.size()));
    TRY(interpreter.Check(
        status, ErrorCode::kBadInput,
        "cannot give input '" + inputs_[static_cast<std::size_t>(index)].name + "' of " + source_.file + " another shape"));
  }
  const TfLiteCustomAllocation place{tensor.data(), tensor.size_bytes()};
  const int status = api_.SetCustomAllocation(interpreter.get(), api_.InputIndices(interpreter.get())[index], &place, 0);
  return interpreter.Check(status, ErrorCode::kInternal, "cannot bind an input of " + source_.file);
}

// Whether it could be done.
Result<bool> TfliteSession::BindOutput(Interpreter& interpreter, std::int32_t index, TensorStore& store) const {
  const TfLiteTensor* output = api_.OutputAt(interpreter.get(), index);
  const int allocation = api_.TensorAllocation(output);
  if (allocation != kTfLiteArenaRw && allocation != kTfLiteArenaRwPersistent) return false;
  const TensorInfo& info = outputs_[static_cast<std::size_t>(index)];
  AddMissing(store, {{info.name, info.dtype, ShapeOf(api_, output)}});
  Tensor& tensor = store.at(info.name);
  if (tensor.size_bytes() < api_.TensorByteSize(output)) return false;
  const TfLiteCustomAllocation place{tensor.data(), tensor.size_bytes()};
  const int status = api_.SetCustomAllocation(interpreter.get(), api_.OutputIndices(interpreter.get())[index], &place, 0);
  TRY(interpreter.Check(status, ErrorCode::kInternal, "cannot bind output '" + info.name + "' of " + source_.file));
  return true;
}

Result<std::vector<std::int32_t>> TfliteSession::Bind(Interpreter& interpreter, TensorStore& store) const {
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    ASSIGN_OR_RETURN(Tensor * tensor, FindInput(store, inputs_[i]));
    TRY(BindInput(interpreter, static_cast<std::int32_t>(i), *tensor));
  }
  const std::string what = "cannot run " + source_.file;
  TRY(interpreter.Check(api_.AllocateTensors(interpreter.get()), ErrorCode::kBadInput, what));
  std::vector<std::int32_t> elsewhere;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(outputs_.size()); ++i) {
    ASSIGN_OR_RETURN(const bool is_bound, BindOutput(interpreter, i, store));
    if (!is_bound) elsewhere.push_back(i);
  }
  TRY(interpreter.Check(api_.AllocateTensors(interpreter.get()), ErrorCode::kBadInput, what));
  return elsewhere;
}

Result<void> TfliteSession::Prime(TensorStore& store) {
  copied_.clear();
  store_ = nullptr;
  if (is_bound_) {
    // The places that it was bound to may be gone.
    ASSIGN_OR_RETURN(interpreter_, Interpreter::Make(api_, source_, setting_, nullptr));
  }
  is_bound_ = true;
  ASSIGN_OR_RETURN(const std::vector<std::int32_t> elsewhere, Bind(*interpreter_, store));
  TRY(interpreter_->Check(api_.Invoke(interpreter_->get()), ErrorCode::kBadInput, "cannot run " + source_.file));
  for (const std::int32_t output : elsewhere) {
    const TensorInfo& info = outputs_[static_cast<std::size_t>(output)];
    AddMissing(store, {{info.name, info.dtype, ShapeOf(api_, api_.OutputAt(interpreter_->get(), output))}});
    copied_.push_back({output, &store.at(info.name)});
    TRY(Copy(copied_.back()));
  }
  store_ = &store;
  return {};
}

Result<void> TfliteSession::Copy(const Copied& copied) const {
  const TfLiteTensor* from = api_.OutputAt(interpreter_->get(), copied.output);
  if (api_.TensorByteSize(from) != copied.to->size_bytes()) {
    return Fail(ErrorCode::kMeasurement,
                "output '" + outputs_[static_cast<std::size_t>(copied.output)].name + "' has another size than when it was primed");
  }
  std::memcpy(copied.to->data(), api_.TensorData(from), copied.to->size_bytes());
  return {};
}

Result<void> TfliteSession::Run() {
  TRY(interpreter_->Check(api_.Invoke(interpreter_->get()), ErrorCode::kMeasurement, "run failed"));
  for (const Copied& copied : copied_) TRY(Copy(copied));
  return {};
}

Result<std::vector<TraceEvent>> TfliteSession::Trace(std::uint32_t runs) {
  if (store_ == nullptr) return Fail(ErrorCode::kBadInput, "prime the session before tracing it");
  // An interpreter of its own: profiling slows every run of the one that has it on.
  TraceRecorder recorder(operators_);
  ASSIGN_OR_RETURN(const auto interpreter, Interpreter::Make(api_, source_, setting_, recorder.profiler()));
  TRY(Bind(*interpreter, *store_));
  for (std::uint32_t run = 0; run < runs; ++run) {
    recorder.StartRun();
    TRY(interpreter->Check(api_.Invoke(interpreter->get()), ErrorCode::kMeasurement, "tracing failed"));
  }
  return recorder.Events();
}

}  // namespace dnntune::engine
