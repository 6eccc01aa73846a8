// SPDX-License-Identifier: Apache-2.0
#include "profiler/turns.h"

#include <algorithm>
#include <thread>

namespace dnntune::profiler {

std::size_t Turns::Holder() const {
  const std::size_t count = has_left_.size();
  return step_ < count ? step_ : 2 * count - 1 - step_;
}

// To the next that has not left; anywhere where all have.
void Turns::Advance() {
  const std::size_t steps = 2 * has_left_.size();
  for (std::size_t i = 0; i < steps; ++i) {
    step_ = (step_ + 1) % steps;
    if (!has_left_[Holder()]) break;
  }
  passed_.notify_all();
}

void Turns::Await(std::size_t participant) {
  std::unique_lock lock(mutex_);
  passed_.wait(lock, [&] { return Holder() == participant; });
}

bool Turns::Pass(std::size_t participant) {
  std::unique_lock lock(mutex_);
  Advance();
  if (Holder() == participant) return false;
  passed_.wait(lock, [&] { return Holder() == participant; });
  return true;
}

void Turns::Leave(std::size_t participant) {
  const std::lock_guard lock(mutex_);
  has_left_[participant] = true;
  Advance();
}

bool Turns::IsAwaited(std::size_t participant, Stage stage) {
  const std::lock_guard lock(mutex_);
  const int done = static_cast<int>(stage) + 1;
  reached_[participant] = std::max(reached_[participant], done);
  for (std::size_t i = 0; i < reached_.size(); ++i) {
    if (!has_left_[i] && reached_[i] < done) return true;
  }
  return false;
}

void TakeTurns(std::span<const std::function<void(Turn)>> jobs) {
  Turns turns(jobs.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    threads.emplace_back([&turns, &job = jobs[i], i] {
      turns.Await(i);
      job(Turn(turns, i));
      turns.Leave(i);
    });
  }
}

}  // namespace dnntune::profiler
