// SPDX-License-Identifier: Apache-2.0
#include "metric/readings.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace dnntune::metric {

void Readings::Set(Reading reading) {
  const auto place = std::ranges::lower_bound(rows_, reading.id, {}, &Reading::id);
  if (place != rows_.end() && place->id == reading.id) {
    *place = std::move(reading);
  } else {
    rows_.insert(place, std::move(reading));
  }
}

const Reading* Readings::Find(MetricId id) const {
  const auto found = std::ranges::find(rows_, id, &Reading::id);
  return found == rows_.end() ? nullptr : &*found;
}

Quantity<double> Readings::Get(MetricId id) const {
  if (const Reading* reading = Find(id)) return reading->quantity;
  return Quantity<double>::Unavailable("no " + NounOf(MetricOf(id)) + " recorded");
}

void Readings::CheckUnit(MetricId id, std::string_view unit) {
  if (MetricOf(id).unit != unit) std::abort();
}

Readings Over(const Window& window, const Readings& readings) {
  Readings over;
  for (Reading reading : readings) {
    if (MetricOf(reading.id).kind == MetricKind::kAmount) reading.window = window;
    over.Set(std::move(reading));
  }
  return over;
}

}  // namespace dnntune::metric
