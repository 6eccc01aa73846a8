// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/exit_code.h"
#include "base/file.h"
#include "base/nearest.h"
#include "base/result.h"
#include "base/sha256.h"
#include "base/units.h"

namespace dnntune {
namespace {

Result<int> Half(int value) {
  if (value % 2 != 0) return Fail(ErrorCode::kBadInput, "odd");
  return value / 2;
}

Result<int> Quarter(int value) {
  ASSIGN_OR_RETURN(const int half, Half(value));
  TRY(Half(half));
  return half / 2;
}

TEST(Result, PassesErrorsThroughBothMacros) {
  EXPECT_EQ(Quarter(8).value(), 2);
  EXPECT_EQ(Quarter(3).error().message, "odd");
  EXPECT_EQ(Quarter(6).error().code, ErrorCode::kBadInput);
}

TEST(Error, ContextGoesInFront) {
  EXPECT_EQ((Error{ErrorCode::kIo, "denied"}.Context("while opening x").message), "while opening x: denied");
}

TEST(Units, EnergyIsPowerTimesTime) {
  EXPECT_DOUBLE_EQ((Watts(2) * Seconds(3)).value(), 6);
}

TEST(Units, TransferTimeCountsEightBitsAByte) {
  EXPECT_NEAR((Bytes(152000) / MegabitsPerSecond(1.1)).count(), 1.1055, 5e-5);  // FACTS.md section 6
}

TEST(Sha256, MatchesThePublishedVector) {
  EXPECT_EQ(Sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Nearest, SuggestsASlipOfTheHandOnly) {
  const std::vector<std::string> names = {"objective", "threads"};
  EXPECT_EQ(Nearest("objectve", names), "objective");
  EXPECT_EQ(Nearest("Threds", names), "threads");
  EXPECT_EQ(Nearest("weather", names), std::nullopt);
}

TEST(File, WritesWholeFilesAndNamesTheMissing) {
  const auto folder = TemporaryFolder::Make().value();
  const auto path = folder.path() / "a" / "b.txt";
  ASSERT_TRUE(WriteFile(path, "hello"));
  EXPECT_EQ(ReadFile(path).value(), "hello");
  EXPECT_EQ(Sha256File(path).value(), Sha256("hello"));
  const auto missing = ReadFile(folder.path() / "none");
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
  EXPECT_NE(missing.error().message.find("none: No such file"), std::string::npos);
}

TEST(File, AFullDiskIsAnErrorThatSaysSo) {
  const auto written = WriteFile("/dev/full/x", "hello");
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
}

TEST(File, WritesIntoWhatIsNoRegularFileAndLeavesItThere) {
  const auto folder = TemporaryFolder::Make().value();
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string read;
  std::jthread reader([&] { read = ReadFile(pipe).value(); });
  EXPECT_TRUE(WriteFile(pipe, "hello"));
  reader.join();
  EXPECT_EQ(read, "hello");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_EQ(WriteFile(folder.path(), "hello").error().code, ErrorCode::kIo) << "it is a folder";
}

TEST(File, FollowsLinksAndKeepsTheRightsOfWhatWasThere) {
  namespace fs = std::filesystem;
  const auto folder = TemporaryFolder::Make().value();
  const auto file = folder.path() / "file", link = folder.path() / "link", further = folder.path() / "further";
  fs::create_symlink("file", link);
  fs::create_symlink(link, further);
  ASSERT_TRUE(WriteFile(further, "new")) << "where a link leads to nothing yet";
  EXPECT_EQ(ReadFile(file).value(), "new");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_TRUE(WriteFile(link, "newer"));
  EXPECT_EQ(ReadFile(file).value(), "newer");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(fs::is_symlink(link) && fs::is_symlink(further));
  fs::create_symlink("round", folder.path() / "round");
  EXPECT_EQ(WriteFile(folder.path() / "round", "x").error().code, ErrorCode::kIo);
}

TEST(File, LeavesTheOldFileAndNoOtherWhereItsSourceFails) {
  const auto folder = TemporaryFolder::Make().value();
  const auto path = folder.path() / "a.txt";
  ASSERT_TRUE(WriteFile(path, "old"));
  const auto written = WriteFile(path, [](const ByteSink& sink) -> Result<void> {
    TRY(sink("half"));
    return Fail(ErrorCode::kInterrupted, "enough");
  });
  EXPECT_EQ(written.error().code, ErrorCode::kInterrupted);
  EXPECT_EQ(ReadFile(path).value(), "old");
  const std::filesystem::directory_iterator files(folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST(FakeClock, MovesOnlyWhenTold) {
  FakeClock clock;
  clock.Advance(Nanoseconds(5));
  EXPECT_EQ(clock.Now(), Nanoseconds(5));
}

TEST(ExitCodes, AscendWithoutGapsInMeaning) {
  int last = -1;
  for (const ExitCodeRow& row : ExitCodes()) {
    EXPECT_GT(row.code, last);
    EXPECT_FALSE(row.meaning.empty());
    last = row.code;
  }
}

}  // namespace
}  // namespace dnntune
