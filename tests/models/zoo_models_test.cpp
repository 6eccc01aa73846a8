// SPDX-License-Identifier: Apache-2.0
// Every model of the zoo in every format on every engine that reads it: all compute the same from the same input, and so do head
// and tail of a cut.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ostream>

#include "base/file.h"
#include "conformance/every_cut.h"
#include "conformance/expected_failure.h"
#include "engine/convert.h"
#include "engine/local_worker.h"
#include "engine/onnxruntime/onnxruntime_engine.h"
#include "engine/openvino/openvino_engine.h"
#include "engine/tensorflow/tensorflow_engine.h"
#include "engine/tflite/tflite_engine.h"
#include "format/format.h"
#include "zoo/zoo.h"

namespace dnntune::models {
namespace {

using conformance::Value;
using engine::LocalWorker;
using engine::OpenRequest;
using engine::Tensor;

// An engine, its kernels, and the format that it is given.
struct Reader {
  std::string_view name;
  Result<std::unique_ptr<engine::Engine>> (*make)();
  const char* format;
  const char* library = "";
  double cut_tolerance = 0;  // of a split from the whole, of the output's largest number. 0: the same numbers
};

constexpr Reader kReference = {"onnxruntime", &engine::MakeOnnxRuntimeEngine, "onnx", "", 1e-4};
constexpr Reader kCompared[] = {{"openvino_onnx", &engine::MakeOpenVinoEngine, "onnx"},
                                {"openvino_pb", &engine::MakeOpenVinoEngine, "tensorflow"},
                                {"openvino_tflite", &engine::MakeOpenVinoEngine, "tflite"},
                                {"tensorflow", &engine::MakeTensorFlowEngine, "tensorflow"},
                                {"xnnpack", &engine::MakeTfliteEngine, "tflite", "xnnpack"},
                                {"tflite_builtin", &engine::MakeTfliteEngine, "tflite", "builtin"}};
constexpr Reader kCut[] = {kReference,
                           {"openvino", &engine::MakeOpenVinoEngine, "onnx", "", 1e-5},
                           {"tensorflow", &engine::MakeTensorFlowEngine, "tensorflow", "eigen"},
                           {"tflite", &engine::MakeTfliteEngine, "tflite", "xnnpack"}};

// Of an output's largest number: units in the last place, added up over the layers in another order by every engine.
constexpr double kAgreement = 1e-4;

struct Case {
  const zoo::Entry* model;
  const Reader* reader;
};

std::string NameOf(const Case& one) {
  std::string name = fmt::format("{}_on_{}", one.model->name, one.reader->name);
  for (char& letter : name) letter = std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
  return name;
}
void PrintTo(const Case& one, std::ostream* out) {
  *out << NameOf(one);
}

std::vector<Case> Cases(std::span<const Reader> readers) {
  std::vector<Case> cases;
  for (const zoo::Entry& model : zoo::Models()) {
    for (const Reader& reader : readers) cases.push_back({&model, &reader});
  }
  return cases;
}

// An image's conversion to a format that has channels last, or back; of anything else one that changes nothing.
graph::Conversion Turn(const Tensor& tensor, bool to_last) {
  const auto& shape = tensor.shape();
  graph::Conversion how{.from = {tensor.dtype(), shape}, .view = shape, .order = {}, .to = {tensor.dtype(), shape}};
  for (std::uint32_t i = 0; i < shape.size(); ++i) how.order.push_back(i);
  if (shape.size() == 4) how.order = to_last ? std::vector<std::uint32_t>{0, 2, 3, 1} : std::vector<std::uint32_t>{0, 3, 1, 2};
  for (std::size_t i = 0; i < shape.size(); ++i) how.to.shape[i] = shape[how.order[i]];
  return how;
}

Tensor Turned(const Tensor& tensor, bool to_last) {
  const graph::Conversion how = Turn(tensor, to_last);
  Tensor turned(how.to.dtype, how.to.shape);
  Value(engine::Convert(how, tensor, turned));
  return turned;
}

// A model as a file that is gone when the test ends: all of them would take gigabytes.
class OnDisk {
 public:
  OnDisk(const zoo::Entry& model, const Reader& reader) : reader_(reader) {
    Value(zoo::Write({.name = std::string(model.name)}, reader.format, Path()));
    model_ = Value(format::Read(Path(), {}));
  }

  [[nodiscard]] const graph::Graph& graph() const { return model_->graph(); }
  [[nodiscard]] OpenRequest Request() const {
    OpenRequest request{Path().string(), {}, {}, {}};
    request.setting.library = reader_.library;
    return request;
  }

  // The same noise in all formats. Some of it, for an image whose values are all alike would look the same to every layer.
  void SetInputs(const format::Network& network, LocalWorker& worker) const {
    std::uint64_t seed = 7;
    for (const format::Input& input : network.inputs) {
      Tensor noise(input.value.dtype, input.value.shape);
      engine::FillWithNoise(noise, seed++);
      Value(worker.SetTensor(input.name, HasChannelsLast() ? Turned(noise, true) : std::move(noise)));
    }
  }

  // The tensors, with channels first.
  std::vector<Tensor> Run(const format::Network& network, const std::vector<std::string>& outputs) const {
    LocalWorker worker(Value(reader_.make()));
    SetInputs(network, worker);
    OpenRequest request = Request();
    request.outputs = outputs;
    Value(worker.Prime(Value(worker.Open(request)).id));
    std::vector<Tensor> tensors;
    for (const std::string& name : outputs) {
      Tensor tensor = Value(worker.GetTensor(name));
      tensors.push_back(HasChannelsLast() ? Turned(tensor, false) : std::move(tensor));
    }
    return tensors;
  }

 private:
  [[nodiscard]] bool HasChannelsLast() const { return std::string_view(reader_.format) != "onnx"; }
  [[nodiscard]] std::filesystem::path Path() const { return folder_.path() / zoo::FileName("model", reader_.format); }

  TemporaryFolder folder_ = Value(TemporaryFolder::Make());
  const Reader& reader_;
  std::unique_ptr<format::Model> model_;
};

// What is compared: the output, or of tokens the numbers that they are chosen by.
std::vector<std::string> ComparedIn(const format::Network& network) {
  if (network.nodes.back().value.dtype == graph::DType::kFloat32) return {network.output};
  return {"output/logits"};
}

class Agreement : public testing::TestWithParam<Case> {};

TEST_P(Agreement, WithOnnxRuntime) {
  const auto& [model, reader] = GetParam();
  const format::Network network = Value(zoo::Make({.name = std::string(model->name)}));
  const auto outputs = ComparedIn(network);
  const auto expected = OnDisk(*model, kReference).Run(network, outputs);
  const auto answer = OnDisk(*model, *reader).Run(network, outputs);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const double distance = conformance::Furthest(answer[i], expected[i]) / conformance::Largest(expected[i]);
    EXPECT_LE(distance, kAgreement) << outputs[i];
    RecordProperty("distance", fmt::format("{:.2g}", distance));
  }
}

INSTANTIATE_TEST_SUITE_P(Zoo, Agreement, testing::ValuesIn(Cases(kCompared)), [](const auto& test) { return NameOf(test.param); });

class Cuts : public testing::TestWithParam<Case> {};

// Of every model every cut on the engine that the others are compared with, two of them on each other.
TEST_P(Cuts, EqualTheWhole) {
  const auto& [model, reader] = GetParam();
  const format::Network network = Value(zoo::Make({.name = std::string(model->name)}));
  const OnDisk file(*model, *reader);
  LocalWorker worker(Value(reader->make()));
  file.SetInputs(network, worker);
  const std::size_t step = reader == &kCut[0] ? 1 : std::max<std::size_t>(1, file.graph().layers().size() / 3);
  conformance::ExpectEveryCutEqualsTheWhole(worker, file.Request(), file.graph(), {reader->cut_tolerance, step});
}

INSTANTIATE_TEST_SUITE_P(Zoo, Cuts, testing::ValuesIn(Cases(kCut)), [](const auto& test) { return NameOf(test.param); });

}  // namespace
}  // namespace dnntune::models
