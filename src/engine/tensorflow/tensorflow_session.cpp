// SPDX-License-Identifier: Apache-2.0
#include "engine/tensorflow/tensorflow_session.h"

#include <cstring>
#include <optional>

#include "base/file.h"
#include "engine/tensorflow/messages.pb.h"
#include "engine/tensorflow/step_stats.h"
#include "engine/thread_count.h"

namespace dnntune::engine {
namespace {

using graph::DType;

constexpr std::pair<TF_DataType, DType> kTypes[] = {
    {TF_FLOAT, DType::kFloat32}, {TF_HALF, DType::kFloat16},  {TF_BFLOAT16, DType::kBFloat16}, {TF_DOUBLE, DType::kFloat64},
    {TF_INT8, DType::kInt8},     {TF_UINT8, DType::kUInt8},   {TF_INT16, DType::kInt16},       {TF_UINT16, DType::kUInt16},
    {TF_INT32, DType::kInt32},   {TF_UINT32, DType::kUInt32}, {TF_INT64, DType::kInt64},       {TF_UINT64, DType::kUInt64},
    {TF_BOOL, DType::kBool}};

constexpr std::string_view kFullTrace = "\x08\x03";  // RunOptions: trace_level FULL_TRACE

std::optional<DType> FromTensorFlow(TF_DataType type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (theirs == type) return ours;
  }
  return std::nullopt;
}

TF_DataType ToTensorFlow(DType type) {
  for (const auto& [theirs, ours] : kTypes) {
    if (ours == type) return theirs;
  }
  return TF_STRING;
}

Result<std::string> ConfigFor(const setting::Setting& setting) {
  const std::string& level = setting.knobs.at("graph_optimization");
  if (level != "none" && level != "all") {
    return Fail(ErrorCode::kBadInput, "graph_optimization: '" + level + "' is none of none, all");
  }
  tensorflow::SessionConfig config;
  config.set_intra_op_parallelism_threads(setting.threads.value_or(0));  // 0: TensorFlow's own number
  // Operators one after another, in the thread that asks: with a thread between them every run would wait for it to wake up.
  config.set_inter_op_parallelism_threads(-1);
  auto& rewriting = *config.mutable_graph_options()->mutable_rewrite_options();
  rewriting.set_min_graph_nodes(-1);  // small slices are treated as the whole is
  if (level == "none") {
    rewriting.set_disable_meta_optimizer(true);
    config.mutable_graph_options()->mutable_optimizer_options()->set_opt_level(-1);
    config.mutable_graph_options()->mutable_optimizer_options()->set_global_jit_level(-1);
  }
  return config.SerializeAsString();
}

}  // namespace

Result<std::unique_ptr<Session>> TensorFlowSession::Make(const TensorFlowApi& api, const ModelSource& source,
                                                         const setting::Setting& setting) {
  ASSIGN_OR_RETURN(const std::string config, ConfigFor(setting));
  std::string read;
  if (source.bytes.empty()) {
    ASSIGN_OR_RETURN(read, ReadFile(source.file));
  }
  const std::string& bytes = source.bytes.empty() ? read : source.bytes;
  ASSIGN_OR_RETURN(const auto edges, format::tensorflow::FindEdges(bytes, source.file));
  std::unique_ptr<TensorFlowSession> session(new TensorFlowSession(api, source.file));
  TRY(session->Import(bytes));
  TRY(session->Describe(edges));
  TRY(session->Start(config));
  return session;
}

Result<int> TensorFlowSession::OwnThreads(const TensorFlowApi& api, const setting::Setting& setting) {
  ASSIGN_OR_RETURN(const std::string config, ConfigFor(setting));
  TensorFlowSession empty(api, "");
  const int before = ThreadCount();
  TRY(empty.Start(config));
  constexpr int kBetweenOperators = 1;  // of the other pool, which is made though the caller's thread is used in its place
  return ThreadCount() - before - kBetweenOperators;
}

TensorFlowSession::~TensorFlowSession() {
  if (session_ == nullptr) return;
  const TensorFlowStatus status(api_);
  api_.TF_CloseSession(session_, status.get());
  api_.TF_DeleteSession(session_, status.get());
}

Result<void> TensorFlowSession::Import(const std::string& bytes) {
  const TensorFlowStatus status(api_);
  const TensorFlowOwned<TF_Buffer> buffer(api_.TF_NewBufferFromString(bytes.data(), bytes.size()), api_.TF_DeleteBuffer);
  const TensorFlowOwned<TF_ImportGraphDefOptions> options(api_.TF_NewImportGraphDefOptions(), api_.TF_DeleteImportGraphDefOptions);
  api_.TF_GraphImportGraphDef(graph_.get(), buffer.get(), options.get(), status.get());
  return status.Check(ErrorCode::kBadInput, "engine tensorflow cannot open " + file_);
}

Result<void> TensorFlowSession::Start(const std::string& config) {
  const TensorFlowStatus status(api_);
  const TensorFlowOwned<TF_SessionOptions> options(api_.TF_NewSessionOptions(), api_.TF_DeleteSessionOptions);
  api_.TF_SetConfig(options.get(), config.data(), config.size(), status.get());
  TRY(status.Check(ErrorCode::kMeasurement, "engine tensorflow cannot be set up"));
  session_ = api_.TF_NewSession(graph_.get(), options.get(), status.get());
  return status.Check(ErrorCode::kMeasurement, "engine tensorflow cannot start a session");
}

Result<TensorInfo> TensorFlowSession::InfoOf(const format::tensorflow::ModelEdge& edge, TF_Output& at) const {
  at = {api_.TF_GraphOperationByName(graph_.get(), edge.node.c_str()), edge.output};
  if (at.oper == nullptr || at.index >= api_.TF_OperationNumOutputs(at.oper)) {
    return Fail(ErrorCode::kBadInput, "cannot open " + file_ + ": TensorFlow finds no tensor '" + edge.tensor + "' in it");
  }
  const auto dtype = FromTensorFlow(api_.TF_OperationOutputType(at));
  if (!dtype) {
    return Fail(ErrorCode::kUnavailable, "tensor '" + edge.tensor +
                                             "' has an element type that is not supported (string, complex or "
                                             "a resource)");
  }
  TensorInfo info{edge.tensor, *dtype, {}};
  const TensorFlowStatus status(api_);
  const int rank = api_.TF_GraphGetTensorNumDims(graph_.get(), at, status.get());
  if (rank <= 0) return info;  // a rank that the graph leaves open looks like a scalar's
  info.shape.resize(static_cast<std::size_t>(rank));
  api_.TF_GraphGetTensorShape(graph_.get(), at, info.shape.data(), rank, status.get());
  TRY(status.Check(ErrorCode::kBadInput, "cannot open " + file_));
  return info;
}

Result<void> TensorFlowSession::Describe(const format::tensorflow::ModelEdges& edges) {
  for (const format::tensorflow::ModelEdge& edge : edges.inputs) {
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(edge, fed_.emplace_back()));
    inputs_.push_back(std::move(info));
  }
  for (const format::tensorflow::ModelEdge& edge : edges.outputs) {
    ASSIGN_OR_RETURN(TensorInfo info, InfoOf(edge, fetched_.emplace_back()));
    outputs_.push_back(std::move(info));
  }
  return {};
}

// Over the store's own memory, whose alignment is what TensorFlow asks for: it copies where it is not.
Result<void> TensorFlowSession::BindInputs(TensorStore& store) {
  input_values_.clear();
  input_pointers_.clear();
  for (const TensorInfo& info : inputs_) {
    ASSIGN_OR_RETURN(Tensor * tensor, FindInput(store, info));
    const auto& shape = tensor->shape();
    const auto leave = [](void*, std::size_t, void*) {};
    TF_Tensor* value = api_.TF_NewTensor(ToTensorFlow(tensor->dtype()), shape.data(), static_cast<int>(shape.size()),
                                         tensor->data(), tensor->size_bytes(), leave, nullptr);
    if (value == nullptr) return Fail(ErrorCode::kBadInput, "TensorFlow takes no tensor like '" + info.name + "'");
    input_values_.emplace_back(value, api_.TF_DeleteTensor);
    input_pointers_.push_back(value);
  }
  return {};
}

// Gives the outputs a place in the store, of their true shapes.
Result<void> TensorFlowSession::BindOutputs(TensorStore& store) {
  places_.clear();
  for (std::size_t i = 0; i < made_.size(); ++i) {
    const TF_Tensor* value = made_[i].get();
    std::vector<std::int64_t> shape;
    for (int axis = 0; axis < api_.TF_NumDims(value); ++axis) shape.push_back(api_.TF_Dim(value, axis));
    const DType dtype = outputs_[i].dtype;
    auto found = store.find(outputs_[i].name);
    if (found == store.end() || found->second.dtype() != dtype || found->second.shape() != shape) {
      found = store.insert_or_assign(outputs_[i].name, Tensor(dtype, std::move(shape))).first;
    }
    places_.push_back(&found->second);
  }
  return {};
}

Result<void> TensorFlowSession::RunWith(ErrorCode code, const TF_Buffer* options, TF_Buffer* metadata) {
  const TensorFlowStatus status(api_);
  std::vector<TF_Tensor*> values(fetched_.size(), nullptr);
  api_.TF_SessionRun(session_, options, fed_.data(), input_pointers_.data(), static_cast<int>(fed_.size()), fetched_.data(),
                     values.data(), static_cast<int>(fetched_.size()), nullptr, 0, metadata, status.get());
  made_.clear();
  for (TF_Tensor* value : values) {
    if (value != nullptr) made_.emplace_back(value, api_.TF_DeleteTensor);
  }
  return status.Check(code, "engine tensorflow cannot run " + file_);
}

Result<void> TensorFlowSession::Prime(TensorStore& store) {
  TRY(BindInputs(store));
  TRY(RunWith(ErrorCode::kBadInput, nullptr, nullptr));
  TRY(BindOutputs(store));
  return Deliver();
}

Result<void> TensorFlowSession::Run() {
  return RunWith(ErrorCode::kMeasurement, nullptr, nullptr);
}

// TensorFlow allocates its outputs anew in every run and cannot be given a place for them.
Result<void> TensorFlowSession::Deliver() {
  for (std::size_t i = 0; i < made_.size(); ++i) {
    const std::size_t size = api_.TF_TensorByteSize(made_[i].get());
    if (size != places_[i]->size_bytes()) {
      return Fail(ErrorCode::kMeasurement, "output '" + outputs_[i].name + "' has another size than in the run before");
    }
    std::memcpy(places_[i]->data(), api_.TF_TensorData(made_[i].get()), size);
  }
  made_.clear();
  return {};
}

Result<std::vector<TraceEvent>> TensorFlowSession::Trace(std::uint32_t runs) {
  if (input_pointers_.size() != fed_.size()) return Fail(ErrorCode::kBadInput, "prime the session before tracing it");
  const TensorFlowOwned<TF_Buffer> options(api_.TF_NewBufferFromString(kFullTrace.data(), kFullTrace.size()), api_.TF_DeleteBuffer);
  StepStats stats;
  // One more than asked for: the first traced run has things to set up.
  for (std::uint32_t run = 0; run <= runs; ++run) {
    const TensorFlowOwned<TF_Buffer> metadata(api_.TF_NewBuffer(), api_.TF_DeleteBuffer);
    TRY(RunWith(ErrorCode::kMeasurement, options.get(), metadata.get()));
    if (run > 0) TRY(stats.Add({static_cast<const char*>(metadata->data), metadata->length}));
  }
  return std::move(stats).Take();
}

}  // namespace dnntune::engine
