// SPDX-License-Identifier: Apache-2.0
#include "base/interrupt.h"

#include <csignal>

namespace dnntune {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void OnSignal(int signal) {
  if (interrupted != 0) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  interrupted = 1;
}

}  // namespace

void CatchInterrupts() {
  std::signal(SIGINT, OnSignal);
  std::signal(SIGTERM, OnSignal);
}

bool IsInterrupted() {
  return interrupted != 0;
}

void SetInterrupted(bool value) {
  interrupted = value ? 1 : 0;
}

}  // namespace dnntune
