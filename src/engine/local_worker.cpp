// SPDX-License-Identifier: Apache-2.0
#include "engine/local_worker.h"

#include <sys/resource.h>

#include <cstring>
#include <utility>

#include "base/clock.h"
#include "base/interrupt.h"
#include "engine/capability.h"
#include "engine/check_setting.h"
#include "engine/converting_session.h"

namespace dnntune::engine {

using metric::MetricId;

namespace {

// Times that this thread was switched out against its will since it started (getrusage(2), ru_nivcsw).
long Preemptions() {
  rusage usage{};
  return ::getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nivcsw : 0;
}

// Stays busy until `start` is `slowdown` times as long ago as it is now. Busy, because a slower machine would be.
Nanoseconds Stretch(const Clock& clock, Nanoseconds start, double slowdown) {
  const Nanoseconds own = clock.Now() - start;
  if (slowdown <= 1) return own;
  const auto wanted = std::chrono::duration_cast<Nanoseconds>(own * slowdown);
  Nanoseconds elapsed = own;
  Nanoseconds last = own;
  while (elapsed < wanted) {
    elapsed = clock.Now() - start;
    if (elapsed == last && elapsed == own) return wanted;  // a clock that only a replayed record moves
    last = elapsed;
  }
  return elapsed;
}

Error NoSession(SessionId session) {
  return {ErrorCode::kBadInput, "no session " + std::to_string(session) + " is open in this worker"};
}

}  // namespace

LocalWorker::LocalWorker(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

Result<LocalWorker::Opened*> LocalWorker::Find(SessionId session) {
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return Fail(NoSession(session));
  return &found->second;
}

// Also fails where a tensor that the session is bound to has since been replaced: by SetTensor, or by another session's Prime.
Result<LocalWorker::Opened*> LocalWorker::FindPrimed(SessionId session) {
  ASSIGN_OR_RETURN(Opened * opened, Find(session));
  const std::string name = "session " + std::to_string(session);
  if (!opened->bound) return Fail(ErrorCode::kBadInput, name + " has not been primed");
  for (const Bound& bound : *opened->bound) {
    if (IsStill(bound)) continue;
    return Fail(ErrorCode::kBadInput, name + " must be primed again: tensor '" + bound.name + "' has another form now");
  }
  return opened;
}

void LocalWorker::Bind(Opened& opened) const {
  auto& bound = opened.bound.emplace();
  for (const auto& infos : {opened.session->Inputs(), opened.session->Outputs()}) {
    for (const TensorInfo& info : infos) {
      const auto found = tensors_.find(info.name);
      if (found == tensors_.end()) continue;
      bound.push_back({info.name, found->second.data(), found->second.dtype(), found->second.shape()});
    }
  }
}

bool LocalWorker::IsStill(const Bound& bound) const {
  const auto found = tensors_.find(bound.name);
  return found != tensors_.end() && found->second.data() == bound.bytes && found->second.dtype() == bound.dtype &&
         found->second.shape() == bound.shape;
}

std::vector<TensorInfo> LocalWorker::Known(const std::vector<std::string>& names) const {
  std::vector<TensorInfo> known;
  for (const std::string& name : names) {
    const auto found = tensors_.find(name);
    if (found != tensors_.end()) known.push_back({name, found->second.dtype(), found->second.shape()});
  }
  return known;
}

Result<void> LocalWorker::LoadLibrary(const setting::Setting& setting) {
  if (has_loaded_library_) return {};
  TRY(engine_->LoadLibrary(setting));
  library_memory_ = memory_.Read().Get<Bytes>(MetricId::kResidentMemory);
  has_loaded_library_ = true;
  return {};
}

Result<int> LocalWorker::OwnThreads(const setting::Setting& setting) {
  if (own_threads_) return *own_threads_;
  TRY(CheckSetting(setting, engine_->Describe()));
  const setting::Setting complete = WithDefaults(setting, engine_->Describe());
  TRY(LoadLibrary(complete));
  ASSIGN_OR_RETURN(own_threads_, engine_->OwnThreads(complete));
  return *own_threads_;
}

Result<std::unique_ptr<Session>> LocalWorker::OpenModel(const OpenRequest& request) {
  OpenRequest complete = request;
  complete.known = Known(request.inputs);
  complete.setting = WithDefaults(request.setting, engine_->Describe());
  TRY(LoadLibrary(complete.setting));
  if (!complete.setting.threads) {
    ASSIGN_OR_RETURN(complete.setting.threads, OwnThreads(complete.setting));
  }
  return engine_->Open(complete);
}

Result<SessionInfo> LocalWorker::Open(const OpenRequest& request) {
  const SteadyClock clock;
  const Nanoseconds start = clock.Now();
  TRY(CheckSetting(request.setting, engine_->Describe()));
  const bool converts = !request.before.empty() || !request.after.empty();
  std::unique_ptr<Session> session;
  if (!converts || !request.model.empty()) {
    ASSIGN_OR_RETURN(session, OpenModel(request));
  }
  if (converts) {
    ASSIGN_OR_RETURN(session, MakeConvertingSession(std::move(session), request.before, request.after));
  }
  SessionInfo info{.id = next_++, .inputs = session->Inputs(), .outputs = session->Outputs(), .load_time = clock.Now() - start};
  sessions_.emplace(info.id, Opened{std::move(session), request.setting.slowdown});
  return info;
}

Result<void> LocalWorker::Close(SessionId session) {
  if (sessions_.erase(session) == 0) return Fail(NoSession(session));
  return {};
}

Result<void> LocalWorker::SetTensor(const std::string& name, Tensor tensor) {
  // Sessions are bound to the bytes: where the form stays, only the content changes.
  const auto found = tensors_.find(name);
  if (found != tensors_.end() && found->second.dtype() == tensor.dtype() && found->second.shape() == tensor.shape()) {
    std::memcpy(found->second.data(), tensor.data(), tensor.size_bytes());
    return {};
  }
  tensors_.insert_or_assign(name, std::move(tensor));
  return {};
}

Result<Tensor> LocalWorker::GetTensor(const std::string& name) {
  const auto found = tensors_.find(name);
  if (found == tensors_.end())
    return Fail(ErrorCode::kBadInput, "the worker has no tensor '" + name + "'; run what makes it first");
  return CopyOf(found->second);
}

Result<std::vector<TensorInfo>> LocalWorker::Prime(SessionId session) {
  ASSIGN_OR_RETURN(Opened * opened, Find(session));
  opened->bound.reset();
  TRY(opened->session->Prime(tensors_));
  Bind(*opened);
  std::vector<TensorInfo> outputs = opened->session->Outputs();
  for (TensorInfo& output : outputs) {
    if (const auto found = tensors_.find(output.name); found != tensors_.end()) output.shape = found->second.shape();
  }
  return outputs;
}

Result<BatchResult> LocalWorker::Measure(const Batch& batch) {
  std::vector<Opened*> opened;
  for (const SessionId session : batch.sessions) {
    ASSIGN_OR_RETURN(Opened * one, FindPrimed(session));
    opened.push_back(one);
  }
  BatchResult result;
  result.samples.resize(opened.size());
  result.preempted.resize(opened.size());
  for (std::size_t i = 0; i < opened.size(); ++i) {
    result.samples[i].reserve(batch.rounds);
    result.preempted[i].reserve(batch.rounds);
  }
  const Clock& clock = engine_->clock();
  instruments_.Start();
  const Nanoseconds start = clock.Now();
  for (std::uint32_t round = 0; round < batch.rounds && !IsInterrupted(); ++round) {
    for (std::size_t i = 0; i < opened.size(); ++i) {
      const long preemptions = Preemptions();
      const Nanoseconds before = clock.Now();
      TRY(opened[i]->session->Run());
      result.samples[i].push_back(Stretch(clock, before, opened[i]->slowdown));
      result.preempted[i].push_back(Preemptions() != preemptions);
      TRY(opened[i]->session->Deliver());
    }
    if (batch.budget.count() > 0 && clock.Now() - start >= batch.budget) break;
  }
  result.window = {start, clock.Now()};
  result.readings = metric::Over(result.window, instruments_.Stop());
  return result;
}

Result<std::vector<TraceEvent>> LocalWorker::Trace(SessionId session, std::uint32_t runs) {
  ASSIGN_OR_RETURN(Opened * opened, FindPrimed(session));
  return opened->session->Trace(runs);
}

Result<metric::Readings> LocalWorker::Usage() {
  metric::Readings usage = memory_.Read();
  usage.Set(MetricId::kLibraryMemory, library_memory_);
  return usage;
}

}  // namespace dnntune::engine
