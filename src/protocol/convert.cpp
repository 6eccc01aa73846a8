// SPDX-License-Identifier: Apache-2.0
#include "protocol/convert.h"

#include <cstring>
#include <map>

#include "setting/dimension.h"

namespace dnntune::protocol {
namespace {

using metric::Source;

std::string Text(capnp::Text::Reader text) {
  return {text.cStr(), text.size()};
}

kj::StringPtr Ptr(const std::string& text) {
  return {text.c_str(), text.size()};
}

Error BadMessage(const std::string& what) {
  return {ErrorCode::kBadInput, "a message of the protocol is wrong: " + what + "; are both sides of one version of dnntune?"};
}

Result<graph::DType> ReadDType(std::uint8_t value) {
  if (value >= static_cast<std::uint8_t>(graph::DType::kString)) return Fail(BadMessage("unknown element type"));
  return static_cast<graph::DType>(value);
}

// Whether a tensor of this shape has this many bytes, without overflow.
bool Fits(const engine::TensorInfo& info, std::size_t bytes) {
  double elements = 1;
  for (const std::int64_t dimension : info.shape) {
    if (dimension < 0) return false;
    elements *= static_cast<double>(dimension);
  }
  return graph::DenseBytes(info.dtype, elements) == static_cast<double>(bytes);
}

template <typename T>
void Write(const metric::Quantity<T>& quantity, wire::Quantity::Builder to) {
  if (!quantity.IsAvailable()) {
    to.setUnavailable(Ptr(quantity.reason()));
    return;
  }
  to.setValue(NumberIn(quantity.value()));
  to.setSource(static_cast<std::uint8_t>(quantity.source()));
  if (!quantity.interval()) return;
  to.setHasInterval(true);
  to.setLow(NumberIn(quantity.interval()->low));
  to.setHigh(NumberIn(quantity.interval()->high));
}

template <typename T>
Result<metric::Quantity<T>> ReadQuantity(wire::Quantity::Reader from) {
  if (from.isUnavailable()) return metric::Quantity<T>::Unavailable(Text(from.getUnavailable()));
  if (from.getSource() > static_cast<std::uint8_t>(Source::kImported)) return Fail(BadMessage("a quantity of unknown source"));
  std::optional<metric::Interval<T>> interval;
  if (from.getHasInterval()) interval = {T(from.getLow()), T(from.getHigh())};
  return metric::Quantity<T>::Of(T(from.getValue()), static_cast<Source>(from.getSource()), interval);
}

}  // namespace

void Write(const Error& error, wire::Failure::Builder to) {
  to.setCode(static_cast<std::uint8_t>(error.code));
  to.setMessage(Ptr(error.message));
}

Result<void> Read(wire::Failure::Reader from) {
  if (from.getCode() == 0) return {};
  return Fail(static_cast<ErrorCode>(from.getCode()), Text(from.getMessage()));
}

void Write(const setting::Setting& setting, wire::Setting::Builder to) {
  std::map<std::string, std::string> values = setting.knobs;
  for (const setting::Dimension& dimension : setting::Dimensions()) {
    const std::string value = setting::Print(setting::Get(setting, dimension));
    if (!setting::IsKnob(dimension) && !value.empty()) values[dimension.name] = value;
  }
  auto pairs = to.initValues(static_cast<unsigned>(values.size()));
  unsigned next = 0;
  for (const auto& [name, value] : values) {
    pairs[next].setName(Ptr(name));
    pairs[next++].setValue(Ptr(value));
  }
  auto cores = to.initCoreIds(static_cast<unsigned>(setting.core_ids.size()));
  for (unsigned i = 0; i < cores.size(); ++i) cores.set(i, setting.core_ids[i]);
}

Result<setting::Setting> Read(wire::Setting::Reader from) {
  setting::Setting setting;
  for (const auto pair : from.getValues()) {
    const std::string name = Text(pair.getName());
    const setting::Dimension* dimension = setting::FindDimension(name);
    if (dimension == nullptr || setting::IsKnob(*dimension)) {
      setting.knobs[name] = Text(pair.getValue());
    } else if (const auto set = setting::SetText(setting, *dimension, Text(pair.getValue())); !set) {
      return Fail(BadMessage(set.error().message));
    }
  }
  for (const std::int32_t core : from.getCoreIds()) setting.core_ids.push_back(core);
  return setting;
}

void Write(const metric::Readings& readings, capnp::List<wire::Reading>::Builder to) {
  unsigned next = 0;
  for (const metric::Reading& reading : readings) {
    const std::string_view name = metric::MetricOf(reading.id).name;
    to[next].setMetric({name.data(), name.size()});
    Write(reading.quantity, to[next++].initQuantity());
  }
}

Result<metric::Readings> Read(capnp::List<wire::Reading>::Reader from) {
  metric::Readings readings;
  for (const auto row : from) {
    ASSIGN_OR_RETURN(const auto quantity, ReadQuantity<double>(row.getQuantity()));
    if (const metric::Metric* metric = metric::FindMetric(Text(row.getMetric()))) readings.Set(metric->id, quantity);
  }
  return readings;
}

void Write(const engine::TensorInfo& info, wire::TensorInfo::Builder to) {
  to.setName(Ptr(info.name));
  to.setDtype(static_cast<std::uint8_t>(info.dtype));
  auto shape = to.initShape(static_cast<unsigned>(info.shape.size()));
  for (unsigned i = 0; i < shape.size(); ++i) shape.set(i, info.shape[i]);
}

Result<engine::TensorInfo> Read(wire::TensorInfo::Reader from) {
  engine::TensorInfo info;
  info.name = Text(from.getName());
  ASSIGN_OR_RETURN(info.dtype, ReadDType(from.getDtype()));
  for (const std::int64_t dimension : from.getShape()) info.shape.push_back(dimension);
  return info;
}

void Write(const std::vector<engine::TensorInfo>& infos, capnp::List<wire::TensorInfo>::Builder to) {
  for (unsigned i = 0; i < to.size(); ++i) Write(infos[i], to[i]);
}

Result<std::vector<engine::TensorInfo>> Read(capnp::List<wire::TensorInfo>::Reader from) {
  std::vector<engine::TensorInfo> infos;
  for (const auto info : from) {
    ASSIGN_OR_RETURN(engine::TensorInfo read, Read(info));
    infos.push_back(std::move(read));
  }
  return infos;
}

namespace {

template <typename Numbers, typename List>
void WriteNumbers(const Numbers& numbers, List to) {
  for (unsigned i = 0; i < to.size(); ++i) to.set(i, numbers[i]);
}

void WriteForm(const graph::Form& form, wire::Form::Builder to) {
  to.setDtype(static_cast<std::uint8_t>(form.dtype));
  WriteNumbers(form.shape, to.initShape(static_cast<unsigned>(form.shape.size())));
  if (!form.quantization) return;
  to.setScale(form.quantization->scale);
  to.setZeroPoint(form.quantization->zero_point);
}

Result<graph::Form> ReadForm(wire::Form::Reader from) {
  graph::Form form;
  ASSIGN_OR_RETURN(form.dtype, ReadDType(from.getDtype()));
  for (const std::int64_t dimension : from.getShape()) form.shape.push_back(dimension);
  if (from.getScale() == 0) return form;
  form.quantization = {from.getScale(), from.getZeroPoint()};
  if (!graph::Fits(*form.quantization, form.dtype)) return Fail(BadMessage("a scale or zero point that its type cannot have"));
  return form;
}

}  // namespace

void Write(const std::vector<engine::NamedConversion>& conversions, capnp::List<wire::Conversion>::Builder to) {
  for (unsigned i = 0; i < to.size(); ++i) {
    const engine::NamedConversion& conversion = conversions[i];
    to[i].setFromName(Ptr(conversion.from));
    to[i].setToName(Ptr(conversion.to));
    WriteForm(conversion.how.from, to[i].initFrom());
    WriteNumbers(conversion.how.view, to[i].initView(static_cast<unsigned>(conversion.how.view.size())));
    WriteNumbers(conversion.how.order, to[i].initOrder(static_cast<unsigned>(conversion.how.order.size())));
    WriteForm(conversion.how.to, to[i].initTo());
  }
}

Result<std::vector<engine::NamedConversion>> Read(capnp::List<wire::Conversion>::Reader from) {
  std::vector<engine::NamedConversion> conversions;
  for (const auto one : from) {
    engine::NamedConversion& conversion = conversions.emplace_back();
    conversion.from = Text(one.getFromName());
    conversion.to = Text(one.getToName());
    ASSIGN_OR_RETURN(conversion.how.from, ReadForm(one.getFrom()));
    for (const std::int64_t dimension : one.getView()) conversion.how.view.push_back(dimension);
    for (const std::uint32_t dimension : one.getOrder()) conversion.how.order.push_back(dimension);
    ASSIGN_OR_RETURN(conversion.how.to, ReadForm(one.getTo()));
  }
  return conversions;
}

Result<engine::Tensor> ReadTensor(wire::TensorInfo::Reader info, capnp::Data::Reader data) {
  ASSIGN_OR_RETURN(const engine::TensorInfo read, Read(info));
  if (!Fits(read, data.size())) return Fail(BadMessage("tensor '" + read.name + "' has not the bytes of its shape"));
  engine::Tensor tensor(read.dtype, read.shape);
  if (data.size() > 0) std::memcpy(tensor.data(), data.begin(), data.size());
  return tensor;
}

void Write(const std::vector<std::string>& texts, capnp::List<capnp::Text>::Builder to) {
  for (unsigned i = 0; i < to.size(); ++i) to.set(i, Ptr(texts[i]));
}

std::vector<std::string> Read(capnp::List<capnp::Text>::Reader from) {
  std::vector<std::string> texts;
  for (const auto text : from) texts.push_back(Text(text));
  return texts;
}

void Write(const engine::EngineInfo& info, wire::EngineInfo::Builder to) {
  to.setName(Ptr(info.name));
  to.setVersion(Ptr(info.version));
  auto list = to.initCapabilities(static_cast<unsigned>(info.capabilities.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    list[i].setKind(Ptr(info.capabilities[i].kind));
    list[i].setName(Ptr(info.capabilities[i].name));
    list[i].setAvailable(info.capabilities[i].available);
    list[i].setDetail(Ptr(info.capabilities[i].detail));
    list[i].setFunctionOnly(info.capabilities[i].is_function_only);
    list[i].setUnit(Ptr(info.capabilities[i].unit));
  }
}

engine::EngineInfo Read(wire::EngineInfo::Reader from) {
  engine::EngineInfo info{Text(from.getName()), Text(from.getVersion()), {}};
  for (const auto row : from.getCapabilities()) {
    info.capabilities.push_back({Text(row.getKind()), Text(row.getName()), row.getAvailable(), Text(row.getDetail()),
                                 row.getFunctionOnly(), Text(row.getUnit())});
  }
  return info;
}

void Write(const engine::BatchResult& result, wire::Worker::MeasureResults::Builder to) {
  auto list = to.initSamples(static_cast<unsigned>(result.samples.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    const auto& samples = result.samples[i];
    auto times = list[i].initNanoseconds(static_cast<unsigned>(samples.size()));
    auto preempted = list[i].initPreempted(static_cast<unsigned>(samples.size()));
    for (unsigned k = 0; k < times.size(); ++k) {
      times.set(k, samples[k].count());
      preempted.set(k, result.preempted[i][k]);
    }
  }
  to.setBegan(result.window.begin.count());
  to.setEnded(result.window.end.count());
  Write(result.readings, to.initReadings(result.readings.size()));
}

Result<engine::BatchResult> Read(wire::Worker::MeasureResults::Reader from) {
  engine::BatchResult result;
  for (const auto row : from.getSamples()) {
    if (row.getNanoseconds().size() != row.getPreempted().size()) return Fail(BadMessage("samples and marks differ in number"));
    auto& samples = result.samples.emplace_back();
    auto& preempted = result.preempted.emplace_back();
    for (const std::int64_t time : row.getNanoseconds()) samples.emplace_back(time);
    for (const bool mark : row.getPreempted()) preempted.push_back(mark);
  }
  result.window = {Nanoseconds(from.getBegan()), Nanoseconds(from.getEnded())};
  ASSIGN_OR_RETURN(const metric::Readings readings, Read(from.getReadings()));
  result.readings = metric::Over(result.window, readings);
  return result;
}

void Write(const std::vector<engine::TraceEvent>& events, capnp::List<wire::TraceEvent>::Builder to) {
  for (unsigned i = 0; i < to.size(); ++i) {
    to[i].setName(Ptr(events[i].name));
    to[i].setType(Ptr(events[i].type));
    auto times = to[i].initNanoseconds(static_cast<unsigned>(events[i].samples.size()));
    for (unsigned k = 0; k < times.size(); ++k) times.set(k, events[i].samples[k].count());
  }
}

std::vector<engine::TraceEvent> Read(capnp::List<wire::TraceEvent>::Reader from) {
  std::vector<engine::TraceEvent> events;
  for (const auto row : from) {
    engine::TraceEvent& event = events.emplace_back();
    event.name = Text(row.getName());
    event.type = Text(row.getType());
    for (const std::int64_t time : row.getNanoseconds()) event.samples.emplace_back(time);
  }
  return events;
}

void Write(const Greeting& greeting, wire::Greeting::Builder to) {
  to.setVersion(Ptr(greeting.version));
  to.setProtocol(greeting.protocol);
  to.setArchitecture(Ptr(greeting.architecture));
  if (greeting.boot_id) {
    to.setBootId(Ptr(*greeting.boot_id));
  } else {
    Write(greeting.boot_id.error(), to.initNoBootId());
  }
}

Greeting Read(wire::Greeting::Reader from) {
  Greeting greeting{Text(from.getVersion()), from.getProtocol(), Text(from.getArchitecture())};
  if (const auto known = Read(from.getNoBootId()); !known) {
    greeting.boot_id = Fail(known.error());
  } else if (from.getBootId().size() > 0) {
    greeting.boot_id = Text(from.getBootId());
  }
  return greeting;
}

void Write(const device::DeviceDescription& device, wire::Device::Builder to) {
  to.setCpu(Ptr(device.cpu));
  to.setArchitecture(Ptr(device.architecture));
  to.setKernel(Ptr(device.kernel));
  to.setIsVirtual(device.is_virtual);
  auto cores = to.initCores(static_cast<unsigned>(device.cores.size()));
  for (unsigned i = 0; i < cores.size(); ++i) {
    cores[i].setId(device.cores[i].id);
    cores[i].setHasMaxKhz(device.cores[i].max_khz.has_value());
    cores[i].setMaxKhz(device.cores[i].max_khz.value_or(0));
    cores[i].setHasCapacity(device.cores[i].capacity.has_value());
    cores[i].setCapacity(device.cores[i].capacity.value_or(0));
    cores[i].setGovernor(Ptr(device.cores[i].governor));
  }
  auto caches = to.initCaches(static_cast<unsigned>(device.caches.size()));
  for (unsigned i = 0; i < caches.size(); ++i) {
    caches[i].setLevel(device.caches[i].level);
    caches[i].setType(Ptr(device.caches[i].type));
    caches[i].setBytes(device.caches[i].size.value());
    caches[i].setSharedBy(Ptr(device.caches[i].shared_by));
  }
  Write(device.memory, to.initMemory());
  Write(device.free_memory, to.initFreeMemory());
  to.setLoad(Ptr(device.load));
  to.setTemperature(Ptr(device.temperature));
  WriteNumbers(device.allowed, to.initAllowed(static_cast<unsigned>(device.allowed.size())));
  if (!device.quota) return;
  to.setQuotaCpus(device.quota->cpus);
  to.setQuotaFrom(Ptr(device.quota->from));
}

Result<device::DeviceDescription> Read(wire::Device::Reader from) {
  device::DeviceDescription device;
  device.cpu = Text(from.getCpu());
  device.architecture = Text(from.getArchitecture());
  device.kernel = Text(from.getKernel());
  device.is_virtual = from.getIsVirtual();
  for (const auto row : from.getCores()) {
    device::Core& core = device.cores.emplace_back();
    core.id = row.getId();
    if (row.getHasMaxKhz()) core.max_khz = row.getMaxKhz();
    if (row.getHasCapacity()) core.capacity = row.getCapacity();
    core.governor = Text(row.getGovernor());
  }
  for (const auto row : from.getCaches()) {
    device.caches.push_back({row.getLevel(), Text(row.getType()), Bytes(row.getBytes()), Text(row.getSharedBy())});
  }
  ASSIGN_OR_RETURN(device.memory, ReadQuantity<Bytes>(from.getMemory()));
  ASSIGN_OR_RETURN(device.free_memory, ReadQuantity<Bytes>(from.getFreeMemory()));
  device.load = Text(from.getLoad());
  device.temperature = Text(from.getTemperature());
  for (const std::int32_t core : from.getAllowed()) device.allowed.push_back(core);
  if (from.getQuotaCpus() > 0) device.quota = device::CpuQuota{from.getQuotaCpus(), Text(from.getQuotaFrom())};
  return device;
}

}  // namespace dnntune::protocol
