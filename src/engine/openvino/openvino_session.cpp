// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_session.h"

#include <cstring>
#include <openvino/op/constant.hpp>
#include <openvino/runtime/properties.hpp>
#include <optional>
#include <set>

#include "engine/openvino/openvino_config.h"
#include "engine/openvino/openvino_error.h"
#include "engine/openvino/openvino_trace.h"

namespace dnntune::engine {
namespace {

using graph::DType;
using Type = ov::element::Type_t;

constexpr std::pair<Type, DType> kTypes[] = {
    {Type::f32, DType::kFloat32}, {Type::f16, DType::kFloat16}, {Type::bf16, DType::kBFloat16}, {Type::f64, DType::kFloat64},
    {Type::i8, DType::kInt8},     {Type::u8, DType::kUInt8},    {Type::i16, DType::kInt16},     {Type::u16, DType::kUInt16},
    {Type::i32, DType::kInt32},   {Type::u32, DType::kUInt32},  {Type::i64, DType::kInt64},     {Type::u64, DType::kUInt64},
    {Type::boolean, DType::kBool}};

std::optional<DType> FromOpenVino(ov::element::Type type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (type == theirs) return ours;
  }
  return std::nullopt;
}

ov::element::Type ToOpenVino(DType type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (ours == type) return theirs;
  }
  return Type::dynamic;
}

// A tensor may have several names: the file's own is the node's, which outputs end with "/sink_port_0".
std::string NameOf(const ov::Output<const ov::Node>& port) {
  std::string name = port.get_node()->get_friendly_name();
  name = name.substr(0, name.rfind("/sink_port_"));
  return port.get_names().contains(name) ? name : port.get_any_name();
}

std::vector<std::int64_t> ShapeOf(const ov::PartialShape& shape) {
  if (shape.rank().is_dynamic()) return {};
  std::vector<std::int64_t> dimensions;
  for (const ov::Dimension& one : shape) dimensions.push_back(one.is_static() ? one.get_length() : -1);
  return dimensions;
}

Result<TensorInfo> InfoOf(const ov::Output<const ov::Node>& port) {
  const auto dtype = FromOpenVino(port.get_element_type());
  if (dtype) return TensorInfo{NameOf(port), *dtype, ShapeOf(port.get_partial_shape())};
  return Fail(ErrorCode::kUnavailable,
              "'" + NameOf(port) + "' has an element type that is not supported (" + port.get_element_type().get_type_name() + ")");
}

ov::Tensor Over(Tensor& tensor) {
  return {ToOpenVino(tensor.dtype()), ov::Shape(tensor.shape().begin(), tensor.shape().end()), tensor.data()};
}

std::set<std::string> Operators(const ov::Model& model) {
  std::set<std::string> names;
  for (const auto& node : model.get_ops()) {
    if (!ov::is_type<ov::op::v0::Constant>(node)) names.insert(node->get_friendly_name());
  }
  return names;
}

}  // namespace

Result<std::unique_ptr<Session>> OpenVinoSession::Make(ov::Core& core, ModelSource source, const Setting& setting) {
  ASSIGN_OR_RETURN(ov::AnyMap config, MakeOpenVinoConfig(setting));
  std::unique_ptr<OpenVinoSession> session(new OpenVinoSession(core, std::move(source), std::move(config), setting.threads));
  const std::string what = "cannot open " + session->source_.file;
  TRY(CatchOpenVino(ErrorCode::kBadInput, what, [&] { return session->Load(); }));
  return session;
}

Result<void> OpenVinoSession::Load() {
  const auto model = Read();
  TRY(Describe(*model));
  if (has_open_shapes_) return {};
  ASSIGN_OR_RETURN(compiled_, Compile(model, config_));
  return {};
}

std::shared_ptr<ov::Model> OpenVinoSession::Read() const {
  return source_.bytes.empty() ? core_.read_model(source_.file) : core_.read_model(source_.bytes, ov::Tensor());
}

std::shared_ptr<ov::Model> OpenVinoSession::ReadFor(const Shapes& shapes) const {
  auto model = Read();
  std::map<std::size_t, ov::PartialShape> fixed;
  for (std::size_t i = 0; i < shapes.size(); ++i)
    fixed.emplace(i, ov::PartialShape(std::vector<ov::Dimension>(shapes[i].begin(), shapes[i].end())));
  if (!fixed.empty()) model->reshape(fixed);
  return model;
}

Result<ov::CompiledModel> OpenVinoSession::Compile(const std::shared_ptr<ov::Model>& model, const ov::AnyMap& config) const {
  ov::CompiledModel compiled = core_.compile_model(model, "CPU", config);
  const int threads = compiled.get_property(ov::inference_num_threads);
  if (threads == threads_) return compiled;
  return Fail(ErrorCode::kUnavailable, "engine openvino runs on " + std::to_string(threads) + " threads here where " +
                                           std::to_string(threads_) + " are asked for; it takes no more than there are cores");
}

Result<void> OpenVinoSession::Describe(const ov::Model& model) {
  for (const auto& port : model.inputs()) {
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(port));
    inputs_.push_back(std::move(info));
    has_open_shapes_ = has_open_shapes_ || port.get_partial_shape().is_dynamic();
  }
  for (const auto& port : model.outputs()) {
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(port));
    outputs_.push_back(std::move(info));
  }
  return {};
}

Result<void> OpenVinoSession::CompileFor(const Shapes& shapes) {
  if (!has_open_shapes_ || (compiled_ && compiled_for_ == shapes)) return {};
  ASSIGN_OR_RETURN(compiled_, Compile(ReadFor(shapes), config_));
  compiled_for_ = shapes;
  return {};
}

void OpenVinoSession::BindInputs(ov::InferRequest& request) const {
  for (std::size_t i = 0; i < input_values_.size(); ++i) request.set_input_tensor(i, input_values_[i]);
}

// Gives the outputs a place in the store, of their true shapes, with what the run made.
Result<void> OpenVinoSession::BindOutputs(TensorStore& store) {
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const ov::Tensor made = request_.get_output_tensor(i);
    const std::vector<std::int64_t> shape(made.get_shape().begin(), made.get_shape().end());
    const DType dtype = outputs_[i].dtype;
    auto found = store.find(outputs_[i].name);
    if (found == store.end() || found->second.dtype() != dtype || found->second.shape() != shape) {
      found = store.insert_or_assign(outputs_[i].name, Tensor(dtype, shape)).first;
    }
    std::memcpy(found->second.data(), made.data(), found->second.size_bytes());
    request_.set_output_tensor(i, Over(found->second));
  }
  return {};
}

Result<void> OpenVinoSession::Prime(TensorStore& store) {
  input_values_.clear();
  Shapes shapes;
  for (const TensorInfo& info : inputs_) {
    ASSIGN_OR_RETURN(Tensor * tensor, FindInput(store, info));
    input_values_.push_back(Over(*tensor));
    shapes.push_back(tensor->shape());
  }
  return CatchOpenVino(ErrorCode::kBadInput, "cannot run " + source_.file, [&]() -> Result<void> {
    TRY(CompileFor(shapes));
    request_ = compiled_.create_infer_request();
    BindInputs(request_);
    request_.infer();
    return BindOutputs(store);
  });
}

Result<void> OpenVinoSession::Run() {
  return CatchOpenVino(ErrorCode::kMeasurement, "run failed", [&]() -> Result<void> {
    request_.infer();
    return {};
  });
}

Result<std::vector<TraceEvent>> OpenVinoSession::Trace(std::uint32_t runs) {
  if (!request_) return Fail(ErrorCode::kBadInput, "prime the session before tracing it");
  return CatchOpenVino(ErrorCode::kMeasurement, "tracing failed", [&]() -> Result<std::vector<TraceEvent>> {
    // A model of its own: profiling slows every run of the model that has it on.
    ov::AnyMap config = config_;
    config.insert(ov::enable_profiling(true));
    const auto model = ReadFor(compiled_for_);
    ASSIGN_OR_RETURN(ov::CompiledModel profiled, Compile(model, config));
    ov::InferRequest request = profiled.create_infer_request();
    BindInputs(request);
    return TraceOpenVino(profiled, request, runs, Operators(*model));
  });
}

}  // namespace dnntune::engine
