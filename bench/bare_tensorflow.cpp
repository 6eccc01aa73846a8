// SPDX-License-Identifier: Apache-2.0
// MODEL SECONDS: the loop that anyone would write, over the C API - one thread, oneDNN, median in seconds on standard output. The
// model is one of the zoo: its input is "input", its output "predictions".
#include <dlfcn.h>
#include <tensorflow/c/c_api.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

void* library = nullptr;

template <typename Function>
Function* Find(Function*, const char* name) {
  auto* found = reinterpret_cast<Function*>(dlsym(library, name));
  if (found == nullptr) std::exit(1);
  return found;
}

}  // namespace

// The function of the library's that is declared in its header.
#define TF(name) Find(static_cast<decltype(&::TF_##name)>(nullptr), "TF_" #name)

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  library = dlopen(TENSORFLOW, RTLD_NOW | RTLD_DEEPBIND);
  if (library == nullptr) return 1;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  TF_Status* status = TF(NewStatus)();
  TF_Graph* graph = TF(NewGraph)();
  TF(GraphImportGraphDef)(graph, TF(NewBufferFromString)(bytes.data(), bytes.size()), TF(NewImportGraphDefOptions)(), status);
  TF_SessionOptions* options = TF(NewSessionOptions)();
  // ConfigProto: intra_op_parallelism_threads 1, inter_op_parallelism_threads -1 (in the caller's thread).
  const unsigned char config[] = {0x10, 1, 0x28, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1};
  TF(SetConfig)(options, config, sizeof config, status);
  TF_Session* session = TF(NewSession)(graph, options, status);
  const TF_Output input{TF(GraphOperationByName)(graph, "input"), 0};
  const TF_Output output{TF(GraphOperationByName)(graph, "predictions"), 0};
  if (TF(GetCode)(status) != TF_OK || input.oper == nullptr || output.oper == nullptr) return 1;
  std::int64_t shape[4] = {};
  TF(GraphGetTensorShape)(graph, input, shape, 4, status);
  const auto size = static_cast<std::size_t>(shape[0] * shape[1] * shape[2] * shape[3]);
  constexpr std::size_t kAlignment = 64;  // else TensorFlow copies
  const std::size_t whole = (size * sizeof(float) + kAlignment - 1) / kAlignment * kAlignment;
  auto* data = static_cast<float*>(std::aligned_alloc(kAlignment, whole));
  std::fill_n(data, size, 0.5F);
  TF_Tensor* value = TF(NewTensor)(
      TF_FLOAT, shape, 4, data, size * sizeof(float), [](void*, std::size_t, void*) {}, nullptr);
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(std::atof(argv[2]));
  std::vector<double> samples;
  auto* run = TF(SessionRun);
  auto* forget = TF(DeleteTensor);
  while (Clock::now() < end) {
    TF_Tensor* result = nullptr;
    const auto start = Clock::now();
    run(session, nullptr, &input, &value, 1, &output, &result, 1, nullptr, 0, nullptr, status);
    samples.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    if (TF(GetCode)(status) != TF_OK) return 1;
    forget(result);
  }
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 10));  // warm-up
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2), samples.end());
  std::printf("%.9f\n", samples[samples.size() / 2]);
}
