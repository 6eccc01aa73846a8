// SPDX-License-Identifier: Apache-2.0
#include "campaign/ready.h"

#include <fmt/format.h>

#include "campaign/identify.h"
#include "engine/capability.h"
#include "target/plan_device.h"

namespace dnntune::campaign {
namespace {

Result<void> PlanDeviceInto(const spec::Device& device, const Context& context, spec::Plan& plan) {
  ASSIGN_OR_RETURN(target::Target * target, context.targets.Open(device));
  ASSIGN_OR_RETURN(spec::PlannedDevice planned, target::PlanDevice(device, *target, plan.unavailable));
  plan.devices.push_back(std::move(planned));
  return {};
}

Result<spec::Plan> PlanModel(const spec::Spec& spec) {
  spec::Plan plan{.model = {}, .devices = {}, .unavailable = spec.unavailable};
  ASSIGN_OR_RETURN(plan.model, target::ResolveModel(spec.model, plan.unavailable));
  return plan;
}

std::vector<std::string> NotesOnModel(const target::LoadedModel& loaded) {
  const format::Model& model = *loaded.model;
  std::vector<std::string> notes;
  if (loaded.note) notes.push_back(*loaded.note);
  if (const std::string_view failure = model.inference_failure(); !failure.empty()) {
    notes.push_back(fmt::format("types and shapes are the engine's word, not inferred from the file: {}", failure));
  }
  for (const graph::TensorId id : model.graph().inputs()) {
    const graph::Tensor& input = model.graph().tensors()[id];
    if (!input.range) continue;
    notes.push_back(fmt::format("input '{}' was made up of {:.0f} to {:.0f}: {}", input.name, input.range->low, input.range->high,
                                input.range->because));
  }
  return notes;
}

}  // namespace

Result<spec::Plan> PlanOne(const spec::Spec& spec, const std::string& device, const Context& context) {
  ASSIGN_OR_RETURN(spec::Plan plan, PlanModel(spec));
  ASSIGN_OR_RETURN(const spec::Device* named, spec::DeviceNamed(spec, device));
  TRY(PlanDeviceInto(*named, context, plan));
  return plan;
}

Result<spec::Plan> PlanAll(const spec::Spec& spec, const Context& context) {
  ASSIGN_OR_RETURN(spec::Plan plan, PlanModel(spec));
  for (const spec::Device& device : spec.devices) TRY(PlanDeviceInto(device, context, plan));
  return plan;
}

Result<std::unique_ptr<Ready>> MakeReady(const Wanted& wanted, const Context& context) {
  const spec::PlannedDevice& device = wanted.device;
  target::Target& target = context.targets.At(device.name);
  ASSIGN_OR_RETURN(const engine::EngineInfo* engine, target::EngineOf(target, device.setting.engine));
  std::vector<const engine::EngineInfo*> engines = {engine};
  for (const spec::PlannedDevice& other : wanted.others) {
    ASSIGN_OR_RETURN(const engine::EngineInfo* one, target::EngineOf(context.targets.At(other.name), other.setting.engine));
    engines.push_back(one);
  }
  ASSIGN_OR_RETURN(const std::filesystem::path file, target::FileFor(wanted.model, engines));
  auto ready = std::make_unique<Ready>();
  ready->workers = target.Workers(wanted.spec.profiling.timeout);
  ASSIGN_OR_RETURN(ready->installed, context.models.Install(target, {wanted.model, file, device.setting, *ready->workers}));
  const target::LoadedModel& loaded = *ready->installed.loaded;
  std::vector<std::string> notes = NotesOn(device, target.machine(), *engine);
  for (std::string& note : NotesOnModel(loaded)) notes.push_back(std::move(note));
  ready->task = std::make_unique<profiler::Task>(
      profiler::Task{.subject = {loaded.model->graph(), ready->installed.id, device.setting, *ready->workers},
                     .model = loaded.id,
                     .device = Identify(device, target.machine(), *engine),
                     .profiling = wanted.spec.profiling,
                     .power = DeclaredPowerOf(device),
                     .engine_version = engine->version,
                     .inputs = loaded.options.inputs,
                     .outputs = loaded.options.outputs,
                     .notes = std::move(notes)});
  return ready;
}

}  // namespace dnntune::campaign
