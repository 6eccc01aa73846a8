// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_session.h"

#include <cstring>
#include <openvino/runtime/properties.hpp>

#include "engine/openvino/openvino_config.h"
#include "engine/openvino/openvino_error.h"
#include "engine/openvino/openvino_names.h"
#include "engine/openvino/openvino_trace.h"
#include "engine/openvino/openvino_types.h"

namespace dnntune::engine {
namespace {

ov::Tensor Over(Tensor& tensor) {
  return {ToOpenVino(tensor.dtype()), ov::Shape(tensor.shape().begin(), tensor.shape().end()), tensor.data()};
}

// Asked once: where it depends on values OpenVINO writes it anew at every call.
std::vector<std::int64_t> ShapeOf(const ov::Tensor& tensor) {
  const ov::Shape& shape = tensor.get_shape();
  return {shape.begin(), shape.end()};
}

}  // namespace

Result<std::unique_ptr<Session>> OpenVinoSession::Make(ov::Core& core, OpenVinoReader reader, const setting::Setting& setting) {
  ASSIGN_OR_RETURN(ov::AnyMap config, MakeOpenVinoConfig(setting));
  std::unique_ptr<OpenVinoSession> session(
      new OpenVinoSession(core, std::move(reader), std::move(config), setting.threads.value()));
  const std::string what = "cannot open " + session->reader_.file().path();
  TRY(CatchOpenVino(ErrorCode::kBadInput, what, [&] { return session->Load(); }));
  return session;
}

Result<void> OpenVinoSession::Load() {
  ASSIGN_OR_RETURN(ModelEdges edges, reader_.Describe());
  inputs_ = std::move(edges.inputs);
  outputs_ = std::move(edges.outputs);
  has_open_shapes_ = edges.closed_model == nullptr;
  if (has_open_shapes_) return {};
  ASSIGN_OR_RETURN(compiled_, Compile(edges.closed_model, config_));
  return {};
}

Result<ov::CompiledModel> OpenVinoSession::Compile(const std::shared_ptr<ov::Model>& model, const ov::AnyMap& config) const {
  ov::CompiledModel compiled = core_.compile_model(model, "CPU", config);
  const int threads = compiled.get_property(ov::inference_num_threads);
  if (threads == threads_) return compiled;
  return Fail(ErrorCode::kUnavailable, "engine openvino runs on " + std::to_string(threads) + " threads here where " +
                                           std::to_string(threads_) + " are asked for; it takes no more than there are cores");
}

Result<void> OpenVinoSession::CompileFor(const Shapes& shapes) {
  if (!has_open_shapes_ || (compiled_ && compiled_for_ == shapes)) return {};
  ASSIGN_OR_RETURN(compiled_, Compile(reader_.Read(shapes), config_));
  compiled_for_ = shapes;
  return {};
}

void OpenVinoSession::BindInputs(ov::InferRequest& request) const {
  for (std::size_t i = 0; i < input_values_.size(); ++i) request.set_input_tensor(i, input_values_[i]);
}

// Gives the outputs a place in the store, of their true shapes, with what the run made. One whose shape depends on values stays in
// OpenVINO's memory: the place might be too small in the next run.
Result<void> OpenVinoSession::BindOutputs(TensorStore& store) {
  delivered_.clear();
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const ov::Tensor made = request_.get_output_tensor(i);
    const std::vector<std::int64_t> shape = ShapeOf(made);
    const auto type = FromOpenVino(made.get_element_type());
    if (!type) return Fail(ErrorCode::kUnavailable, "output '" + outputs_[i].name + "' has an element type that is not supported");
    auto found = store.find(outputs_[i].name);
    if (found == store.end() || found->second.dtype() != *type || found->second.shape() != shape) {
      found = store.insert_or_assign(outputs_[i].name, Tensor(*type, shape)).first;
    }
    std::memcpy(found->second.data(), made.data(), found->second.size_bytes());
    if (compiled_.output(i).get_partial_shape().is_static()) {
      request_.set_output_tensor(i, Over(found->second));
    } else {
      delivered_.emplace_back(i, &found->second);
    }
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
  return CatchOpenVino(ErrorCode::kBadInput, "cannot run " + reader_.file().path(), [&]() -> Result<void> {
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

Result<void> OpenVinoSession::Deliver() {
  return CatchOpenVino(ErrorCode::kMeasurement, "run failed", [&]() -> Result<void> {
    for (const auto& [i, place] : delivered_) {
      const ov::Tensor made = request_.get_output_tensor(i);
      if (ShapeOf(made) != place->shape()) {
        return Fail(ErrorCode::kMeasurement, "output '" + outputs_[i].name + "' has another shape than in the run before");
      }
      std::memcpy(place->data(), made.data(), place->size_bytes());
    }
    return {};
  });
}

Result<std::vector<TraceEvent>> OpenVinoSession::Trace(std::uint32_t runs) {
  if (!request_) return Fail(ErrorCode::kBadInput, "prime the session before tracing it");
  return CatchOpenVino(ErrorCode::kMeasurement, "tracing failed", [&]() -> Result<std::vector<TraceEvent>> {
    // A model of its own: profiling slows every run of the model that has it on.
    ov::AnyMap config = config_;
    config.insert(ov::enable_profiling(true));
    const auto model = reader_.Read(compiled_for_);
    const auto operators = NameAsInFile(*model, reader_.file());
    ASSIGN_OR_RETURN(ov::CompiledModel profiled, Compile(model, config));
    ov::InferRequest request = profiled.create_infer_request();
    BindInputs(request);
    return TraceOpenVino(profiled, request, runs, operators);
  });
}

}  // namespace dnntune::engine
