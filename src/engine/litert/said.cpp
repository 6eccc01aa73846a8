// SPDX-License-Identifier: Apache-2.0
#include "engine/litert/said.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <sstream>

namespace dnntune::engine {

namespace {

// Turns a descriptor to another file and gives what it was.
int Turn(int descriptor, int file) {
  const int was = ::dup(descriptor);
  if (was >= 0) ::dup2(file, descriptor);
  return was;
}

void TurnBack(int descriptor, int was) {
  if (was < 0) return;
  ::dup2(was, descriptor);
  ::close(was);
}

}  // namespace

Said::Said() : file_(::memfd_create("litert", MFD_CLOEXEC)) {
  if (file_ < 0) return;
  std::fflush(nullptr);
  true_output_ = Turn(STDOUT_FILENO, file_);
  true_error_ = Turn(STDERR_FILENO, file_);
}

Said::~Said() {
  if (file_ < 0) return;
  std::fflush(nullptr);
  TurnBack(STDOUT_FILENO, true_output_);
  TurnBack(STDERR_FILENO, true_error_);
  ::close(file_);
}

std::string Said::Text() const {
  if (file_ < 0) return "";
  std::fflush(nullptr);
  std::string text(64 * 1024, '\0');
  const ssize_t size = ::pread(file_, text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

// "ERROR: [file.cc:1] words" of LiteRT, "E0000 00:00:1.2 3 file.cc:1] words" of its accelerator.
std::string ErrorsIn(const std::string& text) {
  std::string errors;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::size_t start = std::string::npos;
    if (line.rfind("E0", 0) == 0) start = line.find("] ");
    if (line.rfind("ERROR: ", 0) == 0) start = line.rfind("ERROR: [", 0) == 0 ? line.find("] ") : 5;
    if (start == std::string::npos) continue;
    const std::string words = line.substr(start + 2);
    if (errors.find(words) == std::string::npos) errors += (errors.empty() ? "" : "; ") + words;
  }
  return errors;
}

}  // namespace dnntune::engine
