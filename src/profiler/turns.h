// SPDX-License-Identifier: Apache-2.0
// Several measurements that advance by turns: only one runs at a time, and whatever the machine does meanwhile hits all alike.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

#include "profiler/progress.h"

namespace dnntune::profiler {

// The baton and the ring that it goes round in: forwards and backwards by turns, so that no place in the ring is better than
// another. Thread-safe; whoever has left is passed over.
class Turns {
 public:
  explicit Turns(std::size_t participants) : reached_(participants, 0), has_left_(participants, false) {}

  // Blocks until it is the participant's turn.
  void Await(std::size_t participant);
  // Hands the baton on and blocks until it is back; requires that the participant has it. Whether another had it meanwhile.
  bool Pass(std::size_t participant);
  // Hands the baton on for good.
  void Leave(std::size_t participant);
  // Notes that the participant is done with the stage; whether another is not.
  bool IsAwaited(std::size_t participant, Stage stage);

 private:
  [[nodiscard]] std::size_t Holder() const;
  void Advance();

  std::mutex mutex_;
  std::condition_variable passed_;
  std::vector<int> reached_;  // stages done
  std::vector<bool> has_left_;
  std::size_t step_ = 0;  // of a round forwards and one backwards
};

// One participant's place in the ring.
class Turn {
 public:
  Turn(Turns& turns, std::size_t participant) : turns_(turns), participant_(participant) {}
  bool Pass() { return turns_.Pass(participant_); }
  bool IsAwaited(Stage stage) { return turns_.IsAwaited(participant_, stage); }

 private:
  Turns& turns_;
  std::size_t participant_;
};

// Runs each job in a thread of its own, which runs only while it has the baton: data that jobs share needs no lock. Returns when
// all have ended.
void TakeTurns(std::span<const std::function<void(Turn)>> jobs);

}  // namespace dnntune::profiler
