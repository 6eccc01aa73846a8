// SPDX-License-Identifier: Apache-2.0
// What our own quantizer of .tflite files makes, on every engine that reads it.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

#include "conformance/calibrate.h"
#include "conformance/engine/quantised_operators.h"
#include "conformance/engine/suite.h"
#include "conformance/every_cut.h"
#include "conformance/expected_failure.h"
#include "engine/litert/litert_engine.h"
#include "engine/openvino/openvino_engine.h"
#include "engine/tflite/tflite_engine.h"
#include "format/format.h"
#include "format/tflite/quantize.h"
#include "format/tflite/quantize/rules.h"
#include "format/tflite/write_network.h"

namespace dnntune::conformance {
namespace {

constexpr double kStep = 1 / 255.0;
constexpr double kHalf = 2e-3;

struct Runner {
  std::string_view name;
  Result<std::unique_ptr<engine::Engine>> (*make)();
  const char* library;
  std::span<const Unsupported> unsupported{};
  double cut_tolerance = 0;  // of head and tail from the whole, of its largest number
  bool needs_vnni = false;   // to compute in int8 what the file says
};

// Without these instructions sums of two products of int8 saturate in 16 bits on x86, and OpenVINO lets them (its documentation,
// "Saturation (overflow) issue").
bool HasVnni() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("flags"))
      return line.find("avx512_vnni") != std::string::npos || line.find("avx_vnni") != std::string::npos;
  }
  return false;
}

// Found with networks of two of them, by 20 to 90 dB and more; with a bias each, they are right.
constexpr Unsupported kNotByOpenVino[] = {{"AnswerInInt8WithinSixStepsOfFloat32/fully_connected_shared",
                                           "2026.4.1 gets fully connected operators wrong that follow each other without a bias"}};

constexpr Runner kRunners[] = {{"tflite_builtin", &engine::MakeTfliteEngine, "builtin"},
                               {"tflite_xnnpack", &engine::MakeTfliteEngine, "xnnpack"},
                               {"litert", &engine::MakeLiteRtEngine, ""},
                               {"openvino", &engine::MakeOpenVinoEngine, "", kNotByOpenVino, 2 * kStep, true}};
const Runner& kReference = kRunners[0];

void PrintTo(const Runner& runner, std::ostream* out) {
  *out << runner.name;
}

// A float32 file in a folder of its own, and quantised ones beside it.
class Files {
 public:
  explicit Files(const std::string& bytes) {
    Value(WriteFile(wide(), bytes));
    const auto model = Value(format::Read(wide(), {}));
    for (const std::uint64_t seed : {1, 2, 3}) inputs_.push_back(NoiseFor(model->graph(), seed));
  }

  [[nodiscard]] std::filesystem::path wide() const { return folder_.path() / "wide.tflite"; }
  [[nodiscard]] std::filesystem::path quantized() const { return folder_.path() / "quantized.tflite"; }
  format::Quantized ToInt8() {
    const auto model = Value(format::Read(wide(), {}));
    return Written(format::tflite::kQuantizer.to_int8(wide(), model->graph(), Calibrate(wide(), inputs_)));
  }
  format::Quantized ToFloat16() {
    const auto model = Value(format::Read(wide(), {}));
    return Written(format::tflite::kQuantizer.to_float16(wide(), model->graph()));
  }
  // What the runner makes of the first input.
  [[nodiscard]] std::vector<engine::Tensor> Answers(const Runner& runner, const std::filesystem::path& file) const {
    engine::LocalWorker worker(Value(runner.make()));
    engine::OpenRequest request{file.string(), {}, {}, {}};
    request.setting.library = runner.library;
    return Answer(worker, request, inputs_.front());
  }

 private:
  format::Quantized Written(Result<format::Quantized> made) const {
    format::Quantized written = Value(std::move(made));
    Value(WriteFile(quantized(), written.bytes));
    return written;
  }
  TemporaryFolder folder_ = Value(TemporaryFolder::Make());
  std::vector<ModelInputs> inputs_;
};

// Fails where an answer of the quantised file is further from that of the wide one than this share of its largest number.
void ExpectAgreement(const Files& files, const Runner& runner, double share) {
  const auto truth = files.Answers(kReference, files.wide()), answers = files.Answers(runner, files.quantized());
  ASSERT_EQ(answers.size(), truth.size());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    EXPECT_EQ(answers[i].dtype(), truth[i].dtype());
    const double distance = Furthest(answers[i], truth[i]) / Largest(truth[i]);
    EXPECT_LE(distance, share) << "output " << i;
    testing::Test::RecordProperty("distance_in_steps", fmt::format("{:.2g}", distance * 255));
  }
}

template <typename Case>
class Quantised : public testing::TestWithParam<std::tuple<Runner, Case>> {
 protected:
  void SetUp() override {
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    const bool is_in_int8 = name.find("InInt8") != std::string::npos;
    if (is_in_int8 && runner().needs_vnni && !HasVnni()) GTEST_SKIP() << "the CPU has no VNNI";
    expected_.Begin(runner().unsupported, std::string(one().name));
  }
  void TearDown() override { expected_.End(); }
  [[nodiscard]] const Runner& runner() const { return std::get<0>(this->GetParam()); }
  [[nodiscard]] const Case& one() const { return std::get<1>(this->GetParam()); }

 private:
  ExpectedFailure expected_;
};

template <typename Case>
std::string NameOf(const testing::TestParamInfo<std::tuple<Runner, Case>>& info) {
  return std::string(std::get<1>(info.param).name) + "_" + std::string(std::get<0>(info.param).name);
}

// The network; where it has no weights its input is multiplied by one.
std::string WeightedBytes(const OperatorNetwork& one) {
  format::Network network = one.make();
  const bool has_weights = std::any_of(network.nodes.begin(), network.nodes.end(),
                                       [](const format::Node& node) { return node.weight && !node.weight->shape.empty(); });
  if (!has_weights) {
    const format::Input& input = network.inputs.at(0);
    for (format::Node& node : network.nodes) std::replace(node.inputs.begin(), node.inputs.end(), input.name, std::string("lead"));
    format::Node lead{.kind = format::NodeKind::kMultiply, .name = "lead", .inputs = {input.name}, .output = "lead"};
    lead.value = input.value;
    lead.weight = {.name = "factor", .shape = {1}, .values = {0.75F}};
    network.nodes.insert(network.nodes.begin(), std::move(lead));
  }
  return Value(format::BytesOf(network, &format::tflite::WriteNetwork));
}

using QuantisedNetworks = Quantised<OperatorNetwork>;

// Errors of several operators add up.
TEST_P(QuantisedNetworks, AnswerInInt8WithinSixStepsOfFloat32) {
  Files files(WeightedBytes(one()));
  const format::Quantized quantized = files.ToInt8();
  for (const format::Kept& kept : quantized.kept) EXPECT_EQ(kept.name, "layer/softmax");
  ExpectAgreement(files, runner(), 6 * kStep);
}

TEST_P(QuantisedNetworks, AnswerWithFloat16WeightsAsInFloat32) {
  Files files(WeightedBytes(one()));
  EXPECT_TRUE(files.ToFloat16().kept.empty());
  ExpectAgreement(files, runner(), kHalf);
}

INSTANTIATE_TEST_SUITE_P(Engines, QuantisedNetworks,
                         testing::Combine(testing::ValuesIn(kRunners), testing::ValuesIn(OperatorNetworks())),
                         NameOf<OperatorNetwork>);

class QuantisedCuts : public testing::TestWithParam<Runner> {};

TEST_P(QuantisedCuts, EqualTheWhole) {
  Files files(Value(format::BytesOf(Branching(), &format::tflite::WriteNetwork)));
  files.ToInt8();
  engine::LocalWorker worker(Value(GetParam().make()));
  engine::OpenRequest request{files.quantized().string(), {}, {}, {}};
  request.setting.library = GetParam().library;
  const auto graph = Value(format::Read(files.quantized(), {}))->graph();
  for (auto& [name, tensor] : NoiseFor(graph, 1)) Value(worker.SetTensor(name, std::move(tensor)));
  ExpectEveryCutEqualsTheWhole(worker, request, graph, {GetParam().cut_tolerance});
}

INSTANTIATE_TEST_SUITE_P(Engines, QuantisedCuts, testing::ValuesIn(kRunners),
                         [](const auto& test) { return std::string(test.param.name); });

using QuantisedOperators = Quantised<TfliteOperator>;

TEST_P(QuantisedOperators, AnswerInInt8WithinFiveStepsOfFloat32) {
  Files files(WriteTfliteOperator(one()));
  const format::Quantized quantized = files.ToInt8();
  EXPECT_TRUE(quantized.kept.empty()) << quantized.kept.front().reason;
  ExpectAgreement(files, runner(), 5 * kStep);
}

INSTANTIATE_TEST_SUITE_P(Engines, QuantisedOperators,
                         testing::Combine(testing::ValuesIn(kRunners), testing::ValuesIn(TfliteOperators())),
                         NameOf<TfliteOperator>);

TEST(QuantisedOperators, AreListedUnderNamesThatExist) {
  for (const Runner& runner : kRunners) ExpectListNamesTests(runner.unsupported, runner.name);
}

TEST(QuantisedOperators, HoldEveryRule) {
  std::set<tflite::BuiltinOperator> held;
  for (const TfliteOperator& op : TfliteOperators()) held.insert(op.code);
  for (const OperatorNetwork& one : OperatorNetworks()) {
    const std::string bytes = WeightedBytes(one);
    for (const auto* kind : *tflite::GetModel(bytes.data())->operator_codes()) held.insert(kind->builtin_code());
  }
  for (const format::tflite::Rule& rule : format::tflite::Rules()) {
    EXPECT_TRUE(held.contains(rule.code)) << tflite::EnumNameBuiltinOperator(rule.code);
  }
}

}  // namespace
}  // namespace dnntune::conformance
