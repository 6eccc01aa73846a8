// SPDX-License-Identifier: Apache-2.0
// Several measurements that advance by turns: only one runs at a time, and whatever the machine does meanwhile hits all alike.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "profiler/sink.h"

namespace dnntune::profiler {

// As many are present at a time: what each holds open, a worker with a model, would fill the machine if all had theirs.
inline constexpr std::size_t kMostPresent = 4;
// For so many rounds forwards and backwards, two turns each; then the next come, and these again when all have been there.
inline constexpr std::size_t kRoundsOfAVisit = 5;

// The baton and the ring that it goes round in: forwards and backwards by turns, so that no place in the ring is better than
// another. Where there are more participants than may be present, they come in groups, several times each. Thread-safe; whoever has
// left is passed over, and the next takes its place.
class Turns {
 public:
  explicit Turns(std::size_t participants, std::size_t most_present = kMostPresent);

  // Blocks until it is the participant's turn.
  void Await(std::size_t participant);
  // Hands the baton on and blocks until it is back; requires that the participant has it. Whether another had it meanwhile.
  bool Pass(std::size_t participant);
  // Hands the baton on for good.
  void Leave(std::size_t participant);
  // Notes that the participant has reached the extent, for good.
  void Reach(std::size_t participant, Extent extent);
  // How many share the turns: those that have not left.
  [[nodiscard]] std::size_t Sharing();
  // Whether there is one that has not reached the extent.
  [[nodiscard]] bool IsAwaited(Extent extent);

  // What is to be done, on any thread, before the participant makes place for others; by whom, so that it can be taken back by an
  // empty function.
  void OnParting(std::size_t participant, const void* whose, std::function<void()> part);

 private:
  [[nodiscard]] std::size_t Holder() const;
  void Advance();
  void EndVisit();
  // The next that waits for its visit, or none: the number of participants.
  [[nodiscard]] std::size_t NextWaiting();

  std::mutex mutex_;
  std::condition_variable passed_;
  std::vector<int> reached_;  // extents done
  std::vector<bool> has_left_;
  std::vector<std::map<const void*, std::function<void()>>> partings_;
  std::vector<std::size_t> present_;
  std::size_t next_ = 0;    // where to look for who comes next
  std::size_t step_ = 0;    // of a round forwards and one backwards
  std::size_t rounds_ = 0;  // of this visit
};

// One participant's place in the ring.
class Turn {
 public:
  Turn(Turns& turns, std::size_t participant) : turns_(turns), participant_(participant) {}
  bool Pass() { return turns_.Pass(participant_); }
  void Reach(Extent extent) { turns_.Reach(participant_, extent); }
  [[nodiscard]] std::size_t Sharing() { return turns_.Sharing(); }
  [[nodiscard]] bool IsAwaited(Extent extent) { return turns_.IsAwaited(extent); }
  void OnParting(const void* whose, std::function<void()> part) { turns_.OnParting(participant_, whose, std::move(part)); }

 private:
  Turns& turns_;
  std::size_t participant_;
};

// Runs each job in a thread of its own, which runs only while it has the baton: data that jobs share needs no lock. Returns when
// all have ended.
void TakeTurns(std::span<const std::function<void(Turn)>> jobs);

}  // namespace dnntune::profiler
