// SPDX-License-Identifier: Apache-2.0
#include "setting/dimension.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dnntune::setting {
namespace {

template <std::string Setting::*kMember>
Value Text(const Setting& setting) {
  return setting.*kMember;
}

template <std::string Setting::*kMember>
void SetTextMember(Setting& setting, const Value& value) {
  setting.*kMember = std::get<std::string>(value);
}

template <std::string Setting::*kMember>
std::string Itself(const Setting& setting) {
  return setting.*kMember;
}

std::string ThreadWords(const Setting& setting) {
  return setting.threads ? fmt::format("{} thread{}", *setting.threads, *setting.threads == 1 ? "" : "s") : "";
}

std::string NoWords(const Setting&) {
  return "";
}

// clang-format off
constexpr Dimension kDimensions[] = {
    {.key = "slowdown", .name = "slowdown", .title = "Slowdown", .noun = "slowdown", .type = "number", .standard = "1",
     .help = "Makes every run take this many times as long, to stand in for a slower device; as a flag, of the device only",
     .flag = "--slowdown", .values = Values::kNumber, .least = 1, .most = 1000,
     .words = [](const Setting& s) { return s.slowdown > 1 ? fmt::format("slowed {:g}x", s.slowdown) : ""; },
     .get = [](const Setting& s) -> Value { return s.slowdown; },
     .set = [](Setting& s, const Value& v) { s.slowdown = std::get<double>(v); }},
    {.key = "unit", .name = "unit", .title = "Unit", .noun = "processing unit", .type = "cpu or gpu", .standard = "cpu",
     .help = "Processing unit; gpu is litert's, which takes the place of tflite there",
     .values = Values::kNames, .capability = "unit", .is_compared = true, .rank = 2,
     .words = &Itself<&Setting::unit>, .get = &Text<&Setting::unit>, .set = &SetTextMember<&Setting::unit>},
    {.key = "cpu_threads", .name = "threads", .title = "Threads", .noun = "threads", .type = "whole number", .standard = "the engine's own number",
     .help = "Threads of the engine; left out, as many as it takes by itself on the cores that it may use, which is recorded",
     .flag = "--threads", .values = Values::kWhole, .least = 1, .most = 1024, .is_compared = true, .rank = 5,
     .words = &ThreadWords,
     .get = [](const Setting& s) { return s.threads ? Value(std::int64_t{*s.threads}) : Value(std::string()); },
     .set = [](Setting& s, const Value& v) { s.threads = static_cast<int>(std::get<std::int64_t>(v)); }},
    {.key = "cpu_affinity", .name = "cores", .title = "Cores", .noun = "cores", .type = "text", .standard = "all",
     .help = "Cores: all, big, little, big+little or a list such as 0-3",
     .flag = "--cores", .is_compared = true, .is_list = true, .rank = 6,
     .words = [](const Setting& s) { return "cores " + s.cores; },
     .get = &Text<&Setting::cores>, .set = &SetTextMember<&Setting::cores>},
    {.key = "framework", .name = "engine", .title = "Engine", .noun = "engine", .type = "list", .standard = "onnxruntime",
     .help = "Engine. Of several, tune measures the whole model on each and goes on with the fastest; compare, and profile with the flag, show each; else the first that this installation has",
     .flag = "--framework", .values = Values::kNames, .capability = "engine", .is_compared = true, .rank = 1,
     .words = &NoWords,  // every label begins with it
     .get = &Text<&Setting::engine>, .set = &SetTextMember<&Setting::engine>},
    {.key = "dnn_library", .name = "library", .title = "DNN library", .noun = "DNN library", .type = "list", .standard = "the engine's own",
     .help = "Kernel library inside the engine: MLAS of onnxruntime; onednn or eigen of tensorflow; xnnpack or builtin of tflite, and of litert on the CPU. 'dnntune doctor' names the default of each",
     .flag = "--library", .values = Values::kNames, .capability = "library", .is_compared = true, .rank = 4,
     .words = &Itself<&Setting::library>, .get = &Text<&Setting::library>, .set = &SetTextMember<&Setting::library>},
    {.key = "precision", .name = "precision", .title = "Precision", .noun = "precision", .type = "fp32, fp16 or bf16", .standard = "fp32",
     .help = "Arithmetic, where the engine has it: all have fp32, openvino bf16, litert on a GPU fp16",
     .values = Values::kChoice, .choices = "fp32, fp16, bf16", .capability = "precision", .is_compared = true, .rank = 3,
     .words = &Itself<&Setting::precision>, .get = &Text<&Setting::precision>, .set = &SetTextMember<&Setting::precision>},
    {.key = "file_precision", .name = "file_precision", .title = "File precision", .noun = "precision of the file", .type = "fp32, fp16 or int8", .standard = "the file's",
     .help = "Numbers of the model's file: of several files the one that is in it; else the float32 file quantised with generated inputs",
     .flag = "--file-precision", .values = Values::kChoice, .choices = "fp32, fp16, int8", .is_compared = true, .rank = 7,
     .words = [](const Setting& s) { return s.file_precision.empty() ? "" : s.file_precision + " file"; },
     .get = &Text<&Setting::file_precision>, .set = &SetTextMember<&Setting::file_precision>},
    {.key = "graph_optimization", .name = "graph_optimization", .title = "Graph optimization", .noun = "graph optimization", .type = "text", .standard = "the engine's",
     .help = "Of onnxruntime: none, basic, extended or all; of tensorflow: none or all. 'dnntune doctor' names the default of each",
     .flag = "--graph-optimization", .values = Values::kChoice, .choices = "none, basic, extended, all", .capability = "knob", .is_compared = true, .rank = 8},
    {.key = "performance_hint", .name = "performance_hint", .title = "Performance hint", .noun = "performance hint", .type = "text", .standard = "the engine's",
     .help = "Of openvino: latency or throughput. 'dnntune doctor' names its default",
     .flag = "--performance-hint", .values = Values::kChoice, .choices = "latency, throughput", .capability = "knob", .is_compared = true, .rank = 9},
    {.key = "replay", .name = "replay", .title = "Replay", .noun = "replayed profile", .type = "text", .standard = "",
     .help = "framework: replay: the recorded profile to answer from", .capability = "knob"},
};
// clang-format on

Error NoValue(const Dimension& dimension, const std::string& text) {
  return {ErrorCode::kBadInput, fmt::format("{}: '{}' is no {}", dimension.noun, text, dimension.type)};
}

bool IsWithin(const Dimension& dimension, double number) {
  return number >= dimension.least && number <= dimension.most;
}

template <typename Number>
Result<Number> ReadNumber(const Dimension& dimension, const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return Fail(NoValue(dimension, text));
  if (!IsWithin(dimension, static_cast<double>(number))) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("{}: must be from {:g} to {:g}, is {}", dimension.noun, dimension.least, dimension.most, text));
  }
  return number;
}

}  // namespace

std::string Print(const Value& value) {
  return std::visit([](const auto& one) { return fmt::format("{}", one); }, value);
}

std::span<const Dimension> Dimensions() {
  return kDimensions;
}

std::vector<const Dimension*> RankedDimensions() {
  std::vector<const Dimension*> ranked;
  for (const Dimension& dimension : kDimensions) ranked.push_back(&dimension);
  std::stable_sort(ranked.begin(), ranked.end(), [](const Dimension* one, const Dimension* other) {
    return one->rank != 0 && (other->rank == 0 || one->rank < other->rank);
  });
  return ranked;
}

const Dimension* FindDimension(std::string_view name) {
  const auto found = std::ranges::find_if(kDimensions, [&](const Dimension& one) { return one.name == name; });
  return found == std::end(kDimensions) ? nullptr : &*found;
}

bool IsKnob(const Dimension& dimension) {
  return dimension.get == nullptr;
}

Value Get(const Setting& setting, const Dimension& dimension) {
  if (!IsKnob(dimension)) return dimension.get(setting);
  const auto knob = setting.knobs.find(dimension.name);
  return knob == setting.knobs.end() ? std::string() : knob->second;
}

void Set(Setting& setting, const Dimension& dimension, const Value& value) {
  if (!IsKnob(dimension)) return dimension.set(setting, value);
  const auto& text = std::get<std::string>(value);
  if (text.empty()) {
    setting.knobs.erase(dimension.name);
  } else {
    setting.knobs[dimension.name] = text;
  }
}

Result<void> SetText(Setting& setting, const Dimension& dimension, const std::string& text) {
  switch (dimension.values) {
    case Values::kWhole: {
      ASSIGN_OR_RETURN(const auto number, ReadNumber<std::int64_t>(dimension, text));
      Set(setting, dimension, number);
      return {};
    }
    case Values::kNumber: {
      ASSIGN_OR_RETURN(const auto number, ReadNumber<double>(dimension, text));
      Set(setting, dimension, number);
      return {};
    }
    case Values::kText:
    case Values::kChoice:
    case Values::kNames:
      Set(setting, dimension, text);
      return {};
  }
  return {};
}

std::string WordsOf(const Setting& setting, const Dimension& dimension) {
  if (dimension.words != nullptr) return dimension.words(setting);
  const std::string value = Print(Get(setting, dimension));
  return value.empty() ? "" : fmt::format("{} {}", dimension.name, value);
}

std::vector<std::string> ChoicesOf(const Dimension& dimension) {
  std::vector<std::string> choices;
  std::string_view rest = dimension.choices;
  while (!rest.empty()) {
    const std::size_t end = rest.find(", ");
    choices.emplace_back(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 2);
  }
  return choices;
}

}  // namespace dnntune::setting
