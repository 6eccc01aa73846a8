// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "agent/engine_programs.h"
#include "agent/greet.h"
#include "agent/model_inbox.h"
#include "base/file.h"
#include "base/sha256.h"
#include "transport/program.h"

namespace dnntune::agent {
namespace {

namespace fs = std::filesystem;

constexpr int kGraceMs = 10'000;  // of an agent that ends by itself
const std::string kAgent = DNNTUNE_BINARY_DIR "/bin/dnntune-agent";

class Folder : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path Put(const std::string& name, const std::string& text) const {
    EXPECT_TRUE(WriteFile(folder_.path() / name, text));
    return folder_.path() / name;
  }
  TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

using Greeting = Folder;

TEST_F(Greeting, NamesProgramProtocolAndMachine) {
  (void)Put("proc/sys/kernel/random/boot_id", "0b53a1de-77a1-4a9c-9f0e-2d8a4b1c6f00\n");
  const protocol::Greeting greeting = Greet(folder_.path());
  EXPECT_TRUE(protocol::CheckVersion(greeting));
  utsname names{};
  ASSERT_EQ(::uname(&names), 0);
  EXPECT_EQ(greeting.architecture, names.machine);
  EXPECT_EQ(greeting.boot_id.value(), "0b53a1de-77a1-4a9c-9f0e-2d8a4b1c6f00");
}

TEST_F(Greeting, TellsWhyThereIsNoBootId) {
  const protocol::Greeting greeting = Greet(folder_.path());
  ASSERT_FALSE(greeting.boot_id);
  EXPECT_EQ(greeting.boot_id.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(greeting.boot_id.error().message, testing::HasSubstr("boot_id"));
}

using Engines = Folder;

TEST_F(Engines, AreProgramsThatMayBeRunEachOnce) {
  for (const char* name : {"a/engine-two", "a/engine-one", "b/engine-two", "a/dnntune"})
    fs::permissions(Put(name, ""), fs::perms::owner_all);
  (void)Put("a/engine-data", "");
  const std::vector<fs::path> folders = {folder_.path() / "a", folder_.path() / "b", folder_.path() / "none"};
  EXPECT_EQ(EnginePrograms(folders), (std::vector<std::string>{"one", "two"}));
}

using Inbox = Folder;

TEST_F(Inbox, KeepsAModelWhenItIsWholeAndSound) {
  const ModelInbox inbox(folder_.path());
  const std::string id = std::string(64, 'a') + "/m.onnx";
  ASSERT_TRUE(inbox.Put(id, "m.onnx", 2, "cd"));
  ASSERT_TRUE(inbox.Put(id, "m.onnx", 0, "ab"));
  EXPECT_FALSE(inbox.Has(id));
  const auto damaged = inbox.Keep(id, {{"m.onnx", Sha256("other")}});
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::kIo);
  EXPECT_FALSE(inbox.Has(id));
  ASSERT_TRUE(inbox.Keep(id, {{"m.onnx", Sha256("abcd")}}));
  EXPECT_TRUE(inbox.Has(id));
  EXPECT_EQ(ReadFile(folder_.path() / id).value(), "abcd");
}

TEST_F(Inbox, KeepsTheFoldersOfAModel) {
  const ModelInbox inbox(folder_.path());
  const std::string model = std::string(64, 'a');
  const std::string id = model + "/m.onnx";
  ASSERT_TRUE(inbox.Put(id, "m.onnx", 0, "m"));
  ASSERT_TRUE(inbox.Put(id, "a/weights.bin", 0, "one"));
  ASSERT_TRUE(inbox.Put(id, "b/c/weights.bin", 0, "two"));
  ASSERT_TRUE(inbox.Keep(id, {{"m.onnx", Sha256("m")}, {"a/weights.bin", Sha256("one")}, {"b/c/weights.bin", Sha256("two")}}));
  EXPECT_EQ(ReadFile(folder_.path() / model / "a/weights.bin").value(), "one");
  EXPECT_EQ(ReadFile(folder_.path() / model / "b/c/weights.bin").value(), "two");
}

TEST_F(Inbox, NothingLeadsOutOfTheStore) {
  const ModelInbox inbox(folder_.path() / "store");
  const std::string id = std::string(64, 'a') + "/m.onnx";
  for (const std::string name : {"../../out", "a/../../../out", "/out", "a//out", "a/./out", "a/", ".", ""})
    EXPECT_EQ(inbox.Put(id, name, 0, "x").error().code, ErrorCode::kBadInput) << name;
  EXPECT_EQ(inbox.Put("../out/m.onnx", "m.onnx", 0, "x").error().code, ErrorCode::kBadInput);
  EXPECT_FALSE(fs::exists(folder_.path() / "out"));
}

// What the agent's process makes of bytes that are followed by the end of its input.
std::string AfterBytes(const std::string& bytes) {
  transport::Stream stream = transport::StartProgram({kAgent}).value();
  EXPECT_EQ(::write(stream.to.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  stream.to = Descriptor();
  return stream.ending->End(kGraceMs);
}

TEST(AgentProcess, EndsWithItsInput) {
  EXPECT_EQ(AfterBytes(""), "ended with exit code 0");
}

TEST(AgentProcess, EndsByItselfAfterGarbage) {
  EXPECT_THAT(AfterBytes("GET / HTTP/1.1\r\nHost: agent\r\n\r\n"), testing::StartsWith("ended with exit code"));
  EXPECT_THAT(AfterBytes(std::string(4096, '\0')), testing::StartsWith("ended with exit code"));
  EXPECT_THAT(AfterBytes(std::string(4096, '\xff')), testing::StartsWith("ended with exit code"));
}

TEST(AgentProcess, EndsByItselfAfterHalfAMessage) {
  EXPECT_THAT(AfterBytes(std::string("\0\0\0\0", 4)), testing::StartsWith("ended with exit code"));
  EXPECT_THAT(AfterBytes(std::string("\0\0\0\0\x10\0\0\0abcdefgh", 16)), testing::StartsWith("ended with exit code"));
}

TEST(AgentProcess, EndsWhereItsOutputIsClosed) {
  transport::Stream stream = transport::StartProgram({kAgent}).value();
  stream.from = Descriptor();
  const std::string garbage(4096, 'x');  // is answered
  ASSERT_EQ(::write(stream.to.get(), garbage.data(), garbage.size()), static_cast<ssize_t>(garbage.size()));
  EXPECT_THAT(stream.ending->End(kGraceMs), testing::StartsWith("ended with exit code"));
}

TEST(AgentProcess, IsNotForPeople) {
  for (const char* redirected : {" </dev/null", " >/dev/null"}) {
    const transport::Stream stream = transport::StartProgram({"sh", "-c", "exec " + kAgent + redirected + " 2>&1"}).value();
    EXPECT_EQ(stream.ending->End(kGraceMs), "ended with exit code 2") << redirected;
  }
}

}  // namespace
}  // namespace dnntune::agent
