// SPDX-License-Identifier: Apache-2.0
// The network between device and cloud: its rates, its round trip and what its radio costs the device.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/units.h"
#include "metric/quantity.h"

namespace dnntune::link {

// A radio state outside the transfer: before it (promotion) or after it (tail).
struct RadioPhase {
  Watts power;
  Seconds time{0};
};

// Power while transferring: P = per_up_mbps * uplink + per_down_mbps * downlink + base, rates in Mbit/s, W per Mbit/s.
// Huang et al., A Close Examination of Performance and Power Characteristics of 4G LTE Networks, MobiSys 2012, table 4.
struct Radio {
  Watts per_up_mbps;
  Watts per_down_mbps;
  Watts base;
  RadioPhase promotion;
  RadioPhase tail;
};

struct Link {
  std::string name;
  BitRate up;
  BitRate down;
  Seconds round_trip{0};
  std::optional<Radio> radio;  // none: the energy of a transfer is unavailable
  std::string source;          // where the figures come from
};

// Which parts of a transfer are counted. Each is named in the report as counted or left out.
struct Counting {
  bool round_trip = true;
  bool download = true;
  bool promotion = false;
  bool tail = false;
  bool operator==(const Counting&) const = default;
};

// 3g, 4g, wifi, ethernet, with the source of every figure.
[[nodiscard]] std::span<const Link> Presets();
[[nodiscard]] std::optional<Link> FindPreset(std::string_view name);  // case-insensitive; "wi-fi", "lte" too

// Zero bytes take no time and no energy: nothing is sent.
[[nodiscard]] Seconds UploadTime(const Link& link, Bytes size, const Counting& counting);  // one round trip counted here, once
[[nodiscard]] Seconds DownloadTime(const Link& link, Bytes size);
// Energy of the device's radio for both; unavailable where the link has no radio model (reason says so).
[[nodiscard]] metric::Quantity<Joules> RadioEnergy(const Link& link, Bytes up, Bytes down, const Counting& counting);

}  // namespace dnntune::link
