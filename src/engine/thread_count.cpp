// SPDX-License-Identifier: Apache-2.0
#include "engine/thread_count.h"

#include <filesystem>
#include <iterator>

namespace dnntune::engine {

int ThreadCount() {
  std::error_code ignored;
  const std::filesystem::directory_iterator tasks("/proc/self/task", ignored);
  return static_cast<int>(std::distance(begin(tasks), end(tasks)));
}

}  // namespace dnntune::engine
