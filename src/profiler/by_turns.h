// SPDX-License-Identifier: Apache-2.0
// What makes a measurement advance by turns without knowing of it: its workers hand the baton on before every batch.
#pragma once

#include <memory>

#include "engine/worker.h"
#include "profiler/sink.h"
#include "profiler/turns.h"

namespace dnntune::profiler {

// Workers of another factory. After others had their turn one untimed round comes first, since their runs took the caches. A worker
// that has to make place for others is ended and, when its turn has come again, started anew with all that it was told before:
// sessions keep their numbers.
class TurnWorkers final : public engine::WorkerFactory {
 public:
  // What is referred to must outlive the factory and its workers.
  TurnWorkers(engine::WorkerFactory& factory, Turn& turn) : factory_(factory), turn_(turn) {}
  [[nodiscard]] Result<std::unique_ptr<engine::Worker>> Start(const setting::Setting& setting) override;

 private:
  engine::WorkerFactory& factory_;
  Turn& turn_;
};

// Another sink that, once the whole model is precise enough, wants more turns, for a few say little of how turns differ, and then
// more while others are not done: so all are sampled for the same stretch of time.
class TurnSink final : public Sink {
 public:
  TurnSink(Sink& sink, Turn& turn) : sink_(sink), turn_(turn) {}
  Result<void> Save(const record::Profile& so_far) override { return sink_.Save(so_far); }
  // The time to go is the participant's own, between which come the turns of all others that have not left: it is reported that
  // many times as long, and not at all where the participant has done its own and goes on for the others.
  void At(const Step& step) override {
    Step shared = step;
    if (step.remaining && *step.remaining > Seconds(0)) {
      shared.remaining = *step.remaining * static_cast<double>(turn_.Sharing());
    } else {
      shared.remaining.reset();
    }
    sink_.At(shared);
  }
  bool WantsMore(Extent extent) override {
    if (extent == Extent::kWhole && more_turns_-- > 0) return true;
    turn_.Reach(extent);
    return turn_.IsAwaited(extent);
  }
  void Ended(Extent extent) override { turn_.Reach(extent); }

 private:
  Sink& sink_;
  Turn& turn_;
  int more_turns_ = 10;  // besides those that every whole model has
};

}  // namespace dnntune::profiler
