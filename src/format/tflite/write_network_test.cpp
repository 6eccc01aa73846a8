// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/write_network.h"

#include <gmock/gmock.h>

#include "format/tflite/read.h"

namespace dnntune::format::tflite {
namespace {

using testing::ElementsAre;

std::vector<std::string> TypesOf(const Network& network) {
  const auto model = Parse(BytesOf(network, &WriteNetwork).value(), network.name + ".tflite", {}).value();
  std::vector<std::string> types;
  for (const graph::Operator& op : model->graph().operators()) types.push_back(op.type);
  return types;
}

// An image through one window and a rectifier before it, where asked for.
Network Windowed(NodeKind kind, const Window& window, int height, int width, bool rectified = false) {
  const Value image{{1, 2, height, width}};
  Network network{"windowed", {{"image", image}}, {}, "out"};
  if (rectified) network.nodes.push_back({NodeKind::kRelu, "relu", {"image"}, "relu", image});
  const Sides places = Places(window, {height, width});
  const std::int64_t channels = kind == NodeKind::kConv ? 3 : 2;
  Node node{kind, "node", {rectified ? "relu" : "image"}, "out", {{1, channels, places.height, places.width}}, window};
  if (kind == NodeKind::kConv) {
    node.weight = Weight{.name = "weight", .shape = {3, 2, window.kernel.height, window.kernel.width}, .bound = 1};
  }
  network.nodes.push_back(node);
  return network;
}

TEST(TfliteWriter, PadsOnlyWhereTheFormatsOwnPaddingIsAnother) {
  const Window same{.kernel = 3, .padding = 1}, strided{.kernel = 3, .stride = 2, .padding = 1}, valid{.kernel = 3};
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kConv, same, 8, 8)), ElementsAre("CONV_2D"));
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kConv, valid, 8, 8)), ElementsAre("CONV_2D"));
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kConv, strided, 7, 7)), ElementsAre("CONV_2D"));
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kConv, strided, 8, 8)), ElementsAre("PAD", "CONV_2D"));
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kConv, strided, 7, 8)), ElementsAre("PAD", "CONV_2D"));
}

TEST(TfliteWriter, PadsAMaximumWithWhatIsNeverOne) {
  const Window strided{.kernel = 3, .stride = 2, .padding = 1};
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kMaxPool, strided, 8, 8)), ElementsAre("PADV2", "MAX_POOL_2D"));
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kMaxPool, strided, 8, 8, true)), ElementsAre("RELU", "PAD", "MAX_POOL_2D"));
}

TEST(TfliteWriter, RefusesAnAverageThatWouldCountItsBorder) {
  const Window same{.kernel = 3, .padding = 1}, strided{.kernel = 3, .stride = 2, .padding = 1};
  EXPECT_THAT(TypesOf(Windowed(NodeKind::kAveragePool, same, 8, 8)), ElementsAre("AVERAGE_POOL_2D"));
  const auto refused = BytesOf(Windowed(NodeKind::kAveragePool, strided, 8, 8), &WriteNetwork);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
}

TEST(TfliteWriter, RoundsUpWhereAPoolingCountsALastWindow) {
  const Window pool{.kernel = 3, .stride = 2, .ceiling = true};
  const Network network = Windowed(NodeKind::kMaxPool, pool, 8, 8);
  EXPECT_THAT(TypesOf(network), ElementsAre("MAX_POOL_2D"));
  const auto model = Parse(BytesOf(network, &WriteNetwork).value(), "pool.tflite", {}).value();
  EXPECT_EQ(model->graph().tensors()[*model->graph().FindTensor("out")].shape, (std::vector<std::int64_t>{1, 4, 4, 2}));
}

}  // namespace
}  // namespace dnntune::format::tflite
