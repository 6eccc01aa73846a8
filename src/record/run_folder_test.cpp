// SPDX-License-Identifier: Apache-2.0
#include "record/run_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"

namespace dnntune::record {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

Profile ProfileOf(const std::string& device) {
  Profile profile = ParseProfile(R"({"schema": "dnntune-profile-1", "inputs": ["in"], "operators": [
    {"name": "a", "inputs": ["in"], "outputs": ["x"], "cost": {"seconds": 1}}]})")
                        .value();
  profile.device.name = device;
  return profile;
}

class RunFolderTest : public testing::Test {
 protected:
  TemporaryFolder place_ = TemporaryFolder::Make().value();
  RunFolder run_ = RunFolder::Open(place_.path() / "run").value();
};

TEST_F(RunFolderTest, KeepsNoFileOutsideWhateverADeviceIsCalled) {
  for (const char* name : {"../../escape", "/etc/passwd", "..", ".hidden", "a\nb", ""}) {
    const fs::path path = ProfilePath(run_.path(), name).lexically_normal();
    EXPECT_EQ(path.parent_path(), run_.path() / "profiles") << name;
    ASSERT_TRUE(run_.SaveProfile(ProfileOf(name))) << name;
    EXPECT_EQ(LoadProfile(run_.path(), name).value()->device.name, name);
  }
  EXPECT_EQ(ProfilePath("run", "../a").filename(), "%2E.%2Fa.json");
}

TEST_F(RunFolderTest, TellsNamesApartThatDifferOnlyInUnsafeLetters) {
  ASSERT_TRUE(run_.SaveProfile(ProfileOf("a/b")));
  EXPECT_FALSE(LoadProfile(run_.path(), "a b").value());
  EXPECT_FALSE(LoadProfile(run_.path(), "a%2Fb").value());
}

TEST_F(RunFolderTest, ListsItsProfilesInOrder) {
  for (const char* name : {"b", "a"}) ASSERT_TRUE(run_.SaveProfileAs(name, ProfileOf("phone")));
  ASSERT_TRUE(run_.SaveText("profiles/notes.txt", "no profile"));
  EXPECT_THAT(ProfilesOf(run_.path()), ElementsAre(run_.path() / "profiles/a.json", run_.path() / "profiles/b.json"));
  EXPECT_TRUE(ProfilesOf(place_.path()).empty());
}

TEST_F(RunFolderTest, FindsTheProfilesOfAStudyAndLeavesGapsWhereTheyAreMissing) {
  Study study;
  for (const char* name : {"first", "second", "third"}) {
    StudyEntry entry;
    entry.profile = name;
    study.entries.push_back(entry);
  }
  ASSERT_TRUE(run_.SaveProfileAs("third", ProfileOf("phone")));
  const auto profiles = LoadStudyProfiles(run_.path(), study).value();
  ASSERT_EQ(profiles.size(), 3U);
  EXPECT_FALSE(profiles[0]);
  EXPECT_FALSE(profiles[1]);
  EXPECT_TRUE(profiles[2]);
}

TEST_F(RunFolderTest, HasNothingOfAKindThatWasNotSaved) {
  EXPECT_FALSE(LoadComparison(run_.path()).value());
  EXPECT_FALSE(LoadStudy(run_.path()).value());
  EXPECT_FALSE(LoadEngines(run_.path(), "phone").value());
}

TEST_F(RunFolderTest, KeepsTheEnginesOfEachDeviceApart) {
  Comparison comparison;
  comparison.model = "net";
  ASSERT_TRUE(run_.SaveEngines("phone", comparison));
  EXPECT_EQ(LoadEngines(run_.path(), "phone").value()->model, "net");
  EXPECT_FALSE(LoadEngines(run_.path(), "server").value());
  EXPECT_FALSE(LoadComparison(run_.path()).value());
}

TEST_F(RunFolderTest, NamesTheFileThatCannotBeRead) {
  ASSERT_TRUE(run_.SaveText("comparison.json", "{}"));
  ASSERT_TRUE(run_.SaveText("tune.json", "{\"schema\": 1}"));
  EXPECT_THAT(LoadComparison(run_.path()).error().message, HasSubstr("comparison.json: 'schema' is missing"));
  EXPECT_THAT(LoadTune(run_.path()).error().message, HasSubstr("tune.json: schema: must be a text"));
}

TEST_F(RunFolderTest, StaysLockedWhenItIsMoved) {
  const RunFolder moved = std::move(run_);
  EXPECT_EQ(RunFolder::Open(moved.path()).error().code, ErrorCode::kBusy);
}

}  // namespace
}  // namespace dnntune::record
