// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace dnntune::remote {

// A thread that runs what others hand to it, one job after the other. Thread-safe.
class OwnThread {
 public:
  OwnThread() : thread_([this] { Serve(); }) {}
  ~OwnThread();
  OwnThread(const OwnThread&) = delete;
  OwnThread& operator=(const OwnThread&) = delete;

  // What `job` returns once it has run on the thread, which may have to end other jobs first. A job must not throw or hand on
  // another.
  template <typename Job>
  std::invoke_result_t<Job&> Run(Job&& job) {
    if constexpr (std::is_void_v<std::invoke_result_t<Job&>>) {
      Hand(std::ref(job));
    } else {
      std::optional<std::invoke_result_t<Job&>> result;
      Hand([&] { result.emplace(job()); });
      return *std::move(result);
    }
  }

 private:
  void Hand(const std::function<void()>& job);
  void Serve();

  std::mutex turn_;  // of the one caller whose job is in hand
  std::mutex mutex_;
  std::condition_variable changed_;
  const std::function<void()>* job_ = nullptr;  // in hand
  bool is_ending_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace dnntune::remote
