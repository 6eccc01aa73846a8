// SPDX-License-Identifier: Apache-2.0
#include "engine/tflite/interpreter.h"

#include <cstdio>
#include <string_view>
#include <utility>

namespace dnntune::engine {

Result<std::unique_ptr<Interpreter>> Interpreter::Make(const TfLiteApi& api, const ModelSource& source,
                                                       const setting::Setting& setting, TelemetryProfiler* profiler) {
  std::unique_ptr<Interpreter> made(new Interpreter(api));
  Interpreter* self = made.get();
  made->model_ = source.bytes.empty() ? api.ModelCreateFromFile(source.file.c_str(), &Note, self)
                                      : api.ModelCreate(source.bytes.data(), source.bytes.size(), &Note, self);
  const std::string what = "cannot open " + source.file;
  if (made->model_ == nullptr) return Fail(ErrorCode::kBadInput, what + ": " + made->Said());
  if (setting.library != "builtin") {
    XnnpackOptions options = api.XnnpackDefaults();
    options.threads = setting.threads.value();
    // Else the threads of one session would spin while the next is timed.
    options.runtime_flags |= kXnnpackYieldWorkers;
    made->delegate_ = api.XnnpackCreate(&options);
    if (made->delegate_ == nullptr) return Fail(ErrorCode::kUnavailable, what + ": XNNPACK cannot be set up on this machine");
  }
  TfLiteInterpreterOptions* options = api.OptionsCreate();
  api.OptionsSetNumThreads(options, setting.threads.value());
  api.OptionsSetErrorReporter(options, &Note, self);
  if (profiler != nullptr) api.OptionsSetTelemetryProfiler(options, profiler);
  if (made->delegate_ != nullptr) api.OptionsAddDelegate(options, made->delegate_);
  made->interpreter_ = api.InterpreterCreate(made->model_, options);
  api.OptionsDelete(options);
  if (made->interpreter_ == nullptr) return Fail(ErrorCode::kBadInput, what + ": " + made->Said());
  return made;
}

Interpreter::~Interpreter() {
  if (interpreter_ != nullptr) api_.InterpreterDelete(interpreter_);
  if (delegate_ != nullptr) api_.XnnpackDelete(delegate_);
  if (model_ != nullptr) api_.ModelDelete(model_);
}

Result<void> Interpreter::Check(int status, ErrorCode code, const std::string& what) {
  if (status == kTfLiteOk) return {};
  return Fail(code, what + ": " + Said());
}

void Interpreter::Note(void* self, const char* format, va_list arguments) {
  char line[1024];
  std::vsnprintf(line, sizeof line, format, arguments);
  std::string& said = static_cast<Interpreter*>(self)->said_;
  if (!said.empty()) said += "; ";
  said += line;
}

std::string Interpreter::Said() {
  for (char& letter : said_) letter = letter == '\n' ? ' ' : letter;
  // Places in the source are given as they were on the machine that built the library.
  constexpr std::string_view kSource = "/tensorflow/lite/";
  for (std::size_t at = said_.find(kSource); at != std::string::npos; at = said_.find(kSource, at)) {
    const std::size_t space = said_.rfind(' ', at);
    const std::size_t start = space == std::string::npos ? 0 : space + 1;
    said_.erase(start, at + 1 - start);
    at = start;
  }
  return "TensorFlow Lite says: " + (said_.empty() ? "nothing" : std::exchange(said_, ""));
}

}  // namespace dnntune::engine
