// SPDX-License-Identifier: Apache-2.0
#include "agent/agent_server.h"

int main() {
  return dnntune::agent::ServeAgent();
}
