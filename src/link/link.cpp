// SPDX-License-Identifier: Apache-2.0
#include "link/link.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace dnntune::link {
namespace {

constexpr Watts Milliwatts(double value) {
  return Watts(value / 1000);
}
constexpr Seconds Milliseconds(double value) {
  return Seconds(value / 1000);
}

// Radio figures: Huang et al., MobiSys 2012. Uplink rates: DADS, INFOCOM 2019, table I. Downlink rates: JointDNN.
constexpr Radio k3gRadio{.per_up_mbps = Milliwatts(868.98),
                         .per_down_mbps = Milliwatts(122.12),
                         .base = Milliwatts(817.88),
                         .promotion = {Milliwatts(659.4), Milliseconds(582.1)},
                         .tail = {Milliwatts(803.9), Milliseconds(8088)}};
constexpr Radio kLteRadio{.per_up_mbps = Milliwatts(438.39),
                          .per_down_mbps = Milliwatts(51.97),
                          .base = Milliwatts(1288.04),
                          .promotion = {Milliwatts(1210.7), Milliseconds(260.1)},
                          .tail = {Milliwatts(1060.0), Milliseconds(11576)}};
constexpr Radio kWifiRadio{.per_up_mbps = Milliwatts(283.17),
                           .per_down_mbps = Milliwatts(137.01),
                           .base = Milliwatts(132.86),
                           .promotion = {Milliwatts(124.4), Milliseconds(79.1)},
                           .tail = {Milliwatts(119.3), Milliseconds(238.1)}};

constexpr const char* kPublished =
    "uplink: DADS, INFOCOM 2019; downlink: JointDNN; radio: Huang et al., MobiSys 2012; round trip: nominal, declared by dnntune";

Link Make(const char* name, std::pair<double, double> mbps, Seconds round_trip, std::optional<Radio> radio) {
  return {.name = name,
          .up = MegabitsPerSecond(mbps.first),
          .down = MegabitsPerSecond(mbps.second),
          .round_trip = round_trip,
          .radio = radio,
          .source = radio ? kPublished : "nominal, declared by dnntune"};
}

const Link kPresets[] = {
    Make("3g", {1.1, 2.0275}, Milliseconds(70), k3gRadio), Make("4g", {5.85, 13.76}, Milliseconds(50), kLteRadio),
    Make("wifi", {18.88, 54.97}, Milliseconds(5), kWifiRadio), Make("ethernet", {1000, 1000}, Milliseconds(1), std::nullopt)};

// Power of the radio while it sends or receives at these rates.
Watts ActivePower(const Radio& radio, BitRate up, BitRate down) {
  return radio.per_up_mbps * (up.value() / 1e6) + radio.per_down_mbps * (down.value() / 1e6) + radio.base;
}

}  // namespace

std::span<const Link> Presets() {
  return kPresets;
}

std::optional<Link> FindPreset(std::string_view name) {
  std::string plain;
  for (const char letter : name) {
    if (letter != '-' && letter != ' ') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  if (plain == "lte") plain = "4g";
  const auto found = std::find_if(std::begin(kPresets), std::end(kPresets), [&](const Link& link) { return link.name == plain; });
  if (found == std::end(kPresets)) return std::nullopt;
  return *found;
}

Seconds UploadTime(const Link& link, Bytes size, const Counting& counting) {
  if (size.value() <= 0) return Seconds(0);
  return size / link.up + (counting.round_trip ? link.round_trip : Seconds(0));
}

Seconds DownloadTime(const Link& link, Bytes size) {
  return size.value() <= 0 ? Seconds(0) : size / link.down;
}

metric::Quantity<Joules> RadioEnergy(const Link& link, Bytes up, Bytes down, const Counting& counting) {
  if (up.value() <= 0 && down.value() <= 0) return metric::Quantity<Joules>::Of(Joules(0), metric::Source::kModelled);
  if (!link.radio) {
    return metric::Quantity<Joules>::Unavailable("link '" + link.name + "' has no radio model; declare links[].radio");
  }
  const Radio& radio = *link.radio;
  Joules energy = ActivePower(radio, link.up, BitRate(0)) * (up.value() <= 0 ? Seconds(0) : up / link.up);
  energy += ActivePower(radio, BitRate(0), link.down) * DownloadTime(link, down);
  if (counting.promotion) energy += radio.promotion.power * radio.promotion.time;
  if (counting.tail) energy += radio.tail.power * radio.tail.time;
  return metric::Quantity<Joules>::Of(energy, metric::Source::kModelled);
}

}  // namespace dnntune::link
