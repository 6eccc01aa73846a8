// SPDX-License-Identifier: Apache-2.0
#include "setting/engines.h"

#include <algorithm>
#include <utility>

#include "setting/dimension.h"

namespace dnntune::setting {
namespace {

constexpr bool kNo = false;

constexpr EngineFact kOnnxRuntime[] = {
    {"format", "onnx", ".onnx files, sliced at any tensor"},
    {"unit", "cpu", "MLAS kernels"},
    {"library", "MLAS", "its own kernels"},
    {"unit", "gpu", "this build of ONNX Runtime has the CPU provider only", kNo},
    {"precision", "fp32", "as in the file"},
    {"knob", "graph_optimization", "none, basic, extended, all"},
    {"default", "graph_optimization", "all"},
    {"default", "library", "MLAS"},
};

// Seen (1.28.0): at the lower levels none on three models, and up to 1e-5 on the zoo and the models that tests/models holds to it;
// at `all`, which lays tensors out anew around every convolution that it fuses, up to 8e-5. In int8 (QDQ) none at either, on two
// models.
constexpr ToleranceRow kOfOnnxRuntime[] = {
    {1e-5, "graph_optimization", "none"}, {1e-5, "graph_optimization", "basic"}, {1e-5, "graph_optimization", "extended"}, {1e-4}};

constexpr EngineFact kTflite[] = {
    {"format", "tflite", ".tflite files, sliced at any tensor; of custom operators those that XNNPACK knows"},
    {"unit", "cpu", "XNNPACK or built-in kernels"},
    {"unit", "gpu", "this build of TensorFlow Lite has no GPU delegate", kNo},
    {"library", "xnnpack", "operators that it has not run on built-in kernels"},
    {"library", "builtin", "TensorFlow Lite's own kernels"},
    {"precision", "fp32", "as in the file"},
    {"default", "library", "xnnpack"},
};

constexpr std::string_view kNoOther = "only OpenVINO's plug-in for the CPU is installed";
constexpr EngineFact kOpenVino[] = {
    {"format", "onnx", ".onnx files, sliced at any tensor; compiled for the shapes of the inputs"},
    {"format", "tensorflow", ".pb files (frozen GraphDef), sliced at any tensor outside of control flow"},
    {"format", "tflite", ".tflite files, sliced at any tensor; no custom operators"},
    {"unit", "cpu", "its plug-in for the CPU"},
    {"unit", "gpu", kNoOther, kNo},
    {"unit", "npu", kNoOther, kNo},
    {"library", "onednn", "its own oneDNN"},
    {"precision", "fp32", "also where the CPU has bf16; int8 models stay int8"},
    {"precision", "bf16", "where an operator has it"},
    {"knob", "performance_hint", "latency, throughput (streams of fewer threads, of which a run takes one)"},
    {"default", "library", "onednn"},
    {"default", "performance_hint", "latency"},
    {"own choice", "precision", "bf16"},  // withdrawn where the CPU has none
};

// Seen on nine models in float32 and two in int8 (2026.4.1): none but one, of 1.2e-7, which is a last bit; tests/models holds the
// zoo and others to 1e-5. bf16 keeps 8 bits of a number, so that each place where a cut rounds otherwise is worth 0.4 %; a dozen of
// them in a row.
constexpr ToleranceRow kOfOpenVino[] = {{5e-2, "precision", "bf16"}, {1e-5}};

constexpr EngineFact kTensorFlow[] = {
    {"format", "tensorflow", ".pb files (frozen GraphDef), sliced at any tensor outside of control flow"},
    {"unit", "cpu", "kernels of Eigen or oneDNN"},
    {"unit", "gpu", "this build of TensorFlow is for CPUs only", kNo},
    {"library", "onednn", "one library a worker"},
    {"library", "eigen", "TF_ENABLE_ONEDNN_OPTS=0; one library a worker"},
    {"precision", "fp32", "as in the file"},
    {"knob", "graph_optimization", "none, all: grappler's rewriting and fusing"},
    {"default", "graph_optimization", "all"},
    {"default", "library", "onednn"},
};

constexpr EngineFact kLiteRt[] = {
    {"format", "tflite", ".tflite files, sliced at any tensor, without custom operators"},
    {"unit", "cpu", "XNNPACK or built-in kernels"},
    {"unit", "gpu", "by WebGPU on Vulkan"},  // the engine names the GPU, or why there is none
    {"library", "xnnpack", "on the CPU; operators that it has not run on built-in kernels"},
    {"library", "builtin", "TensorFlow Lite's own kernels, on the CPU"},
    {"precision", "fp32", "as in the file: integers where it is quantised"},
    {"precision", "fp16", "on the GPU"},
    {.kind = "default", .name = "library", .detail = "xnnpack", .unit = "cpu"},
    {.kind = "own choice", .name = "precision", .detail = "fp16", .unit = "gpu"},
};

// On the CPU they are TensorFlow Lite's, bit for bit. A GPU fuses across what a cut parts: in float32 it was seen within 1.6e-7 of
// the CPU, in fp16, which keeps 11 bits, within 1.1e-4 (2.3.0, software Vulkan); others' GPUs sum in other orders.
constexpr ToleranceRow kOfLiteRt[] = {{1e-2, "precision", "fp16"}, {1e-4, "unit", "gpu"}};

constexpr EngineFact kNull[] = {
    {"unit", "cpu", "waits as long as it is told to"},
    {"knob", "run_ns", "nanoseconds"},
    {"knob", "fail", "crash, hang, error"},
    {"knob", "graph_optimization", "without effect"},
};

constexpr EngineFact kReplay[] = {
    {"unit", "cpu", "times as recorded"},
    {"knob", "replay", "path of a recorded profile"},
    {"knob", "graph_optimization", "without effect: as recorded"},
};

constexpr EngineRow kEngines[] = {
    {.name = "onnxruntime", .facts = kOnnxRuntime, .tolerances = kOfOnnxRuntime},
    {.name = "tflite", .facts = kTflite},
    {.name = "openvino", .facts = kOpenVino, .tolerances = kOfOpenVino},
    {.name = "tensorflow", .facts = kTensorFlow},
    {.name = "litert", .facts = kLiteRt, .in_place_of = "tflite", .tolerances = kOfLiteRt},
    {.name = "null", .facts = kNull, .computes = false},
    {.name = "replay", .facts = kReplay, .computes = false},
};

bool Holds(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::span<const EngineRow> Engines() {
  return kEngines;
}

const EngineRow* FindEngine(std::string_view name) {
  const auto found = std::ranges::find(kEngines, name, &EngineRow::name);
  return found == std::end(kEngines) ? nullptr : &*found;
}

std::vector<std::string_view> NamesOf(const EngineRow& engine, std::string_view kind) {
  std::vector<std::string_view> names;
  for (const EngineFact& fact : engine.facts) {
    if (fact.kind == kind && fact.is_available) names.push_back(fact.name);
  }
  return names;
}

std::vector<std::string_view> NamesOf(std::string_view kind) {
  std::vector<std::string_view> all;
  for (const EngineRow& engine : kEngines) {
    for (const std::string_view name : NamesOf(engine, kind)) {
      if (!Holds(all, name)) all.push_back(name);
    }
  }
  return all;
}

const EngineRow* EngineInPlaceOf(std::string_view engine, std::string_view unit) {
  const EngineRow* own = FindEngine(engine);
  if (own == nullptr || Holds(NamesOf(*own, "unit"), unit)) return nullptr;
  const auto other = std::ranges::find_if(
      kEngines, [&](const EngineRow& row) { return row.in_place_of == engine && Holds(NamesOf(row, "unit"), unit); });
  return other == std::end(kEngines) ? nullptr : &*other;
}

std::vector<std::string_view> ReadersOf(std::string_view format) {
  std::vector<std::string_view> own;
  std::vector<std::string_view> others;
  for (const EngineRow& row : kEngines) {
    const auto formats = NamesOf(row, "format");
    if (row.computes && Holds(formats, format)) (formats.front() == format ? own : others).push_back(row.name);
  }
  own.insert(own.end(), others.begin(), others.end());
  return own;
}

std::string_view DefaultOf(const EngineRow& engine, std::string_view unit, std::string_view dimension) {
  for (const EngineFact& fact : engine.facts) {
    const bool is_it = fact.kind == "default" && fact.name == dimension && (fact.unit.empty() || fact.unit == unit);
    if (is_it) return fact.detail;
  }
  return {};
}

double ToleranceOf(const Setting& setting, std::string_view format) {
  const EngineRow* engine = FindEngine(setting.engine);
  if (engine == nullptr) return 0;
  for (const ToleranceRow& row : engine->tolerances) {
    const bool is_its_format = row.format.empty() || row.format == format;
    const bool is_its_value = row.dimension.empty() || Print(Get(setting, *FindDimension(row.dimension))) == row.value;
    if (is_its_format && is_its_value) return row.relative;
  }
  return 0;
}

double ToleranceOfOtherKernels(const Setting& setting) {
  // A trained classifier of 566 operators agreed on three engines to 1e-4 in float32; ten times that for networks that are deeper
  // or more sensitive. In fp16 and bf16 it is the rounding of the numbers that counts, as for kernels of one engine that fuse
  // otherwise.
  constexpr std::pair<std::string_view, double> kOfPrecision[] = {{"fp16", 1e-2}, {"bf16", 5e-2}};
  const auto found = std::ranges::find(kOfPrecision, setting.precision, &std::pair<std::string_view, double>::first);
  return found == std::end(kOfPrecision) ? 1e-3 : found->second;
}

std::string_view DefaultFormat() {
  return NamesOf(*FindEngine(Setting().engine), "format").front();
}

}  // namespace dnntune::setting
