// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/rows.h"

#include "conformance/engine/model_files.h"
#include "engine/litert/litert_engine.h"
#include "engine/null/null_engine.h"
#include "engine/onnxruntime/onnxruntime_engine.h"
#include "engine/openvino/openvino_engine.h"
#include "engine/replay/replay_engine.h"
#include "engine/tensorflow/tensorflow_engine.h"
#include "engine/tflite/tflite_engine.h"

namespace dnntune::conformance {
namespace {

using engine::OpenRequest;

Result<std::unique_ptr<engine::Engine>> MakeNull() {
  return engine::MakeNullEngine();
}
Result<std::unique_ptr<engine::Engine>> MakeReplay() {
  return engine::MakeReplayEngine();
}

OpenRequest ModelRequest(const std::string& path) {
  return {.model = path, .inputs = {}, .outputs = {}, .setting = {}};
}
OpenRequest NullRequest(const std::string& path) {
  OpenRequest request = ModelRequest(path);
  request.setting.knobs["run_ns"] = "50000";
  return request;
}
OpenRequest ReplayRequest(const std::string& path) {
  OpenRequest request = ModelRequest("");
  request.setting.knobs["replay"] = path;
  return request;
}

OpenRequest GpuRequest(const std::string& path) {
  OpenRequest request = ModelRequest(path);
  request.setting.unit = "gpu";
  return request;
}

constexpr std::string_view kReadsNothing = "it reads no model";
constexpr std::string_view kComputesNothing = "it computes nothing: its outputs are zeros";
constexpr std::string_view kTakesAnyInput = "it computes nothing and takes any input, or none";
constexpr std::string_view kOneForm = "every tensor of its is float32 [1], whatever the model";

constexpr Unsupported kNotByNull[] = {
    {"NamesAModelFileThatIsNotThere", kReadsNothing},
    {"NamesAFileThatIsNoModel", kReadsNothing},
    {"NamesAModelFileThatIsCutShort", kReadsNothing},
    {"NamesATensorThatTheModelHasNot", kReadsNothing},
    {"NamesAnInputThatHasNoValue", kTakesAnyInput},
    {"RefusesAnInputOfAnotherTypeByName", kTakesAnyInput},
    {"RefusesAnInputOfAnotherShapeByName", kTakesAnyInput},
    {"YieldsTheAnswerInItsTrueShape", kOneForm},
    {"ReadsAndYieldsSeveralTensors", kOneForm},
    {"KeepsModelsApart", kOneForm},
    {"AsksToBePrimedAgainOnceAnotherTookItsOutputsPlace", kOneForm},
    {"RunsOnWhatTheTensorsHoldNow", kComputesNothing},
    {"HeadAndTailEqualTheWholeOnEveryCut", kComputesNothing},
    {"HeadAndTailEqualTheWholeOfSeveralInputsAndOutputs", kComputesNothing},
    {"SessionsSideBySideLeaveEachOthersTensorsAlone", kComputesNothing},
    {"YieldFiniteNumbersThatDependOnTheInput", kComputesNothing},
    {"YieldWhatTheirDefinitionsYield", kComputesNothing},
    {"AnswerAsRealNumbersDo", kOneForm},
    {"EqualTheWholeOnEveryCut", kOneForm},
};

constexpr Unsupported kNotByReplay[] = {
    {"RefusesAValueThatAKnobHasNot", "its one knob with an effect is the path of the profile, which is its model file"},
    {"NamesAnInputThatHasNoValue", kTakesAnyInput},
    {"RefusesAnInputOfAnotherTypeByName", kTakesAnyInput},
    {"RefusesAnInputOfAnotherShapeByName", kTakesAnyInput},
    {"RunsOnWhatTheTensorsHoldNow", kComputesNothing},
    {"HeadAndTailEqualTheWholeOnEveryCut", "it knows whole layers only, and computes nothing"},
    {"HeadAndTailEqualTheWholeOfSeveralInputsAndOutputs", "it knows whole layers only, and computes nothing"},
    {"SessionsSideBySideLeaveEachOthersTensorsAlone", kComputesNothing},
    {"YieldFiniteNumbersThatDependOnTheInput", kComputesNothing},
    {"YieldWhatTheirDefinitionsYield", kComputesNothing},
};

constexpr Unsupported kNotByOnnxRuntime[] = {
    {"TakesAsManyTimesAsLongForASlowerDevice", "nobody knows how long its runs have to take"},
};

constexpr Unsupported kNotByOpenVino[] = {
    {"TakesAsManyTimesAsLongForASlowerDevice", "nobody knows how long its runs have to take"},
};

constexpr Unsupported kNotByTensorFlow[] = {
    {"TakesAsManyTimesAsLongForASlowerDevice", "nobody knows how long its runs have to take"},
    {"RunsOnSeveralThreads", "its pool of threads is made once for the process: another number asks for a fresh worker"},
};

constexpr Unsupported kNotByTflite[] = {
    {"RefusesAValueThatAKnobHasNot", "it has no knobs"},
    {"TakesAsManyTimesAsLongForASlowerDevice", "nobody knows how long its runs have to take"},
};

constexpr Unsupported kNotByLiteRt[] = {
    {"RefusesAValueThatAKnobHasNot", "it has no knobs"},
    {"TakesAsManyTimesAsLongForASlowerDevice", "nobody knows how long its runs have to take"},
};

constexpr std::string_view kNoGroups = "its GPU kernels have no grouped convolutions: it says so and does not run them";
constexpr std::string_view kNoKernel =
    "its GPU has no kernel for numbers of five dimensions or for rows of a table: it does not open the model";
constexpr Unsupported kNotByLiteRtOnAGpu[] = {
    {"RefusesAValueThatAKnobHasNot", "it has no knobs"},
    {"TakesAsManyTimesAsLongForASlowerDevice", "nobody knows how long its runs have to take"},
    {"YieldFiniteNumbersThatDependOnTheInput/conv_grouped", kNoGroups},
    {"YieldWhatTheirDefinitionsYield/conv_grouped", kNoGroups},
    {"YieldFiniteNumbersThatDependOnTheInput/channel_shuffle", kNoKernel},
    {"YieldWhatTheirDefinitionsYield/channel_shuffle", kNoKernel},
    {"YieldFiniteNumbersThatDependOnTheInput/gather", kNoKernel},
    {"YieldWhatTheirDefinitionsYield/gather", kNoKernel},
};

constexpr EngineRow kRows[] = {
    {"null",
     "null",
     &MakeNull,
     ".onnx",
     &WriteOnnxPart,
     &NullRequest,
     {"run_ns", "soon"},
     RunTime{Nanoseconds(50000), false},
     kNotByNull},
    {"replay",
     "replay",
     &MakeReplay,
     ".json",
     &WriteProfile,
     &ReplayRequest,
     {"replay", "no_profile"},
     RunTime{kRecorded, true},
     kNotByReplay},
    {"onnxruntime",
     "onnxruntime",
     &engine::MakeOnnxRuntimeEngine,
     ".onnx",
     &WriteOnnxPart,
     &ModelRequest,
     {"graph_optimization", "maximal"},
     std::nullopt,
     kNotByOnnxRuntime,
     1e-4},
    {"openvino",
     "openvino",
     &engine::MakeOpenVinoEngine,
     ".onnx",
     &WriteOnnxPart,
     &ModelRequest,
     {"performance_hint", "maximal"},
     std::nullopt,
     kNotByOpenVino,
     1e-6},
    {"openvino_tensorflow",
     "openvino",
     &engine::MakeOpenVinoEngine,
     ".pb",
     &WriteTensorFlowPart,
     &ModelRequest,
     {"performance_hint", "maximal"},
     std::nullopt,
     kNotByOpenVino,
     1e-6},
    {"openvino_tflite",
     "openvino",
     &engine::MakeOpenVinoEngine,
     ".tflite",
     &WriteTflitePart,
     &ModelRequest,
     {"performance_hint", "maximal"},
     std::nullopt,
     kNotByOpenVino,
     1e-6},
    {"tensorflow",
     "tensorflow",
     &engine::MakeTensorFlowEngine,
     ".pb",
     &WriteTensorFlowPart,
     &ModelRequest,
     {"graph_optimization", "maximal"},
     std::nullopt,
     kNotByTensorFlow},
    {"tflite",
     "tflite",
     &engine::MakeTfliteEngine,
     ".tflite",
     &WriteTflitePart,
     &ModelRequest,
     {"no_knob", "1"},
     std::nullopt,
     kNotByTflite},
    {"litert",
     "litert",
     &engine::MakeLiteRtEngine,
     ".tflite",
     &WriteTflitePart,
     &ModelRequest,
     {"no_knob", "1"},
     std::nullopt,
     kNotByLiteRt},
    {"litert_gpu",
     "litert",
     &engine::MakeLiteRtEngine,
     ".tflite",
     &WriteTflitePart,
     &GpuRequest,
     {"no_knob", "1"},
     std::nullopt,
     kNotByLiteRtOnAGpu,
     1e-6},
};

}  // namespace

std::span<const EngineRow> EngineRows() {
  return kRows;
}

}  // namespace dnntune::conformance
