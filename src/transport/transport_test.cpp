// SPDX-License-Identifier: Apache-2.0
#include "transport/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <set>

#include "transport/program.h"

namespace dnntune::transport {
namespace {

using ::testing::HasSubstr;

constexpr int kGraceMs = 10'000;  // of programs that end by themselves

std::string ReadSome(const Stream& stream) {
  char buffer[256];
  const ssize_t size = ::read(stream.from.get(), buffer, sizeof buffer);
  return {buffer, size > 0 ? static_cast<std::size_t>(size) : 0};
}

TEST(Transports, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Transport& transport : Transports()) EXPECT_TRUE(names.insert(transport.name).second) << transport.name;
  EXPECT_TRUE(names.contains("local"));
}

TEST(Transports, AnUnknownOneIsUnavailableAndTheKnownAreNamed) {
  const auto found = Find("pigeon");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(found.error().message, "transport 'pigeon' is not part of this version, which knows local");
}

TEST(Local, StartsTheAgentThatTheEnvironmentNames) {
  ::setenv("DNNTUNE_AGENT", "/bin/cat", 1);
  Stream stream = Find("local").value()->open().value();
  ASSERT_EQ(::write(stream.to.get(), "text", 4), 4);
  EXPECT_EQ(ReadSome(stream), "text");
  stream.to = Descriptor();
  EXPECT_EQ(stream.ending->End(kGraceMs), "ended with exit code 0");
}

TEST(Local, AnAgentThatIsNotThereIsUnavailableAndNamed) {
  ::setenv("DNNTUNE_AGENT", "/no/such/agent", 1);
  const auto stream = Find("local").value()->open();
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(stream.error().message, HasSubstr("/no/such/agent"));
  EXPECT_THAT(stream.error().message, HasSubstr("DNNTUNE_AGENT"));
}

TEST(StartProgram, TellsHowTheProgramEnded) {
  const Stream ended = StartProgram({"sh", "-c", "exit 3"}).value();
  EXPECT_EQ(ended.ending->End(kGraceMs), "ended with exit code 3");
  EXPECT_EQ(ended.ending->End(kGraceMs), "ended with exit code 3");
  EXPECT_EQ(StartProgram({"sh", "-c", "kill -9 $$"}).value().ending->End(kGraceMs), "was killed by signal 9 (Killed)");
}

TEST(StartProgram, AStreamThatIsDroppedEndsItsProgram) {
  Stream stream = StartProgram({"sh", "-c", "echo $$; exec cat"}).value();
  const pid_t pid = std::stoi(ReadSome(stream));
  EXPECT_EQ(::kill(pid, 0), 0);
  stream = {};
  EXPECT_NE(::kill(pid, 0), 0);
}

}  // namespace
}  // namespace dnntune::transport
