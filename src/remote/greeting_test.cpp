// SPDX-License-Identifier: Apache-2.0
// Agents that greet, and programs that are none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/file.h"
#include "device/boot_id.h"
#include "remote/connection.h"

namespace dnntune::remote {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

const fs::path kBinaries = DNNTUNE_BINARY_DIR "/bin";
const std::string kListen = "while read -r line; do :; done\n";

class Greeting : public ::testing::Test {
 protected:
  // A program of the folder's own that runs `script`.
  void Put(const std::string& name, const std::string& script) const {
    ASSERT_TRUE(WriteFile(folder_.path() / name, script));
    fs::permissions(folder_.path() / name, fs::perms::owner_all);
  }
  [[nodiscard]] Result<std::unique_ptr<Connection>> Open(Seconds limit = Seconds(30)) const {
    ::setenv("DNNTUNE_AGENT", (folder_.path() / "agent").c_str(), 1);
    return Connection::Open({}, limit);
  }
  // What is said of a program that is no agent.
  [[nodiscard]] std::string Refusal(const std::string& script, Seconds limit = Seconds(30)) const {
    Put("agent", "#!/bin/sh\n" + script);
    const auto connection = Open(limit);
    if (connection) return "taken for an agent";
    EXPECT_EQ(connection.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(connection.error().message, AllOf(HasSubstr("transport local"), HasSubstr("DNNTUNE_AGENT")));
    return connection.error().message;
  }

  TemporaryFolder folder_ = TemporaryFolder::Make().value();
};

TEST_F(Greeting, TellsVersionArchitectureAndBoot) {
  fs::create_symlink(kBinaries / "dnntune-agent", folder_.path() / "agent");
  const auto connection = Open();
  ASSERT_TRUE(connection) << connection.error().message;
  const protocol::Greeting& greeting = (*connection)->greeting();
  EXPECT_EQ(greeting.version, protocol::ProgramVersion());
  EXPECT_EQ(greeting.protocol, protocol::kProtocolVersion);
  EXPECT_EQ(greeting.architecture, (*connection)->Describe().value().architecture);
  EXPECT_EQ(greeting.boot_id.has_value(), device::BootId().has_value());
  EXPECT_EQ(greeting.boot_id.value_or(""), device::BootId().value_or(""));
}

TEST_F(Greeting, OfAnotherVersionIsRefusedWithBoth) {
  const std::string own(protocol::ProgramVersion());
  const std::string other(own.size(), '9');
  Put("agent",
      "#!/usr/bin/python3\nimport os, subprocess\nagent = subprocess.Popen(['" + (kBinaries / "dnntune-agent").string() +
          "'], stdout=subprocess.PIPE)\nwhile piece := os.read(agent.stdout.fileno(), 65536):\n  os.write(1, piece.replace(b'" +
          own + "', b'" + other + "'))\n");
  const auto connection = Open();
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(connection.error().message, AllOf(HasSubstr("of version " + other), HasSubstr("of version " + own)));
}

TEST_F(Greeting, OfAProgramThatPrintsTextIsShownWithoutWhatMovesATerminal) {
  EXPECT_THAT(Refusal("printf 'Welcome\\033[1m to\\r\\n  this host\\n'\n" + kListen),
              HasSubstr("is no dnntune-agent: it printed 'Welcome [1m to this host'"));
}

TEST_F(Greeting, OfAProgramThatPrintsTooLittleForAMessageIsShown) {
  EXPECT_THAT(Refusal("printf hi\n" + kListen, Seconds(0.5)), HasSubstr("it printed 'hi'"));
}

TEST_F(Greeting, OfAProgramThatPrintsALotIsCut) {
  EXPECT_THAT(Refusal("exec yes\n"), AllOf(HasSubstr("it printed 'y y y"), HasSubstr("...'")));
}

TEST_F(Greeting, IsMissedInAProgramThatEnds) {
  EXPECT_THAT(Refusal("exit 3\n"), HasSubstr("ended with exit code 3 before it greeted"));
  EXPECT_THAT(Refusal("kill -9 $$\n"), HasSubstr("was killed by signal 9 (Killed) before it greeted"));
}

TEST_F(Greeting, IsMissedInAProgramThatSaysNothing) {
  EXPECT_THAT(Refusal(kListen, Seconds(0.2)), HasSubstr("did not greet for 0.2 s"));
}

TEST_F(Greeting, IsMissedInAProgramThatSaysNoughtForEver) {
  EXPECT_THAT(Refusal("exec cat /dev/zero\n", Seconds(0.2)), Not(HasSubstr("taken for an agent")));
}

TEST_F(Greeting, IsMissedInAProgramThatRepeatsWhatItIsTold) {
  EXPECT_THAT(Refusal("exec cat\n", Seconds(0.2)), Not(HasSubstr("taken for an agent")));
}

// The workers' standard output is not the agent's.
TEST_F(Greeting, AndAllElseComeThroughWhereAWorkerPrints) {
  fs::copy_file(kBinaries / "dnntune-agent", folder_.path() / "agent");
  Put("engine-loud", "#!/bin/sh\necho noise\nexec " + (kBinaries / "engine-null").string() + "\n");
  const auto connection = Open();
  ASSERT_TRUE(connection) << connection.error().message;
  const auto engines = (*connection)->Engines();
  ASSERT_TRUE(engines) << engines.error().message;
  ASSERT_EQ(engines->size(), 1U);
  EXPECT_EQ(engines->front().problem, "");
}

}  // namespace
}  // namespace dnntune::remote
