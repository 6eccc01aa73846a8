// SPDX-License-Identifier: Apache-2.0
#include "meter/hardware_counters.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dnntune::meter {

std::string WhyNoHardwareCounters() {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_CACHE_MISSES;
  attributes.disabled = 1;
  attributes.exclude_kernel = 1;
  const long fd = ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
  if (fd >= 0) {
    ::close(static_cast<int>(fd));
    return "";
  }
  const std::string reason = std::strerror(errno);
  if (errno == EACCES || errno == EPERM)
    return "the kernel refuses: " + reason + "; lower kernel.perf_event_paranoid or run as root";
  return "the processor or its hypervisor offers none: " + reason;
}

}  // namespace dnntune::meter
