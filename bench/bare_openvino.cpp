// SPDX-License-Identifier: Apache-2.0
// MODEL SECONDS: the loop that anyone would write - one thread, float32, buffers bound once, median in seconds on standard output.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  ov::Core core;
  ov::CompiledModel model =
      core.compile_model(argv[1], "CPU", ov::inference_num_threads(1), ov::hint::inference_precision(ov::element::f32),
                         ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY));
  ov::InferRequest request = model.create_infer_request();
  ov::Tensor input(model.input().get_element_type(), model.input().get_shape());
  std::fill_n(input.data<float>(), input.get_size(), 0.5F);
  request.set_input_tensor(input);
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(std::atof(argv[2]));
  std::vector<double> samples;
  while (Clock::now() < end) {
    const auto start = Clock::now();
    request.infer();
    samples.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 10));  // warm-up
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2), samples.end());
  std::printf("%.9f\n", samples[samples.size() / 2]);
}
