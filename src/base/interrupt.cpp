// SPDX-License-Identifier: Apache-2.0
#include "base/interrupt.h"

#include <atomic>
#include <csignal>

namespace dnntune {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // what a signal handler may touch

void OnSignal(int signal) {
  if (interrupted) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  interrupted = true;
}

}  // namespace

void CatchInterrupts() {
  std::signal(SIGINT, OnSignal);
  std::signal(SIGTERM, OnSignal);
}

bool IsInterrupted() {
  return interrupted;
}

void SetInterrupted(bool value) {
  interrupted = value;
}

}  // namespace dnntune
