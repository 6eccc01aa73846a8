// SPDX-License-Identifier: Apache-2.0
#include "base/printable.h"

namespace dnntune {

std::string Printable(std::string_view bytes, std::size_t most) {
  std::string text;
  for (const char byte : bytes) {
    if (byte > ' ' && byte <= '~') {
      text += byte;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  if (text.size() > most) text.replace(most, std::string::npos, "...");
  return text;
}

}  // namespace dnntune
