// SPDX-License-Identifier: Apache-2.0
#include "report/html.h"

#include <gtest/gtest.h>

namespace dnntune::report {
namespace {

TEST(RenderHtml, NamesFromAModelCannotBecomeMarkup) {
  const std::string attack = "</script><img src=x onerror=alert(1)>";
  const Document document{.kind = "test", .title = attack, .verdict = {attack}, .sections = {{"s", attack, "", {Text{attack}}}}};
  const std::string page = RenderHtml(document);
  EXPECT_EQ(page.find("<img src=x"), std::string::npos);
  EXPECT_NE(page.find("\\u003c/script>"), std::string::npos);
}

TEST(RenderHtml, ReachesForNothingOutsideTheFile) {
  const std::string page = RenderHtml(Document{.kind = "test", .title = "t", .verdict = {}, .sections = {}});
  EXPECT_EQ(page.find("<link"), std::string::npos);
  EXPECT_EQ(page.find("src=\"http"), std::string::npos);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

}  // namespace
}  // namespace dnntune::report
