// SPDX-License-Identifier: Apache-2.0
// write-int8-pair FOLDER: one network as FOLDER/pair.tflite, all in int8, and as FOLDER/pair.onnx, all in float32.
#include <cstdio>

#include "base/file.h"
#include "conformance/engine/quantized_models.h"

int main(int count, char** arguments) {
  using namespace dnntune;
  if (count != 2) return std::fputs("usage: write-int8-pair FOLDER\n", stderr), 2;
  const std::filesystem::path folder = arguments[1];
  const auto write = [&](const char* name, const std::string& bytes) {
    const auto written = WriteFile(folder / name, bytes);
    if (!written) std::fprintf(stderr, "error: %s\n", written.error().message.c_str());
    return written.has_value();
  };
  return write("pair.tflite", conformance::WriteTfliteInt8()) && write("pair.onnx", conformance::WriteOnnxFloat()) ? 0 : 1;
}
