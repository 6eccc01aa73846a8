// SPDX-License-Identifier: Apache-2.0
// What the tests of engines have in common: a worker around the engine, and model files that it reads.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "base/file.h"
#include "conformance/engine/rows.h"
#include "engine/local_worker.h"

namespace dnntune::conformance {

class EngineUnderTest {
 public:
  explicit EngineUnderTest(const EngineRow& row) : row_(row) {}

  engine::LocalWorker& worker();
  // Writes a model file and gives what opens it.
  engine::OpenRequest Model(const format::Network& network, const Names& inputs = {}, const Names& outputs = {});
  // What opens a file of these bytes, or one that is not there.
  engine::OpenRequest File(const std::string& name, std::optional<std::string_view> bytes);
  // Sets every input to noise.
  void SetNoise(const engine::SessionInfo& session, std::uint64_t seed);
  // Opens, gives noise to inputs and primes.
  engine::SessionInfo Ready(const engine::OpenRequest& request, std::uint64_t seed = 1);
  std::string Bytes(const std::string& tensor);
  std::string Bytes(const engine::SessionInfo& session);  // of all its outputs
  // The outputs' bytes after one more run.
  std::string RunOnce(const engine::SessionInfo& session);

 private:
  const EngineRow& row_;
  TemporaryFolder folder_ = Value(TemporaryFolder::Make());
  int files_ = 0;
  std::optional<engine::LocalWorker> worker_;
};

class EngineConformance : public testing::TestWithParam<EngineRow> {
 protected:
  void SetUp() override { expected_.Begin(GetParam().unsupported); }
  void TearDown() override { expected_.End(); }

  engine::LocalWorker& worker() { return engine_.worker(); }
  // The whole of the branching network, the network that most claims are tested on.
  engine::OpenRequest Whole() { return engine_.Model(Branching()); }
  // Still does what it is for: a bad request does not bring it down.
  void ExpectGoesOn() { EXPECT_FALSE(engine_.RunOnce(engine_.Ready(Whole())).empty()); }

  EngineUnderTest engine_{GetParam()};

 private:
  ExpectedFailure expected_;
};

}  // namespace dnntune::conformance
