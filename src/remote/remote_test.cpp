// SPDX-License-Identifier: Apache-2.0
// The real agent and real worker processes, with the null engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <thread>

#include "base/file.h"
#include "remote/connection.h"
#include "remote/own_thread.h"

namespace dnntune::remote {
namespace {

using metric::MetricId;
using ::testing::HasSubstr;

class Remote : public ::testing::Test {
 protected:
  void SetUp() override {
    store_.emplace(TemporaryFolder::Make().value());
    ::setenv("DNNTUNE_MODELS", store_->path().c_str(), 1);
    ::setenv("DNNTUNE_AGENT", DNNTUNE_BINARY_DIR "/bin/dnntune-agent", 1);
    connection_ = Connection::Open({}).value();
  }

  setting::Setting Null(const std::string& knob = "", const std::string& value = "") {
    setting::Setting setting;
    setting.engine = "null";
    if (!knob.empty()) setting.knobs[knob] = value;
    return setting;
  }

  Result<engine::BatchResult> MeasureOnce(const setting::Setting& setting, Seconds timeout = Seconds(20)) {
    const auto workers = connection_->Workers(timeout);
    ASSIGN_OR_RETURN(const auto worker, workers->Start(setting));
    ASSIGN_OR_RETURN(const auto session, worker->Open({"", {"x"}, {"y"}, setting}));
    TRY(worker->Prime(session.id));
    return worker->Measure({{session.id}, 5, Nanoseconds(0)});
  }

  std::optional<TemporaryFolder> store_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(Remote, MeasuresInAnotherProcess) {
  const auto result = MeasureOnce(Null());
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->samples.at(0).size(), 5U);
  EXPECT_GT(result->window.Length().count(), 0);
}

TEST_F(Remote, AWorkersMemoryIsToldFromItsLibrarys) {
  const auto workers = connection_->Workers(Seconds(20));
  const auto worker = workers->Start(Null()).value();
  EXPECT_FALSE(worker->Usage().value().Get(MetricId::kLibraryMemory).IsAvailable());
  ASSERT_TRUE(worker->Open({"", {"x"}, {"y"}, Null()}));
  const metric::Readings usage = worker->Usage().value();
  const auto library = usage.Get<Bytes>(MetricId::kLibraryMemory);
  ASSERT_TRUE(library.IsAvailable()) << library.reason();
  EXPECT_GT(library.value(), Bytes(0));
  EXPECT_LE(library.value(), usage.Get<Bytes>(MetricId::kPeakMemory).value());
}

TEST_F(Remote, TensorsComeBackAsTheyWent) {
  const auto workers = connection_->Workers(Seconds(20));
  const auto worker = workers->Start(Null()).value();
  engine::Tensor tensor(graph::DType::kFloat32, {1, 3, 224, 224});
  engine::FillWithNoise(tensor, 1);
  const std::string bytes(tensor.bytes());
  ASSERT_TRUE(worker->SetTensor("image", std::move(tensor)));
  const auto back = worker->GetTensor("image");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->shape(), (std::vector<std::int64_t>{1, 3, 224, 224}));
  EXPECT_EQ(back->bytes(), bytes);
}

TEST_F(Remote, AKilledWorkerIsNamedWithItsSignalAndAFreshOneStarts) {
  const auto killed = MeasureOnce(Null("fail", "crash"));
  ASSERT_FALSE(killed);
  EXPECT_EQ(killed.error().code, ErrorCode::kMeasurement);
  EXPECT_THAT(killed.error().message, HasSubstr("killed by signal 9"));
  EXPECT_TRUE(MeasureOnce(Null()));
}

TEST_F(Remote, AHungWorkerIsKilledAfterItsTime) {
  const auto hung = MeasureOnce(Null("fail", "hang"), Seconds(0.3));
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().code, ErrorCode::kMeasurement);
  EXPECT_THAT(hung.error().message, HasSubstr("did not answer for 0.3 s and was killed"));
  EXPECT_TRUE(MeasureOnce(Null()));
}

TEST_F(Remote, ErrorsKeepTheirKind) {
  const auto failed = MeasureOnce(Null("run_ns", "many"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(failed.error().message, HasSubstr("run_ns"));
}

TEST_F(Remote, AnUnknownEngineIsUnavailable) {
  setting::Setting setting;
  setting.engine = "abacus";
  const auto workers = connection_->Workers(Seconds(20));
  EXPECT_EQ(workers->Start(setting).error().code, ErrorCode::kUnavailable);
}

TEST_F(Remote, AModelTravelsOnceAndIsKeptByItsContent) {
  const TemporaryFolder folder = TemporaryFolder::Make().value();
  const std::filesystem::path file = folder.path() / "m.onnx";
  ASSERT_TRUE(WriteFile(file, std::string(20'000'000, 'x')));
  const std::vector<std::filesystem::path> files = {file};
  const auto id = connection_->PutModel(files);
  ASSERT_TRUE(id) << id.error().message;
  const std::filesystem::path kept = store_->path() / *id;
  ASSERT_EQ(std::filesystem::file_size(kept), 20'000'000U);
  const auto before = std::filesystem::last_write_time(kept);
  EXPECT_EQ(connection_->PutModel(files).value(), *id);
  EXPECT_EQ(std::filesystem::last_write_time(kept), before);
  ASSERT_TRUE(WriteFile(file, "other"));
  EXPECT_NE(connection_->PutModel(files).value(), *id);
}

TEST_F(Remote, AModelsFilesKeepTheirFolders) {
  const TemporaryFolder folder = TemporaryFolder::Make().value();
  std::vector<std::filesystem::path> files;
  for (const char* name : {"m.onnx", "a/weights.bin", "b/weights.bin"}) {
    files.push_back(folder.path() / name);
    ASSERT_TRUE(WriteFile(files.back(), name));
  }
  const std::string id = connection_->PutModel(files).value();
  const std::filesystem::path kept = (store_->path() / id).parent_path();
  EXPECT_EQ(ReadFile(kept / "a/weights.bin").value(), "a/weights.bin");
  EXPECT_EQ(ReadFile(kept / "b/weights.bin").value(), "b/weights.bin");
  std::filesystem::rename(files[1], folder.path() / "weights.bin");
  files[1] = folder.path() / "weights.bin";
  EXPECT_NE(connection_->PutModel(files).value(), id);
}

TEST_F(Remote, NamesItsEnginesAndTheMachine) {
  const auto engines = connection_->Engines();
  ASSERT_TRUE(engines) << engines.error().message;
  bool has_null = false;
  for (const EngineStatus& engine : *engines) has_null = has_null || (engine.info.name == "null" && engine.problem.empty());
  EXPECT_TRUE(has_null);
  EXPECT_FALSE(connection_->Describe().value().cores.empty());
}

TEST_F(Remote, TwoConnectionsWorkByTurns) {
  const auto second = Connection::Open({}).value();
  EXPECT_TRUE(MeasureOnce(Null()));
  EXPECT_TRUE(second->Describe());
  EXPECT_TRUE(MeasureOnce(Null()));
}

TEST_F(Remote, OutlivesTheThreadThatOpenedIt) {
  std::thread([&] { connection_ = Connection::Open({}).value(); }).join();
  EXPECT_TRUE(MeasureOnce(Null()));
  std::thread([&] { connection_.reset(); }).join();
}

TEST_F(Remote, AWorkerGoesFromThreadToThread) {
  const auto workers = connection_->Workers(Seconds(20));
  std::unique_ptr<engine::Worker> worker;
  std::thread([&] { worker = workers->Start(Null()).value(); }).join();
  const auto session = worker->Open({"", {"x"}, {"y"}, Null()}).value();
  std::thread([&] { EXPECT_TRUE(worker->Prime(session.id)); }).join();
  EXPECT_TRUE(worker->Measure({{session.id}, 5, Nanoseconds(0)}));
  std::thread([&] { worker.reset(); }).join();
  EXPECT_TRUE(MeasureOnce(Null()));
}

TEST_F(Remote, ServesSeveralThreadsAtOnce) {
  std::vector<Result<engine::BatchResult>> results(4, Fail(ErrorCode::kInternal, "not run"));
  std::vector<std::thread> threads;
  for (auto& result : results) threads.emplace_back([&] { result = MeasureOnce(Null()); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : results) EXPECT_TRUE(result) << result.error().message;
}

TEST(OwnThread, RunsOneJobAfterTheOtherOnTheSameThread) {
  OwnThread thread;
  const auto id = thread.Run([] { return std::this_thread::get_id(); });
  EXPECT_NE(id, std::this_thread::get_id());
  int count = 0;  // without a lock
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      for (int j = 0; j < 100; ++j) EXPECT_EQ(thread.Run([&] { return ++count, std::this_thread::get_id(); }), id);
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(count, 400);
}

TEST(Connection, AnUnknownTransportIsUnavailable) {
  EXPECT_EQ(Connection::Open({"pigeon"}).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace dnntune::remote
