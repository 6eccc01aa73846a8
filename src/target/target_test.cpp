// SPDX-License-Identifier: Apache-2.0
#include "target/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "engine/capability.h"
#include "engine/local_worker.h"
#include "engine/null/null_engine.h"
#include "target/engine_words.h"
#include "target/installed.h"
#include "target/near_agent_test.h"
#include "target/plan_device.h"
#include "zoo/builder.h"

namespace dnntune::target {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

remote::EngineStatus WithEngine(const char* name) {
  return {engine::DescribeAs(name, "1"), ""};
}

remote::EngineStatus Broken(const char* name, const char* problem) {
  return {engine::DescribeAs(name, "1"), problem};
}

// A machine with four cores of which two are big, and workers of the null engine whatever engine they are asked for.
NearAgent::Machine MachineWith(std::vector<remote::EngineStatus> engines) {
  NearAgent::Machine machine;
  for (int id = 0; id < 4; ++id) {
    device::Core core;
    core.id = id;
    core.max_khz = id < 2 ? 2'000'000 : 1'000'000;
    machine.description.cores.push_back(core);
  }
  machine.engines = std::move(engines);
  machine.own_threads = 3;
  machine.start = [](const setting::Setting&) -> Result<std::unique_ptr<engine::Worker>> {
    return std::make_unique<engine::LocalWorker>(engine::MakeNullEngine());
  };
  return machine;
}

class OneTarget : public ::testing::Test {
 protected:
  Target& Open(std::vector<remote::EngineStatus> engines) {
    target_ = Target::Make("phone", std::make_unique<NearAgent>(MachineWith(std::move(engines)), log_)).value();
    return *target_;
  }
  static spec::Device Asking(std::vector<std::string> frameworks) {
    spec::Device device;
    device.name = "phone";
    device.frameworks = std::move(frameworks);
    if (!device.frameworks.empty()) device.setting.engine = device.frameworks.front();
    return device;
  }

  AgentLog log_;
  std::unique_ptr<Target> target_;
  std::vector<spec::Unavailable> unavailable_;
};

TEST_F(OneTarget, TakesTheFirstEngineThatIsInstalledAndNamesThoseThatAreNot) {
  Target& target = Open({WithEngine("tensorflow"), WithEngine("onnxruntime")});
  const auto planned = PlanDevice(Asking({"tflite", "tensorflow"}), target, unavailable_);
  ASSERT_TRUE(planned) << planned.error().message;
  EXPECT_EQ(planned->setting.engine, "tensorflow");
  ASSERT_THAT(unavailable_, SizeIs(1));
  EXPECT_EQ(unavailable_[0].name, "tflite");
  EXPECT_THAT(unavailable_[0].reason, HasSubstr("tools/setup --engines tflite"));
  EXPECT_EQ(unavailable_[0].instead, "tensorflow is used instead");
}

TEST_F(OneTarget, FallsBackToTheEngineOfASettingThatNamesNone) {
  Target& target = Open({Broken("tflite", "its library does not load"), WithEngine("onnxruntime")});
  EXPECT_EQ(PlanDevice(Asking({"tflite"}), target, unavailable_).value().setting.engine, "onnxruntime");
  EXPECT_EQ(unavailable_.at(0).reason, "its library does not load");
}

TEST_F(OneTarget, SaysWhyEachEngineCannotBeUsedWhereNoneCan) {
  Target& target = Open({Broken("onnxruntime", "its library does not load")});
  const auto planned = PlanDevice(Asking({"tflite"}), target, unavailable_);
  ASSERT_FALSE(planned);
  EXPECT_EQ(planned.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(planned.error().message, HasSubstr("'phone' has none of the engines: tflite is not installed"));
  EXPECT_THAT(planned.error().message, HasSubstr("onnxruntime its library does not load"));
}

TEST_F(OneTarget, RunsOnTheEngineThatHasTheUnit) {
  Target& target = Open({WithEngine("tflite"), WithEngine("litert"), WithEngine("onnxruntime")});
  spec::Device device = Asking({"tflite"});
  device.setting.unit = "gpu";
  const auto planned = PlanDevice(device, target, unavailable_).value();
  EXPECT_EQ(planned.setting.engine, "litert");
  EXPECT_EQ(planned.setting.unit, "gpu");
  EXPECT_THAT(unavailable_.at(0).reason, HasSubstr("litert runs the same files on it"));
}

TEST_F(OneTarget, RunsOnTheCpuWhereTheEngineHasNotTheUnit) {
  Target& target = Open({WithEngine("onnxruntime")});
  spec::Device device = Asking({"onnxruntime"});
  device.setting.unit = "gpu";
  EXPECT_EQ(PlanDevice(device, target, unavailable_).value().setting.unit, "cpu");
  EXPECT_EQ(unavailable_.at(0).instead, "the CPU is used instead");
}

TEST_F(OneTarget, LeavesALibraryOutThatWasMeantForAnotherEngine) {
  Target& target = Open({WithEngine("tensorflow"), WithEngine("tflite"), WithEngine("onnxruntime")});
  spec::Device device = Asking({"tflite", "tensorflow"});
  device.setting.library = "eigen";
  EXPECT_EQ(PlanDevice(device, target, unavailable_).value().setting.library, "xnnpack");
  EXPECT_EQ(unavailable_.at(0).name, "eigen");
}

TEST_F(OneTarget, SaysAllThatASettingLeavesToTheEngine) {
  Target& target = Open({WithEngine("onnxruntime")});
  const setting::Setting setting = SettingOn(target, {}).value();
  EXPECT_EQ(setting.threads, 3);
  EXPECT_EQ(setting.knobs.at("graph_optimization"), "all");
  EXPECT_EQ(setting.library, "MLAS");
  ASSERT_TRUE(SettingOn(target, {}));
  EXPECT_EQ(log_.threads_asked, 1) << "an engine is asked once";
}

TEST_F(OneTarget, LeavesWhatASettingSaysAsItIs) {
  Target& target = Open({WithEngine("onnxruntime")});
  setting::Setting asked;
  asked.threads = 2;
  asked.knobs["graph_optimization"] = "basic";
  const setting::Setting setting = SettingOn(target, asked).value();
  EXPECT_EQ(setting.threads, 2);
  EXPECT_EQ(setting.knobs.at("graph_optimization"), "basic");
  EXPECT_EQ(log_.threads_asked, 0);
}

TEST_F(OneTarget, SaysInWordsWhatAnEngineTakesByItself) {
  Target& target = Open({WithEngine("openvino")});
  EXPECT_EQ(EngineInWords(target, target.engines()[0].info),
            "version 1, reads onnx, tensorflow, tflite; default: 3 threads, library onednn, performance_hint latency, "
            "precision fp32 (by itself it would take bf16)");
}

TEST_F(OneTarget, RefusesALibraryThatIsMeantForTheEngineAndThatItHasNot) {
  Target& target = Open({WithEngine("onnxruntime")});
  spec::Device device = Asking({"onnxruntime"});
  device.setting.library = "eigen";
  const auto planned = PlanDevice(device, target, unavailable_);
  ASSERT_FALSE(planned);
  EXPECT_THAT(planned.error().message, HasSubstr("engine onnxruntime has no DNN library 'eigen'"));
}

TEST_F(OneTarget, KnowsTheNumbersOfTheMachinesCores) {
  Target& target = Open({WithEngine("onnxruntime")});
  spec::Device device = Asking({"onnxruntime"});
  device.setting.cores = "big";
  EXPECT_THAT(PlanAsNamed(device, target).value().setting.core_ids, ElementsAre(0, 1));
  device.setting.cores = "7";
  EXPECT_FALSE(PlanAsNamed(device, target));
}

TEST_F(OneTarget, NamesTheNearestEngineOfAnUnknownOne) {
  Target& target = Open({WithEngine("onnxruntime")});
  const auto engine = EngineOf(target, "onxruntime");
  ASSERT_FALSE(engine);
  EXPECT_THAT(engine.error().message, HasSubstr("did you mean 'onnxruntime'?"));
}

TEST_F(OneTarget, SendsAModelOnce) {
  Target& target = Open({WithEngine("onnxruntime")});
  const std::filesystem::path files[] = {"model.onnx"};
  EXPECT_EQ(target.Put(files).value(), "model.onnx");
  EXPECT_EQ(target.Put(files).value(), "model.onnx");
  EXPECT_THAT(log_.models_put, ElementsAre("model.onnx"));
}

TEST(Targets, OpenADeviceOnceAndAskItOnce) {
  AgentLog log;
  Targets targets([&](const spec::Device&) -> Result<std::unique_ptr<remote::Agent>> {
    ++log.connected;
    return std::make_unique<NearAgent>(MachineWith({WithEngine("onnxruntime")}), log);
  });
  spec::Device device;
  for (const char* name : {"phone", "server", "phone"}) {
    device.name = name;
    EXPECT_EQ(targets.Open(device).value()->name(), name);
  }
  EXPECT_EQ(log.connected, 2);
  EXPECT_EQ(log.engines_asked, 2);
}

TEST(Targets, TryADeviceAgainThatCouldNotBeReached) {
  AgentLog log;
  Targets targets([&](const spec::Device&) -> Result<std::unique_ptr<remote::Agent>> {
    if (log.connected++ == 0) return Fail(ErrorCode::kUnavailable, "no route");
    return std::make_unique<NearAgent>(MachineWith({}), log);
  });
  EXPECT_EQ(targets.Open({}).error().message, "no route");
  EXPECT_TRUE(targets.Open({}));
}

// Two fully connected layers of eight numbers.
format::Network TwoLayers() {
  zoo::Builder net("two-layers");
  zoo::Feature x = net.Input("input", {{1, 8}});
  for (const char* layer : {"first", "second"}) {
    net.Layer(layer);
    x = net.FullyConnect("fc", x, 8);
  }
  return std::move(net).Finish();
}

class AModel : public OneTarget {
 protected:
  std::filesystem::path Write(const char* name, const char* format) {
    const auto bytes = format::BytesOf(TwoLayers(), format::FormatNamed(format)->write_network).value();
    const std::filesystem::path path = folder_.path() / name;
    EXPECT_TRUE(WriteFile(path, bytes));
    return path;
  }
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

TEST_F(AModel, IsReadOnceAndSentOnceForEverySettingOfATarget) {
  Target& target = Open({WithEngine("onnxruntime")});
  const spec::Model model{.name = "two", .file = Write("m.onnx", "onnx")};
  const auto workers = target.Workers(Seconds(1));
  Models models;
  const Installed one = models.Install(target, {model, model.file, {}, *workers}).value();
  const Installed other = models.Install(target, {model, model.file, {}, *workers}).value();
  EXPECT_EQ(one.loaded, other.loaded);
  EXPECT_EQ(one.graph().layers().size(), 2U);
  EXPECT_EQ(one.loaded->id.name, "two");
  EXPECT_THAT(log_.models_put, SizeIs(1));
  EXPECT_EQ(log_.workers_started, 0) << "all shapes are known";
}

TEST(Models, AskTheNextSettingForShapesThatOneCouldNotTell) {
  const spec::Model model{.name = "loop", .file = DNNTUNE_SOURCE_DIR "/tests/fuzz/corpus/tensorflow/loop.pb"};
  int asked = 0;
  NearAgent::Machine machine = MachineWith({WithEngine("tensorflow")});
  machine.start = [&asked](const setting::Setting&) -> Result<std::unique_ptr<engine::Worker>> {
    ++asked;
    return Fail(ErrorCode::kMeasurement, "killed by signal 9");
  };
  AgentLog log;
  const auto target = Target::Make("phone", std::make_unique<NearAgent>(std::move(machine), log)).value();
  const auto workers = target->Workers(Seconds(1));
  Models models;
  for (int setting = 0; setting < 2; ++setting) {
    const auto installed = models.Install(*target, {model, model.file, {}, *workers});
    ASSERT_FALSE(installed) << "its shapes are not known";
    EXPECT_EQ(installed.error().message, "killed by signal 9");
  }
  EXPECT_EQ(asked, 2);
}

TEST_F(AModel, OfSeveralFilesIsTheOneThatAllEnginesRead) {
  const spec::Model model{.name = "two", .file = Write("m.onnx", "onnx"), .other_files = {Write("m.tflite", "tflite")}};
  const engine::EngineInfo tflite = engine::DescribeAs("tflite", "1");
  const engine::EngineInfo openvino = engine::DescribeAs("openvino", "1");
  const engine::EngineInfo onnxruntime = engine::DescribeAs("onnxruntime", "1");
  const engine::EngineInfo* common[] = {&openvino, &tflite};
  EXPECT_EQ(FileFor(model, common).value().extension(), ".tflite");
  const engine::EngineInfo* different[] = {&onnxruntime, &tflite};
  EXPECT_EQ(FileFor(model, different).value().extension(), ".onnx");
}

TEST_F(AModel, ThatAnEngineDoesNotReadIsRefusedByTheNamesOfThoseThatDo) {
  const spec::Model model{.name = "two", .file = Write("m.onnx", "onnx")};
  const engine::EngineInfo tflite = engine::DescribeAs("tflite", "1");
  const engine::EngineInfo* engines[] = {&tflite};
  const auto file = FileFor(model, engines);
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().message,
              HasSubstr("engine tflite does not read: it reads tflite; set framework to onnxruntime or openvino"));
}

TEST_F(AModel, MustHaveTheTypeThatTheConfigSays) {
  spec::Model model{.name = "two", .file = Write("m.onnx", "onnx")};
  model.data_type = graph::DType::kInt8;
  const auto loaded = LoadModel(model, model.file);
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().message, HasSubstr("data_type says int8, but of the model's inputs 'input' is float32"));
}

TEST_F(AModel, IsTheSignatureThatTheConfigNames) {
  const std::filesystem::path file = DNNTUNE_SOURCE_DIR "/tests/cases/several_signatures.tflite";
  const auto names_of = [](const LoadedModel& loaded) { return loaded.model->graph().tensors()[0].name; };
  const auto first = LoadModel({.file = file}, file).value();
  EXPECT_EQ(names_of(first), "enc_x");
  EXPECT_EQ(first.file, file);
  EXPECT_THAT(first.note.value(), HasSubstr("1 other: decode"));
  const auto chosen = LoadModel({.file = file, .signature = "decode"}, file).value();
  EXPECT_EQ(names_of(chosen), "dec_x");
  EXPECT_EQ(chosen.id.name, "several_signatures:decode");
  EXPECT_EQ(chosen.given, file);
  EXPECT_NE(chosen.id.sha256, first.id.sha256);
  EXPECT_TRUE(std::filesystem::exists(chosen.file));
  const auto unknown = LoadModel({.file = file, .signature = "train"}, file);
  EXPECT_THAT(unknown.error().message, HasSubstr("no signature 'train'; its signatures are encode, decode"));
  // Of several files the one that has no signatures is the same model.
  const std::filesystem::path other = Write("m.onnx", "onnx");
  EXPECT_TRUE(LoadModel({.file = file, .other_files = {other}, .signature = "decode"}, other));
  EXPECT_FALSE(LoadModel({.file = other, .signature = "decode"}, other));
}

TEST_F(AModel, ThatIsNotThereGivesWayToTheZoosOfItsName) {
  const auto model = ResolveModel({.name = "mobilenet-v2", .file = folder_.path() / "none.pb"}, unavailable_);
  ASSERT_TRUE(model);
  EXPECT_TRUE(model->file.empty());
  EXPECT_EQ(unavailable_.at(0).instead, "the zoo's mobilenet-v2 is used instead");
  const auto missing = ResolveModel({.name = "", .file = folder_.path() / "none.pb"}, unavailable_);
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
  EXPECT_EQ(ResolveModel({}, unavailable_).error().code, ErrorCode::kBadInput);
}

}  // namespace
}  // namespace dnntune::target
