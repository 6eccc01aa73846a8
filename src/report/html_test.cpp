// SPDX-License-Identifier: Apache-2.0
#include "report/html.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace dnntune::report {
namespace {

TEST(RenderHtml, NamesFromAModelCannotBecomeMarkup) {
  const std::string attack = "</script><img src=x onerror=alert(1)>";
  const Document document{.kind = "test", .title = attack, .verdict = {attack}, .sections = {{"s", attack, "", {Text{attack}}}}};
  const std::string page = RenderHtml(document);
  EXPECT_EQ(page.find("<img src=x"), std::string::npos);
  EXPECT_NE(page.find("\\u003c/script>"), std::string::npos);
}

TEST(RenderHtml, ShowsNamesToReadersWithoutScriptsAsText) {
  const std::string page = RenderHtml(Document{.kind = "test", .title = "a<b>&\"c\"", .verdict = {"x<i>y"}, .sections = {}});
  EXPECT_NE(page.find("<title>a&lt;b&gt;&amp;&quot;c&quot;</title>"), std::string::npos);
  EXPECT_NE(page.find("<p>x&lt;i&gt;y</p>"), std::string::npos);
}

TEST(RenderHtml, HasAsManyElementsWhateverAModelIsCalled) {
  const auto elements = [](const std::string& name) {
    const std::string page =
        RenderHtml({.kind = "test", .title = name, .verdict = {name}, .sections = {{"s", name, "", {Text{name}}}}});
    return std::count(page.begin(), page.end(), '<');
  };
  EXPECT_TRUE(
      rc::check([&] { RC_ASSERT(elements(*rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127))) == elements("a")); }));
}

TEST(RenderHtml, ReachesForNothingOutsideTheFile) {
  const std::string page = RenderHtml(Document{.kind = "test", .title = "t", .verdict = {}, .sections = {}});
  EXPECT_EQ(page.find("<link"), std::string::npos);
  EXPECT_EQ(page.find("src=\"http"), std::string::npos);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

}  // namespace
}  // namespace dnntune::report
