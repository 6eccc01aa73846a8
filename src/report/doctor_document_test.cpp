// SPDX-License-Identifier: Apache-2.0
#include "report/doctor_document.h"

#include <gtest/gtest.h>

#include "report/json.h"

namespace dnntune::report {
namespace {

TEST(DoctorDocument, ShowsTheDetailOfWhatIsThereAndTheReasonOfWhatIsNot) {
  const std::vector<Ability> abilities = {{"engine tflite", "", "version 2, reads tflite"},
                                          {"energy meter rapl", "permission denied; run as root", "joules of the package"}};
  const Document document = DoctorDocument("a machine, 2 cores", abilities);
  EXPECT_EQ(document.verdict, std::vector<std::string>{"a machine, 2 cores"});
  EXPECT_EQ(RenderCsv(document)[1].text,
            "what,available,detail\r\n"
            "engine tflite,yes,\"version 2, reads tflite\"\r\n"
            "energy meter rapl,no,permission denied; run as root\r\n");
}

}  // namespace
}  // namespace dnntune::report
