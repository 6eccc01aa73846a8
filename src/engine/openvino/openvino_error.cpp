// SPDX-License-Identifier: Apache-2.0
#include "engine/openvino/openvino_error.h"

namespace dnntune::engine {
namespace {

bool IsPlaceInSource(std::string_view line) {
  return line.starts_with("Exception from ") || line.find("' failed at ") != std::string_view::npos;
}

std::string_view Trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::string OneLine(std::string_view message) {
  std::string text, places;
  while (!message.empty()) {
    const std::size_t end = message.find('\n');
    const std::string_view line = Trimmed(message.substr(0, end));
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
    std::string& to = IsPlaceInSource(line) ? places : text;
    if (!line.empty()) to.append(to.empty() ? "" : " ").append(line);
  }
  return text.empty() ? places : text;
}

}  // namespace dnntune::engine
