// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "engine/source/model_source.h"
#include "engine/tflite/tflite_api.h"
#include "setting/setting.h"

namespace dnntune::engine {

// One interpreter of one model with the delegate that the setting asks for, and what it said when something failed. Not moved: the
// library keeps its address.
class Interpreter {
 public:
  // `profiler` may be null. kBadInput, with the library's words, where it cannot run the model: an operator that it has not.
  [[nodiscard]] static Result<std::unique_ptr<Interpreter>> Make(const TfLiteApi& api, const ModelSource& source,
                                                                 const setting::Setting& setting, TelemetryProfiler* profiler);
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;
  ~Interpreter();

  [[nodiscard]] TfLiteInterpreter* get() const { return interpreter_; }
  // An error of the code where the status is not kTfLiteOk: what was tried, and the library's words for it.
  [[nodiscard]] Result<void> Check(int status, ErrorCode code, const std::string& what);

 private:
  explicit Interpreter(const TfLiteApi& api) : api_(api) {}
  static void Note(void* self, const char* format, va_list arguments);
  // What the library has said since it was last asked, in one line.
  [[nodiscard]] std::string Said();

  const TfLiteApi& api_;
  TfLiteModel* model_ = nullptr;
  TfLiteDelegate* delegate_ = nullptr;
  TfLiteInterpreter* interpreter_ = nullptr;
  std::string said_;
};

}  // namespace dnntune::engine
