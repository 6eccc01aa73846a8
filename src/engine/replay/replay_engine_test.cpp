// SPDX-License-Identifier: Apache-2.0
#include "engine/replay/replay_engine.h"

#include <gtest/gtest.h>

#include "engine/local_worker.h"
#include "record/profile.h"

namespace dnntune::engine {
namespace {

const char* const kProfile = DNNTUNE_SOURCE_DIR "/examples/run/profiles/phone.json";

OpenRequest LayerRequest(const record::Profile& profile, graph::LayerId layer) {
  OpenRequest request;
  request.setting.knobs["replay"] = kProfile;
  for (const graph::TensorId id : profile.graph.LayerInputs(layer)) request.inputs.push_back(profile.graph.tensors()[id].name);
  for (const graph::TensorId id : profile.graph.LayerOutputs(layer)) request.outputs.push_back(profile.graph.tensors()[id].name);
  return request;
}

TEST(ReplayEngine, GivesEveryLayersRecordedSamplesInOrder) {
  const record::Profile profile = record::ReadProfile(kProfile).value();
  LocalWorker worker(MakeReplayEngine());
  for (graph::LayerId layer = 0; layer < profile.graph.layers().size(); ++layer) {
    const auto session = worker.Open(LayerRequest(profile, layer));
    ASSERT_TRUE(session) << session.error().message;
    ASSERT_TRUE(worker.Prime(session->id));
    const auto& recorded = profile.costs[layer].cost.latency.samples;
    const auto result = worker.Measure({{session->id}, static_cast<std::uint32_t>(recorded.size()), Nanoseconds(0)}).value();
    for (std::size_t i = 0; i < recorded.size(); ++i) {
      EXPECT_NEAR(Seconds(result.samples[0][i]).count(), recorded[i].count(), 2e-9);
    }
  }
}

TEST(ReplayEngine, AsksForAProfile) {
  const auto session = LocalWorker(MakeReplayEngine()).Open({});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kBadInput);
  EXPECT_NE(session.error().message.find("replay: profile.json"), std::string::npos);
}

}  // namespace
}  // namespace dnntune::engine
