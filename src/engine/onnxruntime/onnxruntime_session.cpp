// SPDX-License-Identifier: Apache-2.0
#include "engine/onnxruntime/onnxruntime_session.h"

#include <cstring>
#include <optional>

#include "base/file.h"
#include "engine/onnxruntime/trace_file.h"

namespace dnntune::engine {
namespace {

using graph::DType;

constexpr std::pair<ONNXTensorElementDataType, DType> kTypes[] = {
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, DType::kFloat32},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16, DType::kFloat16},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16, DType::kBFloat16},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE, DType::kFloat64},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8, DType::kInt8},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8, DType::kUInt8},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16, DType::kInt16},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16, DType::kUInt16},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32, DType::kInt32},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32, DType::kUInt32},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, DType::kInt64},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64, DType::kUInt64},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL, DType::kBool},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT4, DType::kInt4},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT4, DType::kUInt4},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN, DType::kFloat8E4M3Fn},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ, DType::kFloat8E4M3FnUz},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2, DType::kFloat8E5M2},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ, DType::kFloat8E5M2FnUz}};

std::optional<DType> FromOrt(ONNXTensorElementDataType type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (theirs == type) return ours;
  }
  return std::nullopt;
}

ONNXTensorElementDataType ToOrt(DType type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (ours == type) return theirs;
  }
  return ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED;
}

Result<GraphOptimizationLevel> Level(const setting::Setting& setting) {
  const std::string& text = setting.knobs.at("graph_optimization");
  if (text == "none") return ORT_DISABLE_ALL;
  if (text == "basic") return ORT_ENABLE_BASIC;
  if (text == "extended") return ORT_ENABLE_EXTENDED;
  if (text == "all") return ORT_ENABLE_ALL;
  return Fail(ErrorCode::kBadInput, "graph_optimization: '" + text + "' is none of none, basic, extended, all");
}

Ort::SessionOptions Options(const setting::Setting& setting, GraphOptimizationLevel level, bool shared_pool) {
  Ort::SessionOptions options;
  if (shared_pool) {
    options.DisablePerSessionThreads();
  } else {
    options.SetIntraOpNumThreads(setting.threads.value());
    options.SetInterOpNumThreads(1);
  }
  options.SetGraphOptimizationLevel(level);
  options.SetLogSeverityLevel(4);  // what matters comes as an exception
  return options;
}

Ort::Session MakeSession(Ort::Env& env, const ModelSource& source, const Ort::SessionOptions& options) {
  if (source.bytes.empty()) return Ort::Session(env, source.file.c_str(), options);
  return Ort::Session(env, source.bytes.data(), source.bytes.size(), options);
}

Result<TensorInfo> InfoOf(const std::string& name, const Ort::TypeInfo& type) {
  if (type.GetONNXType() != ONNX_TYPE_TENSOR) {
    return Fail(ErrorCode::kUnavailable, "'" + name + "' is no dense tensor; sequences, maps and sparse tensors are not supported");
  }
  const auto info = type.GetTensorTypeAndShapeInfo();
  const auto dtype = FromOrt(info.GetElementType());
  if (!dtype) return Fail(ErrorCode::kUnavailable, "'" + name + "' has an element type that is not supported (string or complex)");
  return TensorInfo{name, *dtype, info.GetShape()};
}

Ort::Value Over(Tensor& tensor) {
  static const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  return Ort::Value::CreateTensor(memory, tensor.data(), tensor.size_bytes(), tensor.shape().data(), tensor.shape().size(),
                                  ToOrt(tensor.dtype()));
}

}  // namespace

Result<std::unique_ptr<Session>> OnnxRuntimeSession::Make(Ort::Env& env, ModelSource source, const setting::Setting& setting,
                                                          bool shared_pool) {
  ASSIGN_OR_RETURN(const GraphOptimizationLevel level, Level(setting));
  std::unique_ptr<OnnxRuntimeSession> session(new OnnxRuntimeSession(env, std::move(source), setting, shared_pool));
  const std::string what = "cannot open " + session->source_.file;
  TRY(CatchOrt(ErrorCode::kBadInput, what, [&]() -> Result<void> {
    session->session_ = MakeSession(env, session->source_, Options(setting, level, shared_pool));
    return session->Describe();
  }));
  return session;
}

Result<void> OnnxRuntimeSession::Describe() {
  const Ort::AllocatorWithDefaultOptions allocator;
  for (std::size_t i = 0; i < session_.GetInputCount(); ++i) {
    const std::string name = session_.GetInputNameAllocated(i, allocator).get();
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(name, session_.GetInputTypeInfo(i)));
    inputs_.push_back(std::move(info));
  }
  for (std::size_t i = 0; i < session_.GetOutputCount(); ++i) {
    const std::string name = session_.GetOutputNameAllocated(i, allocator).get();
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(name, session_.GetOutputTypeInfo(i)));
    outputs_.push_back(std::move(info));
  }
  for (const TensorInfo& info : inputs_) input_names_.push_back(info.name.c_str());
  for (const TensorInfo& info : outputs_) output_names_.push_back(info.name.c_str());
  return {};
}

Result<void> OnnxRuntimeSession::BindInputs(TensorStore& store) {
  input_values_.clear();
  for (const TensorInfo& info : inputs_) {
    // A rank that the file leaves open looks like a scalar's.
    ASSIGN_OR_RETURN(Tensor * tensor, FindInput(store, info));
    input_values_.push_back(Over(*tensor));
  }
  return {};
}

// Gives the outputs a place in the store, of their true shapes, with what the run made.
Result<void> OnnxRuntimeSession::BindOutputs(TensorStore& store, std::vector<Ort::Value>& made) {
  output_values_.clear();
  for (std::size_t i = 0; i < made.size(); ++i) {
    const auto info = made[i].GetTensorTypeAndShapeInfo();
    const auto dtype = FromOrt(info.GetElementType());
    if (!dtype) return Fail(ErrorCode::kUnavailable, "output '" + outputs_[i].name + "' has an element type that is not supported");
    auto found = store.find(outputs_[i].name);
    if (found == store.end() || found->second.dtype() != *dtype || found->second.shape() != info.GetShape()) {
      found = store.insert_or_assign(outputs_[i].name, Tensor(*dtype, info.GetShape())).first;
    }
    std::memcpy(found->second.data(), made[i].GetTensorRawData(), found->second.size_bytes());
    output_values_.push_back(Over(found->second));
  }
  return {};
}

Result<void> OnnxRuntimeSession::Prime(TensorStore& store) {
  return CatchOrt(ErrorCode::kBadInput, "cannot run " + source_.file, [&]() -> Result<void> {
    TRY(BindInputs(store));
    auto made = session_.Run(Ort::RunOptions{nullptr}, input_names_.data(), input_values_.data(), input_values_.size(),
                             output_names_.data(), output_names_.size());
    return BindOutputs(store, made);
  });
}

Result<void> OnnxRuntimeSession::Run() {
  return CatchOrt(ErrorCode::kMeasurement, "run failed", [&]() -> Result<void> {
    session_.Run(Ort::RunOptions{nullptr}, input_names_.data(), input_values_.data(), input_values_.size(), output_names_.data(),
                 output_values_.data(), output_values_.size());
    return {};
  });
}

Result<std::vector<TraceEvent>> OnnxRuntimeSession::Trace(std::uint32_t runs) {
  if (input_values_.size() != inputs_.size()) return Fail(ErrorCode::kBadInput, "prime the session before tracing it");
  ASSIGN_OR_RETURN(const TemporaryFolder folder, TemporaryFolder::Make());
  ASSIGN_OR_RETURN(const GraphOptimizationLevel level, Level(setting_));
  return CatchOrt(ErrorCode::kMeasurement, "tracing failed", [&]() -> Result<std::vector<TraceEvent>> {
    // A session of its own: profiling slows every run of the session that has it on.
    Ort::SessionOptions options = Options(setting_, level, shared_pool_);
    options.EnableProfiling((folder.path() / "trace").c_str());
    Ort::Session traced = MakeSession(env_, source_, options);
    for (std::uint32_t run = 0; run < runs; ++run) {
      traced.Run(Ort::RunOptions{nullptr}, input_names_.data(), input_values_.data(), input_values_.size(), output_names_.data(),
                 output_names_.size());
    }
    const Ort::AllocatorWithDefaultOptions allocator;
    const std::string file = traced.EndProfilingAllocated(allocator).get();
    ASSIGN_OR_RETURN(const std::string json, ReadFile(file));
    return ParseOnnxRuntimeTrace(json);
  });
}

}  // namespace dnntune::engine
