// SPDX-License-Identifier: Apache-2.0
#include "conformance/engine/suite.h"

namespace dnntune::conformance {
namespace {

using engine::OpenRequest;

TEST_P(EngineConformance, DescribesItselfInFull) {
  const engine::EngineInfo info = Value(GetParam().make())->Describe();
  EXPECT_EQ(info.name, GetParam().engine);
  EXPECT_FALSE(info.version.empty());
  EXPECT_FALSE(info.capabilities.empty());
  for (const engine::Capability& one : info.capabilities) {
    EXPECT_FALSE(one.kind.empty()) << one.name;
    EXPECT_FALSE(one.name.empty()) << one.kind;
    EXPECT_FALSE(one.detail.empty()) << one.kind << " " << one.name;
  }
}

// Whole, and as the part that makes the answer.
TEST_P(EngineConformance, NamesAModelFileThatIsNotThere) {
  OpenRequest request = engine_.File("absent", std::nullopt);
  ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kIo, {"absent"});
  request.outputs = {Branching().output};
  ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kIo, {"absent"});
  ExpectGoesOn();
}

TEST_P(EngineConformance, NamesAFileThatIsNoModel) {
  for (const std::string& bytes : {std::string(), std::string("no model"), std::string(1000, '\xff')}) {
    OpenRequest request = engine_.File("garbage", bytes);
    ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {"garbage"});
    request.outputs = {Branching().output};
    ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {"garbage"});
  }
  ExpectGoesOn();
}

TEST_P(EngineConformance, NamesAModelFileThatIsCutShort) {
  const std::string bytes = Value(GetParam().write(Branching(), {}, {}));
  for (const std::size_t size : {bytes.size() / 4, bytes.size() / 2, bytes.size() - bytes.size() / 8}) {
    const OpenRequest request = engine_.File("short", bytes.substr(0, size));
    ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {"short"});
  }
  ExpectGoesOn();
}

TEST_P(EngineConformance, NamesATensorThatTheModelHasNot) {
  OpenRequest request = Whole();
  request.inputs = {"no_such_input"};
  ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {"no_such_input"});
  request.inputs = {};
  request.outputs = {"no_such_output"};
  ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {"no_such_output"});
  ExpectGoesOn();
}

TEST_P(EngineConformance, RefusesAKnobThatItHasNot) {
  OpenRequest request = Whole();
  request.setting.knobs["no_such_knob"] = "1";
  ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {"no_such_knob"});
  ExpectGoesOn();
}

TEST_P(EngineConformance, RefusesAValueThatAKnobHasNot) {
  OpenRequest request = Whole();
  const auto& [name, value] = GetParam().bad_knob;
  request.setting.knobs[name] = value;
  ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {name, value});
  ExpectGoesOn();
}

TEST_P(EngineConformance, RefusesFewerThreadsThanOne) {
  OpenRequest request = Whole();
  for (const int threads : {0, -1}) {
    request.setting.threads = threads;
    ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kBadInput, {"threads", std::to_string(threads)});
  }
  ExpectGoesOn();
}

TEST_P(EngineConformance, RefusesAProcessingUnitThatItHasNot) {
  OpenRequest request = Whole();
  request.setting.unit = "abacus";
  ExpectSays(ErrorOf(worker().Open(request)), ErrorCode::kUnavailable, {"abacus"});
  ExpectGoesOn();
}

}  // namespace
}  // namespace dnntune::conformance
