// SPDX-License-Identifier: Apache-2.0
#include "base/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "base/file.h"

namespace dnntune {
namespace {

constexpr int kGraceMs = 10'000;  // of programs that end by themselves

std::string ReadAll(const Descriptor& from) {
  std::string all;
  std::array<char, 4096> buffer;
  for (ssize_t size = 0; (size = ::read(from.get(), buffer.data(), buffer.size())) > 0;)
    all.append(buffer.data(), static_cast<std::size_t>(size));
  return all;
}

TEST(StartOnPipes, GivesTheProgramBothEndsAndItsArguments) {
  Child child = StartOnPipes({"sh", "-c", "cat; echo $0", "last"}).value();
  ASSERT_EQ(::write(child.to.get(), "first\n", 6), 6);
  child.to = Descriptor();
  EXPECT_EQ(ReadAll(child.from), "first\nlast\n");
  EXPECT_EQ(EndChild(child.pid, kGraceMs), "ended with exit code 0");
}

// More than any buffer of the system holds, both ways at once.
TEST(Exchange, SendsAllAndTakesAll) {
  const auto program = std::filesystem::path(testing::TempDir()) / "twice.sh";
  ASSERT_TRUE(WriteFile(program, "#!/bin/sh\nexec cat <&3 >&3\n"));
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const Child child = StartOnSocket(program, 3).value();
  const std::string request(std::size_t{8} << 20U, 'x');
  const auto answer = Exchange(child.from, request, std::chrono::minutes(1));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_TRUE(*answer == request);
  EXPECT_EQ(EndChild(child.pid, kGraceMs), "ended with exit code 0");
}

TEST(Exchange, DoesNotWaitForAPeerForEver) {
  const auto program = std::filesystem::path(testing::TempDir()) / "silent.sh";
  ASSERT_TRUE(WriteFile(program, "#!/bin/sh\nexec sleep 60 <&3\n"));
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const Child child = StartOnSocket(program, 3).value();
  const auto answer = Exchange(child.from, "request", std::chrono::milliseconds(50));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "no answer within 50 ms");
  (void)EndChild(child.pid, 0);
}

TEST(StartOnPipes, AProgramThatIsNotThereIsNamed) {
  const auto child = StartOnPipes({"/no/such/program"});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().code, ErrorCode::kIo);
  EXPECT_EQ(child.error().message, "cannot start /no/such/program: No such file or directory");
}

// Whoever kept the other child's pipe open would keep it from seeing its end.
TEST(StartOnPipes, AnotherChildHoldsNothingOfIt) {
  Child first = StartOnPipes({"cat"}).value();
  Child second = StartOnPipes({"cat"}).value();
  first.to = Descriptor();
  EXPECT_EQ(ReadAll(first.from), "");
  EXPECT_EQ(EndChild(first.pid, kGraceMs), "ended with exit code 0");
  second.to = Descriptor();
  EXPECT_EQ(EndChild(second.pid, kGraceMs), "ended with exit code 0");
}

TEST(StartOnPipes, WorksWhereStandardInputIsClosed) {
  const int kept = ::dup(STDIN_FILENO);
  ::close(STDIN_FILENO);
  auto child = StartOnPipes({"cat"});
  ::dup2(kept, STDIN_FILENO);
  ::close(kept);
  ASSERT_TRUE(child) << child.error().message;
  ASSERT_EQ(::write(child->to.get(), "text", 4), 4);
  child->to = Descriptor();
  EXPECT_EQ(ReadAll(child->from), "text");
  (void)EndChild(child->pid, kGraceMs);
}

TEST(StartOnSocket, GivesTheProgramItsEndAsTheDescriptorThatIsAskedFor) {
  const TemporaryFolder folder = TemporaryFolder::Make().value();
  const std::filesystem::path script = folder.path() / "script";
  ASSERT_TRUE(WriteFile(script, "#!/bin/sh\necho text >&3\n"));
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  const Child child = StartOnSocket(script, 3).value();
  EXPECT_EQ(ReadAll(child.from), "text\n");
  EXPECT_EQ(EndChild(child.pid, kGraceMs), "ended with exit code 0");
}

TEST(EndChild, TellsTheSignalThatEndedIt) {
  const Child child = StartOnPipes({"sh", "-c", "kill -9 $$"}).value();
  EXPECT_EQ(EndChild(child.pid, kGraceMs), "was killed by signal 9 (Killed)");
}

TEST(EndChild, KillsWhatDoesNotEndByItself) {
  const Child child = StartOnPipes({"cat"}).value();
  EXPECT_EQ(EndChild(child.pid, 0), "did not end by itself and was killed");
}

}  // namespace
}  // namespace dnntune
