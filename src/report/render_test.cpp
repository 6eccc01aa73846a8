// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "report/json.h"
#include "report/number_format.h"
#include "report/text.h"

namespace dnntune::report {
namespace {

Document Sample() {
  Number measured{0.0123, metric::Source::kMeasured, metric::Interval<double>{0.0121, 0.0125}};
  Table table{.id = "layers",
              .title = "Layers",
              .columns = {{"name", "Layer"}, {"latency", "Latency", Hint::kSeconds}, {"energy", "Energy", Hint::kJoules}},
              .rows = {{{std::string("a,\"b\""), measured, Missing{"no power given"}}, true}}};
  return {.kind = "test", .title = "Sample", .verdict = {"It works."}, .sections = {{"s", "First", "", {table}}}};
}

TEST(FormatValue, ScalesToThreeDigits) {
  EXPECT_EQ(FormatValue(0.0123, Hint::kSeconds), "12.3 ms");
  EXPECT_EQ(FormatValue(602112, Hint::kBytes), "602 kB");
  EXPECT_EQ(FormatValue(0, Hint::kSeconds), "0 s");
  EXPECT_EQ(FormatValue(5000, Hint::kSeconds), "5000 s");
  EXPECT_EQ(FormatValue(0.341, Hint::kProbability), "34.1 %");
  EXPECT_EQ(FormatValue(1.5, Hint::kRatio), "1.50x");
}

TEST(FormatCell, ATerminalDoesNotObeyAModelsNames) {
  EXPECT_EQ(FormatCell(std::string("\x1b[2J"), Hint::kText), "?[2J");
}

TEST(RenderText, ShowsTheSpreadAndWhyAValueIsMissing) {
  EXPECT_EQ(RenderText(Sample(), {}),
            "Sample\nIt works.\n\nFirst\nLayers\n"
            "  Layer       Latency       Energy\n"
            "* a,\"b\"  12.3 ms ±0.2  unavailable\n"
            "  unavailable: no power given\n");
}

TEST(RenderJson, PutsUnitsIntoKeysAndReasonsBesideNulls) {
  const std::string json = RenderJson(Sample());
  for (const char* part :
       {"\"schema\": \"dnntune-test-1\"", "\"latency_s\": 0.0123", "\"latency_low_s\": 0.0121", "\"latency_source\": \"measured\"",
        "\"energy_j\": null", "\"energy_unavailable\": \"no power given\""}) {
    EXPECT_NE(json.find(part), std::string::npos) << part;
  }
}

TEST(RenderCsv, QuotesAsTheRfcSays) {
  const auto files = RenderCsv(Sample());
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "verdict");
  EXPECT_EQ(files[0].text, "verdict\r\nIt works.\r\n");
  EXPECT_EQ(files[1].text, "name,latency_s,energy_j\r\n\"a,\"\"b\"\"\",0.0123,\r\n");
}

}  // namespace
}  // namespace dnntune::report
