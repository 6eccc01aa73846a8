// SPDX-License-Identifier: Apache-2.0
#include "device/boot_id.h"

#include "base/file.h"

namespace dnntune::device {

Result<std::string> BootId(const std::filesystem::path& root) {
  const auto text = ReadFile(root / "proc/sys/kernel/random/boot_id");
  if (!text) return Fail(ErrorCode::kUnavailable, "the kernel tells no boot id: " + text.error().message);
  std::string id = text->substr(0, text->find('\n'));
  if (id.empty()) return Fail(ErrorCode::kUnavailable, "the kernel's boot id is empty");
  return id;
}

}  // namespace dnntune::device
