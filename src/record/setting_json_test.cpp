// SPDX-License-Identifier: Apache-2.0
#include "record/setting_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace dnntune::record {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string AnyName() {
  return *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')));
}

setting::Setting AnySetting() {
  setting::Setting setting;
  setting.engine = AnyName();
  setting.unit = AnyName();
  setting.threads = *rc::gen::inRange(1, 65536);
  setting.cores = AnyName();
  setting.core_ids = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 65536));
  setting.precision = AnyName();
  setting.library = AnyName();
  setting.knobs[AnyName()] = AnyName();
  setting.slowdown = *rc::gen::inRange(100, 10000) / 100.0;
  return setting;
}

Result<setting::Setting> Read(const std::string& json) {
  const Json parsed = ParseJson(json).value();
  return ReadSetting(Field(parsed));
}

TEST(SettingJson, IsReadBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    const setting::Setting setting = AnySetting();
    const Json json = ParseJson(Json{{"setting", PrintSetting(setting)}}.dump()).value();
    RC_ASSERT(ReadSetting(Field(json)).value() == setting);
  }));
}

TEST(SettingJson, IsTheDefaultWhereItIsAbsent) {
  EXPECT_EQ(Read("{}").value(), setting::Setting());
  EXPECT_EQ(Read(R"({"setting": {}})").value(), setting::Setting());
}

TEST(SettingJson, ReadsCoresAsTheyWereWrittenBefore) {
  const setting::Setting setting = Read(R"({"setting": {"cores": [0, 2], "cores_name": "big"}})").value();
  EXPECT_EQ(setting.cores, "big");
  EXPECT_THAT(setting.core_ids, ElementsAre(0, 2));
}

TEST(SettingJson, RefusesWhatNoMachineHas) {
  EXPECT_EQ(Read(R"({"setting": {"threads": 0}})").error().message, "setting.threads: must be at least 1");
  EXPECT_EQ(Read(R"({"setting": {"threads": 70000}})").error().message, "setting.threads: must be at most 65535");
  EXPECT_EQ(Read(R"({"setting": {"threads": 1.5}})").error().message, "setting.threads: must be a whole number, is 1.5");
  EXPECT_EQ(Read(R"({"setting": {"core_ids": [0, 70000]}})").error().message, "setting.core_ids[1]: is no number of a core");
  EXPECT_EQ(Read(R"({"setting": {"slowdown": 0.5}})").error().message, "setting.slowdown: must be at least 1");
}

TEST(SettingJson, RefusesAKnobThatIsNoText) {
  EXPECT_EQ(Read(R"({"setting": {"knobs": {"level": 3}}})").error().message, "setting.knobs.level: must be a text, is a number");
  EXPECT_EQ(Read(R"({"setting": {"knobs": ["level"]}})").error().message, "setting.knobs: must be an object of texts");
  EXPECT_THAT(Read(R"({"setting": {"thread": 3}})").error().message, HasSubstr("did you mean 'threads'?"));
}

}  // namespace
}  // namespace dnntune::record
