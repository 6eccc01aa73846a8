// SPDX-License-Identifier: Apache-2.0
#include "profiler/turns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/clock.h"
#include "engine/plain_worker_test.h"
#include "profiler/by_turns.h"

namespace dnntune::profiler {
namespace {

using Job = std::function<void(Turn)>;

// Jobs that write their letter `times` times, one turn each, then leave.
std::string Written(const std::vector<std::pair<char, int>>& letters) {
  std::string written;
  std::vector<Job> jobs;
  for (const auto& [letter, times] : letters) {
    jobs.emplace_back([&written, letter = letter, times = times](Turn turn) {
      for (int i = 0; i < times; ++i) {
        written += letter;
        if (i + 1 < times) turn.Pass();
      }
    });
  }
  TakeTurns(jobs);
  return written;
}

TEST(Turns, GoForwardsAndBackwardsByTurns) {
  EXPECT_EQ(Written({{'a', 4}, {'b', 4}, {'c', 4}}), "abccbaabccba");
}

TEST(Turns, PassOverWhoHasLeft) {
  EXPECT_EQ(Written({{'a', 3}, {'b', 1}, {'c', 3}}), "abccaac");
}

TEST(Turns, AreEndlessForTheLastOneLeft) {
  EXPECT_EQ(Written({{'a', 1}, {'b', 5}}), "abbbbb");
  EXPECT_EQ(Written({{'a', 3}}), "aaa");
  EXPECT_EQ(Written({}), "");
}

struct LastStep final : Sink {
  Result<void> Save(const record::Profile&) override { return {}; }
  void At(const Step& step) override { last = step; }
  Step last{};
};

TEST(Turns, ReportTheTimeToGoWithThatOfTheOthers) {
  LastStep seen;
  std::vector<std::optional<Seconds>> told;
  const auto report = [&](Turn turn, Seconds own) {
    TurnSink sink(seen, turn);
    Step step;
    step.remaining = own;
    sink.At(step);
    told.push_back(seen.last.remaining);
  };
  const std::vector<Job> jobs = {[&](Turn turn) {
                                   report(turn, Seconds(2));
                                   turn.Pass();
                                   report(turn, Seconds(1));
                                 },
                                 [&](Turn turn) { report(turn, Seconds(0)); }};
  TakeTurns(jobs);
  EXPECT_EQ(told, (std::vector<std::optional<Seconds>>{Seconds(4), std::nullopt, Seconds(1)}));
}

TEST(Turns, SayWhetherAnotherRanMeanwhile) {
  std::vector<bool> disturbed;
  const std::vector<Job> jobs = {[&](Turn turn) {
                                   for (int i = 0; i < 4; ++i) disturbed.push_back(turn.Pass());
                                 },
                                 [](Turn turn) { turn.Pass(); }};
  TakeTurns(jobs);
  // a b, b leaves in its second turn; then a is alone.
  EXPECT_EQ(disturbed, (std::vector<bool>{true, false, false, false}));
}

TEST(Turns, WaitForWhoIsNotDoneWithAStage) {
  std::vector<bool> awaited;
  const std::vector<Job> jobs = {[&](Turn turn) {
                                   turn.Reach(Extent::kWhole);
                                   awaited.push_back(turn.IsAwaited(Extent::kWhole));
                                   turn.Pass();
                                   awaited.push_back(turn.IsAwaited(Extent::kWhole));
                                   turn.Reach(Extent::kLayers);
                                   awaited.push_back(turn.IsAwaited(Extent::kLayers));
                                   turn.Pass();
                                   turn.Pass();
                                   awaited.push_back(turn.IsAwaited(Extent::kLayers));
                                 },
                                 [](Turn turn) {
                                   turn.Reach(Extent::kWhole);
                                   turn.Pass();
                                   turn.Pass();
                                 }};
  TakeTurns(jobs);
  EXPECT_EQ(awaited, (std::vector<bool>{true, false, true, false}));
}

// A machine that all workers share; notes who ran, and dies under one of them.
struct SharedMachine {
  FakeClock clock;
  std::string ran;
  char dies = 0;
};

class LetterWorker final : public engine::PlainWorker {
 public:
  LetterWorker(SharedMachine& machine, char letter) : machine_(machine), letter_(letter) {}
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    if (machine_.dies == letter_) return Fail(ErrorCode::kMeasurement, "killed");
    machine_.ran += letter_;
    engine::BatchResult result;
    result.window.end = Nanoseconds(batch.rounds);
    machine_.clock.Advance(result.window.Length());
    result.samples = {std::vector<Nanoseconds>(batch.rounds, Nanoseconds(1))};
    return result;
  }

 private:
  SharedMachine& machine_;
  char letter_;
};

class LetterFactory final : public engine::WorkerFactory {
 public:
  LetterFactory(SharedMachine& machine, char letter) : machine_(machine), letter_(letter) {}
  Result<std::unique_ptr<engine::Worker>> Start(const setting::Setting&) override {
    return std::make_unique<LetterWorker>(machine_, letter_);
  }

 private:
  SharedMachine& machine_;
  char letter_;
};

// Two batches of five rounds each for every letter, by turns; the rounds that each was told of.
std::vector<Nanoseconds> Batches(SharedMachine& machine, const std::string& letters) {
  std::vector<Nanoseconds> elapsed(letters.size());
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    jobs.emplace_back([&machine, &elapsed, letter = letters[i], i](Turn turn) {
      LetterFactory factory(machine, letter);
      TurnWorkers workers(factory, turn);
      const auto worker = workers.Start({}).value();
      for (int batch = 0; batch < 2; ++batch) {
        const auto result = worker->Measure({{0}, 5, Nanoseconds(0)});
        if (!result) return;
        EXPECT_EQ(result->samples.front().size(), 5U);
        elapsed[i] += result->window.Length();
      }
    });
  }
  TakeTurns(jobs);
  return elapsed;
}

TEST(TurnWorkers, AlternateBatchByBatch) {
  SharedMachine machine;
  const auto elapsed = Batches(machine, "xy");
  // Both start before anything is measured; y comes last forwards and first backwards. A turn after another has a round to settle.
  EXPECT_EQ(machine.ran, "yxxxyy");
  EXPECT_EQ(elapsed[0] + elapsed[1], machine.clock.Now());
}

TEST(TurnWorkers, GoOnWhereAnotherFails) {
  SharedMachine machine;
  machine.dies = 'y';
  const auto elapsed = Batches(machine, "xyz");
  EXPECT_EQ(machine.ran.find('y'), std::string::npos);
  EXPECT_GE(elapsed[0], Nanoseconds(10));
  EXPECT_GE(elapsed[2], Nanoseconds(10));
  EXPECT_EQ(elapsed[1], Nanoseconds(0));
}

TEST(Turns, HaveAHandfulPresentAndComeBackToAll) {
  constexpr std::size_t kJobs = 2 * kMostPresent + 1;
  constexpr int kTurns = 3 * static_cast<int>(2 * kRoundsOfAVisit);
  std::vector<int> turns(kJobs, 0);
  std::vector<int> partings(kJobs, 0);
  std::size_t seen_before_anyone_is_done = 0;
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < kJobs; ++i) {
    jobs.emplace_back([&, i](Turn turn) {
      turn.OnParting(&turns, [&, i] { ++partings[i]; });
      for (turns[i] = 1; turns[i] < kTurns; ++turns[i]) turn.Pass();
      if (seen_before_anyone_is_done == 0) {
        seen_before_anyone_is_done = static_cast<std::size_t>(std::ranges::count_if(turns, [](int count) { return count > 0; }));
      }
    });
  }
  TakeTurns(jobs);
  EXPECT_EQ(seen_before_anyone_is_done, kJobs) << "all had turns before the first was done";
  for (std::size_t i = 0; i < kJobs; ++i) {
    EXPECT_EQ(turns[i], kTurns);
    EXPECT_GE(partings[i], 1) << i;
  }
}

TEST(Turns, OfAHandfulNeedNoPlace) {
  int partings = 0;
  std::vector<Job> jobs(kMostPresent, [&](Turn turn) {
    turn.OnParting(&turn, [&] { ++partings; });
    for (int i = 0; i < 100; ++i) turn.Pass();
    turn.OnParting(&turn, {});
  });
  TakeTurns(jobs);
  EXPECT_EQ(partings, 0);
}

// A worker that measures only what it was told of, and counts how many of its kind live.
struct Population {
  int alive = 0;
  int most = 0;
  int started = 0;
};

class Particular final : public engine::PlainWorker {
 public:
  explicit Particular(Population& population) : population_(population) {
    ++population_.started;
    population_.most = std::max(population_.most, ++population_.alive);
  }
  ~Particular() override { --population_.alive; }
  Result<void> SetTensor(const std::string& name, engine::Tensor) override {
    tensors_.insert(name);
    return {};
  }
  Result<std::vector<engine::TensorInfo>> Prime(engine::SessionId session) override {
    if (!tensors_.contains("input")) return Fail(ErrorCode::kBadInput, "there is no input");
    primed_.insert(session);
    return std::vector<engine::TensorInfo>{};
  }
  Result<engine::BatchResult> Measure(const engine::Batch& batch) override {
    for (const engine::SessionId session : batch.sessions) {
      if (!primed_.contains(session)) return Fail(ErrorCode::kBadInput, "not primed");
    }
    engine::BatchResult result;
    result.samples = {std::vector<Nanoseconds>(batch.rounds, Nanoseconds(1))};
    return result;
  }

 private:
  Population& population_;
  std::set<std::string> tensors_;
  std::set<engine::SessionId> primed_;
};

TEST(TurnWorkers, ThatMakePlaceGoOnWithAllThatTheyWereTold) {
  Population population;
  constexpr std::size_t kJobs = 3 * kMostPresent;
  std::vector<int> measured(kJobs, 0);
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < kJobs; ++i) {
    jobs.emplace_back([&population, &count = measured[i]](Turn turn) {
      engine::WorkersOf<Particular, Population> factory(population);
      TurnWorkers workers(factory, turn);
      const auto worker = workers.Start({}).value();
      ASSERT_TRUE(worker->SetTensor("input", engine::Tensor(graph::DType::kFloat32, {1})));
      const auto session = worker->Open({}).value();
      ASSERT_TRUE(worker->Prime(session.id));
      for (int batch = 0; batch < 40; ++batch) {
        const auto result = worker->Measure({{session.id}, 1, Nanoseconds(0)});
        ASSERT_TRUE(result) << result.error().message;
        ++count;
      }
    });
  }
  TakeTurns(jobs);
  for (const int count : measured) EXPECT_EQ(count, 40);
  EXPECT_LE(population.most, static_cast<int>(kMostPresent));
  EXPECT_GT(population.started, static_cast<int>(kJobs)) << "some were started anew";
  EXPECT_EQ(population.alive, 0);
}

}  // namespace
}  // namespace dnntune::profiler
