// SPDX-License-Identifier: Apache-2.0
#include "agent/worker_server.h"
#include "engine/litert/litert_engine.h"

int main() {
  return dnntune::agent::ServeWorker(dnntune::engine::MakeLiteRtEngine());
}
