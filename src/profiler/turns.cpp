// SPDX-License-Identifier: Apache-2.0
#include "profiler/turns.h"

#include <algorithm>
#include <thread>

namespace dnntune::profiler {

Turns::Turns(std::size_t participants, std::size_t most_present)
    : reached_(participants, 0), has_left_(participants, false), partings_(participants) {
  for (; next_ < std::min(participants, most_present); ++next_) present_.push_back(next_);
}

std::size_t Turns::Holder() const {
  const std::size_t count = present_.size();
  return present_[step_ < count ? step_ : 2 * count - 1 - step_];
}

std::size_t Turns::NextWaiting() {
  const std::size_t count = has_left_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t one = (next_ + i) % count;
    if (has_left_[one] || std::ranges::find(present_, one) != present_.end()) continue;
    next_ = (one + 1) % count;
    return one;
  }
  return count;
}

// Those present make place, where others wait.
void Turns::EndVisit() {
  rounds_ = 0;
  const std::size_t places = present_.size();
  const std::vector<std::size_t> before = present_;
  std::vector<std::size_t> others;
  while (others.size() < places) {
    const std::size_t one = NextWaiting();
    if (one == has_left_.size()) break;
    others.push_back(one);
    present_.push_back(one);  // so that it is not found again
  }
  // Fewer than there are places: those that came last stay.
  present_.assign(before.begin() + static_cast<std::ptrdiff_t>(others.size()), before.end());
  present_.insert(present_.end(), others.begin(), others.end());
  for (const std::size_t one : before) {
    if (std::ranges::find(present_, one) != present_.end()) continue;
    for (const auto& [whose, part] : partings_[one]) part();
  }
}

// To the next present that has not left; anywhere where all have.
void Turns::Advance() {
  const std::size_t steps = 2 * present_.size();
  for (std::size_t i = 0; i < steps; ++i) {
    step_ = (step_ + 1) % steps;
    if (step_ == 0 && ++rounds_ >= kRoundsOfAVisit) EndVisit();
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
  const std::size_t next = NextWaiting();
  const auto place = std::ranges::find(present_, participant);
  if (next < has_left_.size() && place != present_.end()) *place = next;
  Advance();
}

void Turns::Reach(std::size_t participant, Extent extent) {
  const std::lock_guard lock(mutex_);
  reached_[participant] = std::max(reached_[participant], static_cast<int>(extent) + 1);
}

std::size_t Turns::Sharing() {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::ranges::count(has_left_, false));
}

bool Turns::IsAwaited(Extent extent) {
  const std::lock_guard lock(mutex_);
  const int done = static_cast<int>(extent) + 1;
  for (std::size_t i = 0; i < reached_.size(); ++i) {
    if (!has_left_[i] && reached_[i] < done) return true;
  }
  return false;
}

void Turns::OnParting(std::size_t participant, const void* whose, std::function<void()> part) {
  const std::lock_guard lock(mutex_);
  if (part) {
    partings_[participant][whose] = std::move(part);
  } else {
    partings_[participant].erase(whose);
  }
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
