// SPDX-License-Identifier: Apache-2.0
// MODEL SECONDS: the loop that anyone would write - one thread, XNNPACK, median in seconds on standard output.
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

void* library = nullptr;

// A function of the library by its name in TensorFlow Lite's C API; the package has no headers.
template <typename Function>
Function* Find(const char* name) {
  auto* found = reinterpret_cast<Function*>(dlsym(library, name));
  if (found == nullptr) std::exit(1);
  return found;
}

struct XnnpackOptions {
  std::int32_t threads;
  unsigned char rest[252];
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  library = dlopen(TFLITE, RTLD_NOW);
  if (library == nullptr) return 1;
  XnnpackOptions xnnpack = Find<XnnpackOptions()>("TfLiteXNNPackDelegateOptionsDefault")();
  xnnpack.threads = 1;
  void* model = Find<void*(const char*)>("TfLiteModelCreateFromFile")(argv[1]);
  void* options = Find<void*()>("TfLiteInterpreterOptionsCreate")();
  Find<void(void*, std::int32_t)>("TfLiteInterpreterOptionsSetNumThreads")(options, 1);
  Find<void(void*, void*)>("TfLiteInterpreterOptionsAddDelegate")(
      options, Find<void*(const XnnpackOptions*)>("TfLiteXNNPackDelegateCreate")(&xnnpack));
  void* interpreter = Find<void*(void*, void*)>("TfLiteInterpreterCreate")(model, options);
  if (interpreter == nullptr || Find<int(void*)>("TfLiteInterpreterAllocateTensors")(interpreter) != 0) return 1;
  void* input = Find<void*(void*, std::int32_t)>("TfLiteInterpreterGetInputTensor")(interpreter, 0);
  auto* data = static_cast<float*>(Find<void*(void*)>("TfLiteTensorData")(input));
  std::fill_n(data, Find<std::size_t(void*)>("TfLiteTensorByteSize")(input) / sizeof(float), 0.5F);
  auto* invoke = Find<int(void*)>("TfLiteInterpreterInvoke");
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(std::atof(argv[2]));
  std::vector<double> samples;
  while (Clock::now() < end) {
    const auto start = Clock::now();
    if (invoke(interpreter) != 0) return 1;
    samples.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 10));  // warm-up
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2), samples.end());
  std::printf("%.9f\n", samples[samples.size() / 2]);
}
