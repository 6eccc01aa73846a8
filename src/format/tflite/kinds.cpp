// SPDX-License-Identifier: Apache-2.0
#include "format/tflite/kinds.h"

#include <algorithm>

#include "format/tflite/contents.h"

namespace dnntune::format::tflite {
namespace {

template <typename Types>
bool IsIn(const Types& types, schema::BuiltinOperator code) {
  return std::find(types.begin(), types.end(), schema::EnumNameBuiltinOperator(code)) != types.end();
}

}  // namespace

bool IsControlFlow(schema::BuiltinOperator code) {
  return IsIn(kControlFlow, code);
}

bool IsStateful(schema::BuiltinOperator code) {
  return IsIn(kStateful, code);
}

bool ReadsVariables(schema::BuiltinOperator code) {
  return IsIn(kReadsVariables, code);
}

}  // namespace dnntune::format::tflite
