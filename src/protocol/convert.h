// SPDX-License-Identifier: Apache-2.0
// Between the wire's types and ours. Only for .cpp files of protocol, agent and remote: Cap'n Proto's headers are heavy. What comes
// from the wire is checked: kBadInput for a value that ours cannot hold.
#pragma once

#include <protocol/dnntune.capnp.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "device/description.h"
#include "engine/engine.h"
#include "engine/worker.h"
#include "protocol/greeting.h"

namespace dnntune::protocol {

void Write(const Error& error, wire::Failure::Builder to);
// The failure as an error, or success for code 0.
[[nodiscard]] Result<void> Read(wire::Failure::Reader from);

void Write(const setting::Setting& setting, wire::Setting::Builder to);
[[nodiscard]] Result<setting::Setting> Read(wire::Setting::Reader from);

// `to` has as many elements as there are readings; windows are not sent.
void Write(const metric::Readings& readings, capnp::List<wire::Reading>::Builder to);
// Without those of metrics that are not in our table.
[[nodiscard]] Result<metric::Readings> Read(capnp::List<wire::Reading>::Reader from);

void Write(const engine::TensorInfo& info, wire::TensorInfo::Builder to);
[[nodiscard]] Result<engine::TensorInfo> Read(wire::TensorInfo::Reader from);
void Write(const std::vector<engine::TensorInfo>& infos, capnp::List<wire::TensorInfo>::Builder to);
[[nodiscard]] Result<std::vector<engine::TensorInfo>> Read(capnp::List<wire::TensorInfo>::Reader from);

void Write(const std::vector<engine::NamedConversion>& conversions, capnp::List<wire::Conversion>::Builder to);
[[nodiscard]] Result<std::vector<engine::NamedConversion>> Read(capnp::List<wire::Conversion>::Reader from);

// The tensor's bytes must be as many as its type and shape make.
[[nodiscard]] Result<engine::Tensor> ReadTensor(wire::TensorInfo::Reader info, capnp::Data::Reader data);

void Write(const std::vector<std::string>& texts, capnp::List<capnp::Text>::Builder to);
[[nodiscard]] std::vector<std::string> Read(capnp::List<capnp::Text>::Reader from);

void Write(const engine::EngineInfo& info, wire::EngineInfo::Builder to);
[[nodiscard]] engine::EngineInfo Read(wire::EngineInfo::Reader from);

// What adds up gets the batch's window back.
void Write(const engine::BatchResult& result, wire::Worker::MeasureResults::Builder to);
[[nodiscard]] Result<engine::BatchResult> Read(wire::Worker::MeasureResults::Reader from);

void Write(const std::vector<engine::TraceEvent>& events, capnp::List<wire::TraceEvent>::Builder to);
[[nodiscard]] std::vector<engine::TraceEvent> Read(capnp::List<wire::TraceEvent>::Reader from);

void Write(const Greeting& greeting, wire::Greeting::Builder to);
[[nodiscard]] Greeting Read(wire::Greeting::Reader from);

void Write(const device::DeviceDescription& device, wire::Device::Builder to);
[[nodiscard]] Result<device::DeviceDescription> Read(wire::Device::Reader from);

}  // namespace dnntune::protocol
