// SPDX-License-Identifier: Apache-2.0
// MODEL SECONDS: the loop that anyone would write - one thread, buffers bound once, median in seconds on standard output.
#include <dlfcn.h>
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  void* library = dlopen(ONNXRUNTIME, RTLD_NOW);
  if (library == nullptr) return 1;
  const auto base = reinterpret_cast<const OrtApiBase* (*)()>(dlsym(library, "OrtGetApiBase"));
  Ort::InitApi(base()->GetApi(ORT_API_VERSION));
  Ort::Env env(ORT_LOGGING_LEVEL_FATAL, "bare");
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(1);
  Ort::Session session(env, argv[1], options);
  const Ort::AllocatorWithDefaultOptions allocator;
  const auto input = session.GetInputNameAllocated(0, allocator);
  const auto output = session.GetOutputNameAllocated(0, allocator);
  const std::vector<std::int64_t> shape = session.GetInputTypeInfo(0).GetTensorTypeAndShapeInfo().GetShape();
  std::size_t size = 1;
  for (const std::int64_t dimension : shape) size *= static_cast<std::size_t>(dimension);
  std::vector<float> data(size, 0.5F);
  const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  const Ort::Value value = Ort::Value::CreateTensor<float>(memory, data.data(), size, shape.data(), shape.size());
  const char* inputs[] = {input.get()};
  const char* outputs[] = {output.get()};
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(std::atof(argv[2]));
  std::vector<double> samples;
  while (Clock::now() < end) {
    const auto start = Clock::now();
    auto results = session.Run(Ort::RunOptions{nullptr}, inputs, &value, 1, outputs, 1);
    samples.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 10));  // warm-up
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2), samples.end());
  std::printf("%.9f\n", samples[samples.size() / 2]);
}
