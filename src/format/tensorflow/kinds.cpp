// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "format/tensorflow/contents.h"

namespace dnntune::format::tensorflow {
namespace {

constexpr std::array<std::string_view, 4> kPassing = {"Identity", "StopGradient", "Snapshot", "PreventGradient"};
constexpr std::array<std::string_view, 11> kRandom = {
    "RandomUniform",         "RandomUniformInt", "RandomStandardNormal", "TruncatedNormal", "Multinomial",
    "RandomShuffle",         "RandomGamma",      "RandomPoisson",        "RandomPoissonV2", "ParameterizedTruncatedNormal",
    "StatelessRandomUniform"};
constexpr std::array<std::string_view, 12> kSwitching = {"Switch",           "Merge",     "Enter",    "Exit",     "NextIteration",
                                                         "LoopCond",         "RefSwitch", "RefMerge", "RefEnter", "RefExit",
                                                         "RefNextIteration", "_SwitchN"};
constexpr std::array<std::string_view, 7> kVariables = {"Variable",      "VariableV2",  "VarHandleOp",      "ReadVariableOp",
                                                        "_VarHandlesOp", "HashTableV2", "TemporaryVariable"};

template <typename Names>
bool IsIn(const Names& names, const NodeDef& node) {
  return std::find(names.begin(), names.end(), node.op()) != names.end();
}

}  // namespace

bool IsPlaceholder(const NodeDef& node) {
  return node.op() == "Placeholder" || node.op() == "PlaceholderV2";
}

bool PassesOn(const NodeDef& node) {
  return IsIn(kPassing, node);
}

bool IsRandom(const NodeDef& node) {
  return IsIn(kRandom, node);
}

bool IsControlFlow(const NodeDef& node) {
  return IsIn(kSwitching, node);
}

bool IsVariable(const NodeDef& node) {
  return IsIn(kVariables, node);
}

bool HandlesLists(const NodeDef& node) {
  const std::string& op = node.op();
  const bool yields_tensor = op == "TensorListStack" || op == "TensorListGetItem" || op == "TensorListConcatV2";
  return !yields_tensor &&
         (op.rfind("TensorList", 0) == 0 || op.rfind("EmptyTensorList", 0) == 0 || op.rfind("TensorArray", 0) == 0);
}

}  // namespace dnntune::format::tensorflow
