// SPDX-License-Identifier: Apache-2.0
#include "campaign/compare_recorded.h"

#include <gmock/gmock.h>

#include "campaign/made_run_test.h"
#include "campaign/profile.h"

namespace dnntune::campaign {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class Recorded : public MadeRun {
 protected:
  // A run of its own, with a profile of the device.
  std::string Run(const std::string& name, const std::string& device, const std::string& model = "two") {
    spec::Spec spec = Spec();
    spec.model.name = model;
    spec.output.folder = folder_.path() / name;
    EXPECT_TRUE(Profile(spec, device, MakeContext()));
    return (folder_.path() / name).string();
  }
};

TEST_F(Recorded, RunsAreToldApartByTheirDevices) {
  const std::string paths[] = {Run("monday", "phone"), Run("tuesday", "server")};
  const auto compared = CompareRecorded(paths);
  ASSERT_TRUE(compared) << compared.error().message;
  ASSERT_THAT(compared->settings, SizeIs(2));
  EXPECT_FALSE(compared->interleaved) << "they were not measured by turns";
  for (const record::ComparedSetting& one : compared->settings) EXPECT_THAT(one.label, HasSubstr(one.device + ": null"));
}

TEST_F(Recorded, RunsOfOneDeviceAndSettingAreToldApartByWhereTheyAre) {
  const std::string paths[] = {Run("monday", "phone"), Run("tuesday", "phone")};
  const auto compared = CompareRecorded(paths);
  ASSERT_TRUE(compared);
  for (const record::ComparedSetting& one : compared->settings) EXPECT_THAT(one.label, HasSubstr("day: null"));
}

TEST_F(Recorded, RunsOfTwoModelsAreRefusedByTheirNames) {
  const std::string paths[] = {Run("monday", "phone"), Run("tuesday", "phone", "other")};
  const auto compared = CompareRecorded(paths);
  ASSERT_FALSE(compared);
  EXPECT_THAT(compared.error().message, HasSubstr("of model 'two'"));
  EXPECT_THAT(compared.error().message, HasSubstr("of model 'other'"));
}

TEST_F(Recorded, OneProfileIsNoComparison) {
  const std::string paths[] = {Run("monday", "phone")};
  EXPECT_THAT(CompareRecorded(paths).error().message, HasSubstr("a comparison needs two"));
}

TEST_F(Recorded, ThatIsNotThereIsNamed) {
  const std::string paths[] = {(folder_.path() / "none").string(), folder_.path().string()};
  EXPECT_EQ(CompareRecorded(paths).error().code, ErrorCode::kIo);
  const std::string empty[] = {folder_.path().string()};
  EXPECT_THAT(CompareRecorded(empty).error().message, HasSubstr("holds no profiles of a run"));
}

TEST_F(Recorded, IsAFolderOrADocumentAndNoModel) {
  EXPECT_TRUE(IsRecorded(folder_.path().string()));
  EXPECT_TRUE(IsRecorded("profile.json"));
  EXPECT_FALSE(IsRecorded("model.onnx"));
  EXPECT_FALSE(IsRecorded("mobilenet-v2"));
}

}  // namespace
}  // namespace dnntune::campaign
