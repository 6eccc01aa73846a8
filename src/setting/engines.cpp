// SPDX-License-Identifier: Apache-2.0
#include "setting/engines.h"

#include <algorithm>

#include "setting/setting.h"

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
    {.name = "onnxruntime", .facts = kOnnxRuntime},
    {.name = "tflite", .facts = kTflite},
    {.name = "openvino", .facts = kOpenVino},
    {.name = "tensorflow", .facts = kTensorFlow},
    {.name = "litert", .facts = kLiteRt, .in_place_of = "tflite"},
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

std::string_view DefaultFormat() {
  return NamesOf(*FindEngine(Setting().engine), "format").front();
}

}  // namespace dnntune::setting
