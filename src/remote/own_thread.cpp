// SPDX-License-Identifier: Apache-2.0
#include "remote/own_thread.h"

namespace dnntune::remote {

OwnThread::~OwnThread() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void OwnThread::Hand(const std::function<void()>& job) {
  const std::lock_guard turn(turn_);
  std::unique_lock lock(mutex_);
  job_ = &job;
  changed_.notify_all();
  changed_.wait(lock, [&] { return job_ == nullptr; });
}

void OwnThread::Serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return job_ != nullptr || is_ending_; });
    if (job_ == nullptr) return;
    const auto& job = *job_;
    lock.unlock();
    job();
    lock.lock();
    job_ = nullptr;
    changed_.notify_all();
  }
}

}  // namespace dnntune::remote
