// SPDX-License-Identifier: Apache-2.0
#include "conformance/calibrate.h"

#include <algorithm>
#include <cmath>

#include "base/file.h"
#include "conformance/expected_failure.h"
#include "engine/element.h"
#include "engine/local_worker.h"
#include "engine/tflite/tflite_engine.h"
#include "format/format.h"
#include "format/tflite/quantize.h"

namespace dnntune::conformance {
namespace {

void Widen(format::Ranges& ranges, const std::string& name, const engine::Tensor& tensor) {
  const std::vector<double> numbers = engine::Numbers(tensor);
  const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  const format::Range seen{static_cast<float>(*low), static_cast<float>(*high)};
  const auto [entry, is_new] = ranges.emplace(name, seen);
  if (is_new) return;
  entry->second = {std::min(entry->second.low, seen.low), std::max(entry->second.high, seen.high)};
}

}  // namespace

ModelInputs NoiseFor(const graph::Graph& graph, std::uint64_t seed) {
  ModelInputs inputs;
  for (const graph::TensorId id : graph.inputs()) {
    const graph::Tensor& tensor = graph.tensors()[id];
    engine::Tensor noise(tensor.dtype.value(), tensor.shape.value());
    engine::FillWithNoise(noise, seed++);
    inputs.emplace(tensor.name, std::move(noise));
  }
  return inputs;
}

format::Ranges Calibrate(const std::filesystem::path& file, const std::vector<ModelInputs>& inputs) {
  const auto model = Value(format::Read(file, {}));
  std::vector<std::string> inner;
  format::Ranges ranges;
  for (const std::string& name : Value(format::tflite::kQuantizer.calibrated(file, model->graph()))) {
    if (!inputs.front().contains(name)) inner.push_back(name);
  }
  const TemporaryFolder folder = Value(TemporaryFolder::Make());
  const std::filesystem::path probe = folder.path() / "probe.tflite";
  Value(WriteFile(probe, Value(model->Slice({}, inner))));
  engine::OpenRequest request{probe.string(), {}, {}, {}};
  request.setting.library = "builtin";
  engine::LocalWorker worker(Value(engine::MakeTfliteEngine()));
  for (const ModelInputs& one : inputs) {
    for (const auto& [name, tensor] : one) Widen(ranges, name, tensor);
    const std::vector<engine::Tensor> seen = Answer(worker, request, one);
    for (std::size_t i = 0; i < inner.size(); ++i) Widen(ranges, inner[i], seen.at(i));
  }
  return ranges;
}

std::vector<engine::Tensor> Answer(engine::Worker& worker, const engine::OpenRequest& request, const ModelInputs& inputs) {
  for (const auto& [name, tensor] : inputs) Value(worker.SetTensor(name, CopyOf(tensor)));
  const engine::SessionInfo session = Value(worker.Open(request));
  Value(worker.Prime(session.id));
  std::vector<engine::Tensor> answers;
  for (const engine::TensorInfo& output : session.outputs) answers.push_back(Value(worker.GetTensor(output.name)));
  Value(worker.Close(session.id));
  return answers;
}

double SignalToNoise(const engine::Tensor& truth, const engine::Tensor& answer) {
  const std::vector<double> wanted = engine::Numbers(truth), given = engine::Numbers(answer);
  double signal = 0, noise = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    signal += wanted[i] * wanted[i];
    noise += (wanted[i] - given.at(i)) * (wanted[i] - given.at(i));
  }
  return 10 * std::log10(signal / noise);
}

}  // namespace dnntune::conformance
