// SPDX-License-Identifier: Apache-2.0
#include "spec/links.h"

#include <fmt/format.h>

#include "base/nearest.h"

namespace dnntune::spec {
namespace {

link::Radio RadioOf(const RadioSpec& radio) {
  return {.per_up_mbps = Watts(radio.per_up_mbps_w),
          .per_down_mbps = Watts(radio.per_down_mbps_w),
          .base = Watts(radio.base_w),
          .promotion = {Watts(radio.promotion_w), Seconds(radio.promotion_s)},
          .tail = {Watts(radio.tail_w), Seconds(radio.tail_s)}};
}

}  // namespace

Result<link::Link> ToLink(const LinkSpec& row) {
  const auto preset = link::FindPreset(row.name);
  if (!preset && (!row.up_mbps || !row.down_mbps)) {
    std::vector<std::string> presets;
    for (const link::Link& known : link::Presets()) presets.push_back(known.name);
    return Fail(ErrorCode::kBadInput, fmt::format("'{}' is none of the presets {}{}; or give it up_mbps and down_mbps", row.name,
                                                  fmt::join(presets, ", "), DidYouMean(row.name, presets)));
  }
  link::Link link = preset.value_or(link::Link{});
  link.name = row.name;
  if (row.up_mbps) link.up = MegabitsPerSecond(*row.up_mbps);
  if (row.down_mbps) link.down = MegabitsPerSecond(*row.down_mbps);
  if (row.round_trip_ms) link.round_trip = Seconds(*row.round_trip_ms / 1000);
  if (row.radio) link.radio = RadioOf(*row.radio);
  if (row.up_mbps || row.down_mbps || row.round_trip_ms || row.radio) link.source = "declared in the config";
  return link;
}

}  // namespace dnntune::spec
