// SPDX-License-Identifier: Apache-2.0
#include "report/config_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/json.h"

namespace dnntune::report {
namespace {

using testing::ElementsAre;

spec::Loaded Sample() {
  spec::Loaded config;
  config.values = {{"model.name", "net", "a.yaml:2"}, {"limits.max_upload", "", "default"}};
  return config;
}

TEST(ConfigDocument, SaysThatEverythingIsHere) {
  const Document document = ConfigCheckDocument("a.yaml", {});
  EXPECT_THAT(document.verdict, ElementsAre("The config is right and everything that it asks for is here."));
  EXPECT_TRUE(document.sections.empty());
}

TEST(ConfigDocument, CountsAndListsWhatIsNotHere) {
  spec::Spec spec;
  spec.unavailable = {{"processing.framework", "MACE", "runs on phones", "onnxruntime is used instead"}};
  const Document document = ConfigCheckDocument("a.yaml", spec);
  EXPECT_THAT(document.verdict, ElementsAre("The config is right; 1 of the things that it asks for are not available here."));
  EXPECT_EQ(RenderCsv(document).back().text,
            "key,name,reason\r\nprocessing.framework,MACE,runs on phones; onnxruntime is used instead\r\n");
}

TEST(ConfigDocument, ShowsWhereEveryValueComesFromBeforeWhatIsMissing) {
  spec::Loaded config = Sample();
  config.spec.unavailable = {{"a", "b", "c"}};
  const Document document = ConfigShowDocument("a.yaml", config);
  ASSERT_EQ(document.sections.size(), 2U);
  EXPECT_EQ(document.sections[0].id, "values");
  EXPECT_EQ(document.sections[1].id, "unavailable");
  EXPECT_EQ(RenderCsv(document)[1].text, "key,value,origin\r\nmodel.name,net,a.yaml:2\r\nlimits.max_upload,,default\r\n");
}

}  // namespace
}  // namespace dnntune::report
