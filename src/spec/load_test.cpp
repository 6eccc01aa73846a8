// SPDX-License-Identifier: Apache-2.0
#include "spec/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace dnntune::spec {
namespace {

using ::testing::HasSubstr;

Spec SpecOf(const std::string& yaml, const std::vector<Override>& overrides = {}) {
  auto loaded = LoadText(yaml, "c.yaml", overrides);
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
  return loaded ? loaded->spec : Spec{};
}

std::string ErrorOf(const std::string& yaml, const std::vector<Override>& overrides = {}) {
  const auto loaded = LoadText(yaml, "c.yaml", overrides);
  if (loaded) return "it was accepted";
  EXPECT_EQ(loaded.error().code, ErrorCode::kBadInput);
  return loaded.error().message;
}

bool Names(const Spec& spec, const std::string& name) {
  return std::any_of(spec.unavailable.begin(), spec.unavailable.end(),
                     [&](const Unavailable& entry) { return entry.name == name; });
}

constexpr const char* kAuthors = R"(
Model:
  name: mobilenet-v2
  file: path/to/mobilenet-v2.pb
  input_name: input
  input_shape: [1,224,224,3]
  output_name: mobilenetv2/predictions
  data_type: float
Processing:
  Processing_unit: mobile_CPU, cloud_CPU
  CPU_threads: 4
  CPU_affinity: big+little
  framework: tensorflow, MACE
  DNN_library: eigen, NNPACK
  profiling_tools: Snapdragon_profiler, Simpleperf
  energy_profiling: true
  profiling_events: CPUUtilization, Mem_footprint, LLCmiss
Objective:
  objective: energy-first
)";

TEST(Load, ReadsTheAuthorsExampleAndNamesWhatIsMissing) {
  const Spec spec = SpecOf(kAuthors);
  EXPECT_EQ(spec.model.input_shapes.at(""), (std::vector<std::int64_t>{1, 224, 224, 3}));
  EXPECT_EQ(spec.objective, Objective::kEnergy);
  ASSERT_EQ(spec.devices.size(), 2U);
  for (const Device& device : spec.devices) {
    EXPECT_EQ(device.setting.threads, 4);
    EXPECT_EQ(device.setting.engine, "tensorflow");
    EXPECT_EQ(device.setting.library, "eigen");
    EXPECT_EQ(device.setting.cores, "big+little");
  }
  for (const char* name : {"MACE", "NNPACK", "Snapdragon_profiler", "Simpleperf", "CPUUtilization", "LLCmiss"}) {
    EXPECT_TRUE(Names(spec, name)) << name;
  }
}

TEST(Load, TakesAProcessingUnitForTheDeviceThatItsFrontNames) {
  const auto units = [](const std::string& yaml) {
    const Spec spec = SpecOf(yaml);
    return spec.devices[0].setting.unit + " " + spec.devices[1].setting.unit;
  };
  EXPECT_EQ(units("processing: {processing_unit: [mobile_GPU, cloud_CPU]}"), "gpu cpu");
  EXPECT_EQ(units("processing: {processing_unit: GPU}"), "gpu gpu");
  EXPECT_EQ(units("processing: {processing_unit: mobile_NPU+mobile_GPU}"), "gpu cpu");
  EXPECT_EQ(units("processing: {processing_unit: GPU}\ndevices: [{name: a, role: device, unit: cpu}]"), "cpu gpu");
  const Spec both = SpecOf("processing: {processing_unit: mobile_GPU+mobile_CPU}");
  EXPECT_EQ(both.devices[0].setting.unit, "gpu");
  EXPECT_TRUE(Names(both, "mobile_CPU"));
}

TEST(Load, KnowsEnginesAndUnitsThatAreNotHereByName) {
  const Spec spec = SpecOf("processing: {framework: 'MACE, SNPE, NCNN, MNN, QNN, Core ML, NNPACK', processing_unit: [NPU, DSP]}");
  for (const char* name : {"MACE", "SNPE", "NCNN", "MNN", "QNN", "CoreML", "NNPACK", "npu", "dsp"})
    EXPECT_TRUE(Names(spec, name)) << name;
  for (const Unavailable& one : spec.unavailable) EXPECT_NE(one.instead.find("is used"), std::string::npos) << one.name;
}

TEST(Load, WithNothingGivenThereAreTwoDevicesAndThreeLinks) {
  const Spec spec = SpecOf("");
  ASSERT_EQ(spec.devices.size(), 2U);
  EXPECT_EQ(spec.devices[0].role, Role::kDevice);
  EXPECT_EQ(spec.devices[1].role, Role::kCloud);
  EXPECT_EQ(spec.links.size(), 3U);
}

TEST(Load, DevicesOverrideProcessingAndFlagsOverrideBoth) {
  const std::string yaml = R"(
processing: {cpu_threads: 4}
devices:
  - {name: phone, role: device, cpu_threads: 2, slowdown: 6, power: {idle: 900 mW, cpu: {1: 2.3 W}}}
)";
  EXPECT_EQ(SpecOf(yaml).devices[0].setting.threads, 2);
  EXPECT_EQ(SpecOf(yaml).devices[1].setting.threads, 4);
  EXPECT_EQ(SpecOf(yaml).devices[0].power.idle, Watts(0.9));
  EXPECT_EQ(SpecOf(yaml).devices[0].power.active.at("cpu").at(1), Watts(2.3));
  EXPECT_EQ(SpecOf(yaml, {{"processing.cpu_threads", "8", "--threads"}}).devices[0].setting.threads, 8);
  const Spec one = SpecOf(yaml, {{"devices.phone.cpu_threads", "3", "--set"}});
  EXPECT_EQ(one.devices[0].setting.threads, 3);
  EXPECT_EQ(one.devices[1].setting.threads, 4);
}

TEST(Load, UnitsAreRead) {
  const Spec spec = SpecOf("limits: {max_upload: 64 kB, max_latency: 50 ms, max_energy: 20 mJ}\nprofiling: {budget: 2 min}\n");
  EXPECT_EQ(spec.limits.max_upload, Bytes(64000));
  EXPECT_DOUBLE_EQ(spec.limits.max_latency->count(), 0.05);
  EXPECT_DOUBLE_EQ(spec.limits.max_energy->value(), 0.02);
  EXPECT_DOUBLE_EQ(spec.profiling.budget.count(), 120);
}

TEST(Load, LinksAreNamesOrFigures) {
  const Spec spec = SpecOf("links: [wifi, {name: lab, up_mbps: 10, down_mbps: 1 Gbit/s, round_trip_ms: 0.002 s}]");
  ASSERT_EQ(spec.links.size(), 2U);
  EXPECT_EQ(spec.links[1].down_mbps, 1000);
  EXPECT_EQ(spec.links[1].round_trip_ms, 2);
  EXPECT_EQ(SpecOf("", {{"links", "3g,wifi", "--links"}}).links.size(), 2U);
}

TEST(Load, SaysWhereEachValueComesFrom) {
  const auto loaded =
      LoadText("profiling:\n  budget: 5 s\n", "c.yaml", std::vector<Override>{{"profiling.precision", "0.1", "--precision"}})
          .value();
  const auto origin = [&](const std::string& key) {
    const auto found =
        std::find_if(loaded.values.begin(), loaded.values.end(), [&](const Effective& value) { return value.key == key; });
    return found == loaded.values.end() ? "" : found->origin;
  };
  EXPECT_EQ(origin("profiling.budget"), "c.yaml:2");
  EXPECT_EQ(origin("profiling.precision"), "--precision");
  EXPECT_EQ(origin("profiling.trace"), "default");
}

TEST(Load, NamesLineKeyAndNearest) {
  EXPECT_THAT(ErrorOf("model:\n  name: x\nprocessing:\n  cpu_thread: 4\n"),
              HasSubstr("c.yaml:4: processing.cpu_thread: unknown key; did you mean 'cpu_threads'?"));
  EXPECT_THAT(ErrorOf("modle: {}\n"), HasSubstr("c.yaml:1: modle: unknown key; did you mean 'model'?"));
  EXPECT_THAT(ErrorOf("processing: {framework: tensorflw}"), HasSubstr("did you mean 'tensorflow'?"));
}

TEST(Load, RefusesWrongTypesAndRanges) {
  EXPECT_THAT(ErrorOf("processing: {cpu_threads: many}"), HasSubstr("must be a whole number, is 'many'"));
  EXPECT_THAT(ErrorOf("processing: {cpu_threads: 0}"), HasSubstr("must be from 1 to 1024"));
  EXPECT_THAT(ErrorOf("profiling: {budget: -3 s}"), HasSubstr("must not be negative"));
  EXPECT_THAT(ErrorOf("profiling: {budget: nan}"), HasSubstr("is no amount"));
  EXPECT_THAT(ErrorOf("profiling: {budget: [1]}"), HasSubstr("must be a single value"));
  EXPECT_THAT(ErrorOf("model: {input_shape: [1, -3]}"), HasSubstr("must be from 0"));
  EXPECT_THAT(ErrorOf("output: {formats: [json, pdf]}"), HasSubstr("'pdf' is not one of json, html, csv, text"));
  EXPECT_THAT(ErrorOf("devices: 3"), HasSubstr("must be a list of devices"));
}

TEST(Load, TakesAnEmptyListForTheShapeOfAScalar) {
  const std::vector<std::int64_t> scalar;
  EXPECT_EQ(SpecOf("model: {input_shape: []}").model.input_shapes.at(""), scalar);
  const auto named = SpecOf("model: {input_shape: {keep_prob: [], x: [1, 4]}}").model.input_shapes;
  EXPECT_EQ(named.at("keep_prob"), scalar);
  EXPECT_EQ(named.at("x"), (std::vector<std::int64_t>{1, 4}));
  for (const char* flag : {"keep_prob:[]", "keep_prob: [ ]", "{keep_prob: []}"}) {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    ASSERT_TRUE(AddShapes(FromFlag("input_shape", flag, "--input-shape"), shapes)) << flag;
    EXPECT_EQ(shapes.at("keep_prob"), scalar) << flag;
  }
  EXPECT_THAT(ErrorOf("model: {input_shape: ''}"), HasSubstr("is no shape; write [1, 3, 224, 224], or [] for a scalar"));
  EXPECT_THAT(ErrorOf("model: {input_shape: {x: '[1,'}}"), HasSubstr("must be a whole number"));
}

TEST(Load, RefusesDeadAndUnknownLinks) {
  EXPECT_THAT(ErrorOf("links: [{name: lab, up_mbps: 0, down_mbps: 1}]"), HasSubstr("up_mbps: must be above zero"));
  EXPECT_THAT(ErrorOf("links: [{name: lab, up_mbps: -1, down_mbps: 1}]"), HasSubstr("up_mbps: must not be negative"));
  EXPECT_THAT(ErrorOf("links: [wfi]"), HasSubstr("did you mean 'wifi'?"));
  EXPECT_THAT(ErrorOf("links: [{name: lab, up_mbps: 3}]"), HasSubstr("give it up_mbps and down_mbps"));
}

TEST(Load, RefusesDevicesThatCannotBeToldApart) {
  EXPECT_THAT(ErrorOf("devices: [{name: a, role: device}, {name: a, role: cloud}]"), HasSubstr("two devices are named 'a'"));
  EXPECT_THAT(ErrorOf("devices: [{name: a, role: device}, {name: b, role: device}]"), HasSubstr("second device with the role"));
  EXPECT_THAT(ErrorOf("devices: [{name: a}]"), HasSubstr("has no role"));
  EXPECT_THAT(ErrorOf("devices: [{role: cloud}]"), HasSubstr("has no name"));
}

TEST(Load, RefusesWhatIsNoConfig) {
  EXPECT_THAT(ErrorOf("a: [1, 2"), HasSubstr("this is no YAML"));
  EXPECT_THAT(ErrorOf("just text"), HasSubstr("no config"));
  EXPECT_THAT(ErrorOf("model: {name: a, Name: b}"), HasSubstr("appears twice"));
  EXPECT_THAT(ErrorOf(std::string(100000, '[')), HasSubstr("nested too deep"));
  EXPECT_THAT(ErrorOf("", {{"devices.tablet.cpu_threads", "3", "--set"}}), HasSubstr("no device 'tablet'"));
}

}  // namespace
}  // namespace dnntune::spec
