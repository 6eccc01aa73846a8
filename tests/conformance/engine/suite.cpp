// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/suite.h"

#include <filesystem>
#include <set>

#include "setting/engines.h"

namespace dnntune::conformance {
namespace {

std::string NameOf(const testing::TestParamInfo<EngineRow>& info) {
  return std::string(info.param.name);
}

INSTANTIATE_TEST_SUITE_P(Engines, EngineConformance, testing::ValuesIn(EngineRows()), NameOf);

TEST(EngineRows, HoldEveryEngineThatHasAProgram) {
  std::set<std::string> programs, rows, described;
  for (const auto& entry : std::filesystem::directory_iterator(DNNTUNE_BINARY_DIR "/bin")) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("engine-", 0) == 0) programs.insert(name);
  }
  for (const EngineRow& row : EngineRows()) rows.insert("engine-" + std::string(row.engine));
  for (const setting::EngineRow& row : setting::Engines()) described.insert("engine-" + std::string(row.name));
  EXPECT_EQ(rows, programs);
  EXPECT_EQ(described, programs);
}

TEST(EngineRows, ListTestsThatExist) {
  for (const EngineRow& row : EngineRows()) ExpectListNamesTests(row.unsupported, row.name);
}

}  // namespace

engine::LocalWorker& EngineUnderTest::worker() {
  if (!worker_) worker_.emplace(Value(row_.make()));
  return *worker_;
}

engine::OpenRequest EngineUnderTest::Model(const format::Network& network, const Names& inputs, const Names& outputs) {
  return File("model" + std::to_string(++files_), Value(row_.write(network, inputs, outputs)));
}

engine::OpenRequest EngineUnderTest::File(const std::string& name, std::optional<std::string_view> bytes) {
  const auto path = folder_.path() / (name + std::string(row_.extension));
  if (bytes) Value(WriteFile(path, *bytes));
  return row_.request(path.string());
}

void EngineUnderTest::SetNoise(const engine::SessionInfo& session, std::uint64_t seed) {
  for (const engine::TensorInfo& input : session.inputs) {
    engine::Tensor noise(input.dtype, input.shape);
    engine::FillWithNoise(noise, seed++);
    Value(worker().SetTensor(input.name, std::move(noise)));
  }
}

engine::SessionInfo EngineUnderTest::Ready(const engine::OpenRequest& request, std::uint64_t seed) {
  engine::SessionInfo session = Value(worker().Open(request));
  SetNoise(session, seed);
  session.outputs = Value(worker().Prime(session.id));
  return session;
}

std::string EngineUnderTest::Bytes(const std::string& tensor) {
  return std::string(Value(worker().GetTensor(tensor)).bytes());
}

std::string EngineUnderTest::RunOnce(const engine::SessionInfo& session) {
  Value(worker().Measure({.sessions = {session.id}, .rounds = 1}));
  return Bytes(session);
}

std::string EngineUnderTest::Bytes(const engine::SessionInfo& session) {
  std::string bytes;
  for (const engine::TensorInfo& output : session.outputs) bytes += Bytes(output.name);
  return bytes;
}

}  // namespace dnntune::conformance
