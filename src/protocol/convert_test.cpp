// SPDX-License-Identifier: Apache-2.0
#include "protocol/convert.h"

#include <capnp/message.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "protocol/model_store.h"

namespace dnntune::protocol {
namespace {

TEST(Convert, ASettingComesBackAsItWent) {
  setting::Setting setting;
  setting.engine = "onnxruntime";
  setting.threads = 4;
  setting.core_ids = {1, 3};
  setting.cores = "big";
  setting.knobs = {{"graph_optimization", "all"}, {"b", ""}};
  setting.slowdown = 6;
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Setting>();
  Write(setting, wire);
  EXPECT_EQ(Read(wire.asReader()).value(), setting);
}

TEST(Convert, AGreetingComesBackAsItWent) {
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Greeting>();
  Write(Greeting{"0.1.0", 7, "armv7l", "0b53a1de"}, wire);
  const Greeting back = Read(wire.asReader());
  EXPECT_EQ(back.version, "0.1.0");
  EXPECT_EQ(back.protocol, 7U);
  EXPECT_EQ(back.architecture, "armv7l");
  EXPECT_EQ(back.boot_id.value(), "0b53a1de");
}

TEST(Convert, ABootIdThatIsNotKnownStaysSoWithItsReason) {
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Greeting>();
  Write(Greeting{"0.1.0", 7, "armv7l", Fail(ErrorCode::kUnavailable, "no /proc")}, wire);
  EXPECT_EQ(Read(wire.asReader()).boot_id.error().message, "no /proc");
  EXPECT_FALSE(Read(capnp::MallocMessageBuilder().initRoot<wire::Greeting>().asReader()).boot_id);
}

TEST(CheckVersion, TakesItsOwnOnlyAndNamesBoth) {
  const std::string own(ProgramVersion());
  EXPECT_TRUE(CheckVersion({own, kProtocolVersion, "x86_64"}));
  const auto program = CheckVersion({"9.9.9", kProtocolVersion, "x86_64"});
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(program.error().message, testing::AllOf(testing::HasSubstr("9.9.9"), testing::HasSubstr(own)));
  EXPECT_FALSE(CheckVersion({own, kProtocolVersion + 1, "x86_64"}));
  EXPECT_FALSE(CheckVersion({}));
}

TEST(Convert, ABatchComesBackAsItWent) {
  engine::BatchResult result;
  result.samples = {{Nanoseconds(5), Nanoseconds(7)}, {}};
  result.preempted = {{false, true}, {}};
  result.window = {Nanoseconds(100), Nanoseconds(199)};
  const auto energy = metric::Quantity<double>::Of(2, metric::Source::kMeasured, metric::Interval<double>{1, 3});
  result.readings.Set({metric::MetricId::kEnergy, energy, result.window});
  result.readings.Set(metric::MetricId::kPeakMemory, metric::Quantity<Bytes>::Unavailable("why"));
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Worker::MeasureResults>();
  Write(result, wire);
  const engine::BatchResult back = Read(wire.asReader()).value();
  EXPECT_EQ(back.samples, result.samples);
  EXPECT_EQ(back.preempted, result.preempted);
  EXPECT_EQ(back.window, result.window);
  EXPECT_EQ(back.readings, result.readings);
}

TEST(Convert, AReadingThatOurTableDoesNotHaveIsLeftOut) {
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Worker::UsageResults>();
  auto list = wire.initReadings(2);
  list[0].setMetric("colour");
  list[0].initQuantity().setValue(3);
  list[1].setMetric("memory.peak");
  list[1].initQuantity().setUnavailable("why");
  const metric::Readings readings = Read(wire.asReader().getReadings()).value();
  EXPECT_EQ(readings.size(), 1U);
  EXPECT_EQ(readings.Get<Bytes>(metric::MetricId::kPeakMemory).reason(), "why");
}

TEST(Convert, WhatAMachineDoesNotSayStaysUnsaid) {
  device::DeviceDescription device;
  device.cores.resize(2);
  device.cores[0].max_khz = 0;
  device.cores[1].capacity = 1024;
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Device>();
  Write(device, wire);
  const auto cores = Read(wire.asReader()).value().cores;
  EXPECT_EQ(cores[0].max_khz, 0);
  EXPECT_FALSE(cores[0].capacity.has_value());
  EXPECT_FALSE(cores[1].max_khz.has_value());
  EXPECT_EQ(cores[1].capacity, 1024);
}

TEST(Convert, TheLimitsOfAMachineComeBackAsTheyWent) {
  device::DeviceDescription device;
  capnp::MallocMessageBuilder without;
  Write(device, without.initRoot<wire::Device>());
  EXPECT_EQ(Read(without.getRoot<wire::Device>().asReader()).value().quota, std::nullopt);
  device.allowed = {1, 3};
  device.quota = device::CpuQuota{0.2, "/sys/fs/cgroup/cpu.max"};
  capnp::MallocMessageBuilder with;
  Write(device, with.initRoot<wire::Device>());
  const auto back = Read(with.getRoot<wire::Device>().asReader()).value();
  EXPECT_EQ(back.allowed, device.allowed);
  EXPECT_EQ(back.quota, device.quota);
}

TEST(Convert, AnEngineKeepsTheUnitThatACapabilityIsAbout) {
  engine::EngineInfo info{"litert", "2", {{"default", "library", true, "xnnpack", false, "cpu"}}};
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::EngineInfo>();
  Write(info, wire);
  EXPECT_EQ(Read(wire.asReader()).capabilities.at(0).unit, "cpu");
}

TEST(Convert, ThreadsThatAreLeftToTheEngineStaySo) {
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Setting>();
  Write(setting::Setting(), wire);
  EXPECT_EQ(Read(wire.asReader()).value(), setting::Setting());
}

TEST(Convert, AnErrorKeepsItsKind) {
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Failure>();
  EXPECT_TRUE(Read(wire.asReader()));
  Write(Error{ErrorCode::kUnavailable, "why"}, wire);
  EXPECT_EQ(Read(wire.asReader()).error().code, ErrorCode::kUnavailable);
}

TEST(Convert, AConversionComesBackAsItWent) {
  const graph::Form last{graph::DType::kInt8, {1, 7, 7, 32}, graph::Quantization{0.25, -128}};
  const graph::Form first{graph::DType::kFloat32, {1, 32, 7, 7}};
  const std::vector<engine::NamedConversion> sent = {{"x@device", "x", {last, last.shape, {0, 3, 1, 2}, first}}};
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::Worker::OpenParams>();
  Write(sent, wire.initBefore(1));
  const auto back = Read(wire.asReader().getBefore()).value();
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].from, "x@device");
  EXPECT_EQ(back[0].to, "x");
  EXPECT_EQ(back[0].how, sent[0].how);
}

TEST(Convert, RefusesAScaleThatIsNone) {
  for (const double scale : {-1.0, std::nan(""), HUGE_VAL}) {
    const graph::Form wrong{graph::DType::kInt8, {1}, graph::Quantization{scale, 0}};
    capnp::MallocMessageBuilder message;
    auto wire = message.initRoot<wire::Worker::OpenParams>();
    Write({{"x@device", "x", {wrong, {1}, {0}, wrong}}}, wire.initBefore(1));
    EXPECT_FALSE(Read(wire.asReader().getBefore())) << scale;
  }
}

TEST(Convert, RefusesATensorThatHasNotTheBytesOfItsShape) {
  capnp::MallocMessageBuilder message;
  auto wire = message.initRoot<wire::TensorInfo>();
  Write(engine::TensorInfo{"x", graph::DType::kFloat32, {1'000'000'000, 1'000'000'000, 1'000'000'000}}, wire);
  const kj::byte bytes[4] = {};
  EXPECT_FALSE(ReadTensor(wire.asReader(), kj::arrayPtr(bytes, 4)));
}

TEST(ModelPath, NothingLeadsOutOfTheStore) {
  const std::string hash(64, 'a');
  EXPECT_EQ(ModelPath("/s", hash + "/m.onnx").value(), "/s/" + hash + "/m.onnx");
  for (const std::string& id : {hash + "/../x", hash + "/", "../" + hash, hash, std::string("m.onnx"), hash + "/a/b"}) {
    EXPECT_FALSE(ModelPath("/s", id)) << id;
  }
}

}  // namespace
}  // namespace dnntune::protocol
