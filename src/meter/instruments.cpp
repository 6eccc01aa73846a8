// SPDX-License-Identifier: Apache-2.0
#include "meter/instruments.h"

#include <utility>

namespace dnntune::meter {

Instruments::Instruments(const std::filesystem::path& root) {
  for (const MeterRow& row : Meters()) {
    auto meter = row.make(root);
    const std::string why = meter->WhyUnavailable();
    if (why.empty()) meters_.push_back(std::move(meter));
    for (const metric::MetricId id : row.metrics) {
      if (!why.empty() && missing_.Find(id) == nullptr) missing_.Set(id, metric::Quantity<double>::Unavailable(why));
    }
  }
}

void Instruments::Start() {
  for (const auto& meter : meters_) meter->Start();
}

metric::Readings Instruments::Stop() {
  std::vector<metric::Readings> read;
  for (const auto& meter : meters_) read.push_back(meter->Stop());
  metric::Readings all = missing_;
  for (auto one = read.rbegin(); one != read.rend(); ++one) {
    for (const metric::Reading& reading : *one) all.Set(reading);
  }
  return all;
}

}  // namespace dnntune::meter
