// SPDX-License-Identifier: Apache-2.0
#include "device/kernel_file.h"

#include <charconv>
#include <fstream>

namespace dnntune::device {

std::optional<std::string> FirstLine(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return line;
}

std::optional<std::int64_t> ReadNumber(const std::filesystem::path& path) {
  const auto line = FirstLine(path);
  if (!line) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(line->data(), line->data() + line->size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

std::optional<std::string> Field(const std::filesystem::path& path, std::string_view key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || line.rfind(key, 0) != 0) continue;
    const std::size_t end_of_key = line.find_last_not_of(" \t", colon - 1);
    if (end_of_key + 1 != key.size()) continue;
    const std::size_t start = line.find_first_not_of(" \t", colon + 1);
    return start == std::string::npos ? "" : line.substr(start);
  }
  return std::nullopt;
}

}  // namespace dnntune::device
