// SPDX-License-Identifier: Apache-2.0
#include "link/link.h"

#include <gtest/gtest.h>

namespace dnntune::link {
namespace {

constexpr Counting kTransferOnly{.round_trip = false, .download = false, .promotion = false, .tail = false};

struct Worked {
  const char* link;
  double bytes;
  double seconds;
  double joules;
};

// Worked from the published rates and radio powers by hand: t = 8 X / B, E = t * P.
class WorkedValues : public testing::TestWithParam<Worked> {};

TEST_P(WorkedValues, AreReproduced) {
  const Link link = FindPreset(GetParam().link).value();
  const Bytes size(GetParam().bytes);
  EXPECT_NEAR(UploadTime(link, size, kTransferOnly).count(), GetParam().seconds, 5.1e-5);
  EXPECT_NEAR(RadioEnergy(link, size, Bytes(0), kTransferOnly).value().value(), GetParam().joules, 5.1e-5);
}

INSTANTIATE_TEST_SUITE_P(Published, WorkedValues,
                         testing::Values(Worked{"3g", 152000, 1.1055, 1.9608}, Worked{"4g", 152000, 0.2079, 0.8008},
                                         Worked{"wifi", 152000, 0.0644, 0.3529}, Worked{"3g", 36864, 0.2681, 0.4755},
                                         Worked{"4g", 36864, 0.0504, 0.1942}, Worked{"wifi", 36864, 0.0156, 0.0856},
                                         Worked{"3g", 602112, 4.3790, 7.7673}, Worked{"4g", 602112, 0.8234, 3.1723},
                                         Worked{"wifi", 602112, 0.2551, 1.3979}));

TEST(Link, SendingNothingCostsNothing) {
  const Link link = FindPreset("Wi-Fi").value();
  EXPECT_EQ(UploadTime(link, Bytes(0), {}).count(), 0);
  EXPECT_EQ(RadioEnergy(link, Bytes(0), Bytes(0), {.tail = true}).value().value(), 0);
}

TEST(Link, TheTailOfLteDwarfsAnUpload) {
  const Link link = FindPreset("LTE").value();
  const double without = RadioEnergy(link, Bytes(152000), Bytes(0), {}).value().value();
  const double with = RadioEnergy(link, Bytes(152000), Bytes(0), {.tail = true}).value().value();
  EXPECT_NEAR(with - without, 12.27, 0.01);
}

TEST(Link, WithoutARadioModelTheEnergyIsUnavailableAndSaysWhatToDo) {
  const auto energy = RadioEnergy(FindPreset("ethernet").value(), Bytes(1), Bytes(0), {});
  ASSERT_FALSE(energy.IsAvailable());
  EXPECT_NE(energy.reason().find("links[].radio"), std::string::npos);
}

}  // namespace
}  // namespace dnntune::link
