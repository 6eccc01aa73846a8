// SPDX-License-Identifier: Apache-2.0
#include "transport/program.h"

#include <utility>

#include "base/process.h"

namespace dnntune::transport {
namespace {

class ProgramEnding final : public Ending {
 public:
  explicit ProgramEnding(pid_t pid) : pid_(pid) {}
  ~ProgramEnding() override {
    if (pid_ > 0) (void)EndChild(pid_, 0);
  }
  ProgramEnding(const ProgramEnding&) = delete;
  ProgramEnding& operator=(const ProgramEnding&) = delete;

  std::string End(int grace_ms) override {
    if (pid_ > 0) how_ = EndChild(std::exchange(pid_, -1), grace_ms);
    return how_;
  }

 private:
  pid_t pid_;
  std::string how_;
};

}  // namespace

Result<Stream> StartProgram(const std::vector<std::string>& command) {
  ASSIGN_OR_RETURN(Child child, StartOnPipes(command));
  return Stream{std::move(child.from), std::move(child.to), std::make_unique<ProgramEnding>(child.pid)};
}

}  // namespace dnntune::transport
