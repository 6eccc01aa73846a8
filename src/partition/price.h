// SPDX-License-Identifier: Apache-2.0
// What a deployment costs over a link, and what one layer, byte or transfer adds to an objective.
#pragma once

#include <string>

#include "partition/head.h"

namespace dnntune::partition {

// Seconds and joules of a deployment. Joules are only right where EnergyProblem() is empty.
struct Price {
  double device_s = 0, upload_s = 0, cloud_s = 0, download_s = 0;  // cloud_s with the conversion of tensors there
  double latency_s = 0;
  double compute_j = 0, radio_j = 0;
  double energy_j = 0;
};

// Unavailable where something is sent and the link has no radio model.
[[nodiscard]] metric::Quantity<Joules> RadioEnergy(const Sums& sums, const Problem& problem);

[[nodiscard]] Price PriceOf(const Sums& sums, const Problem& problem);

// Why energies are unavailable; empty: they are known.
[[nodiscard]] std::string EnergyProblem(const CostGraph& costs, const Problem& problem);

// objective = latency_s * per_second + energy_j * per_joule.
struct Weights {
  double per_second = 1;
  double per_joule = 0;
  [[nodiscard]] double Of(const Price& price) const { return price.latency_s * per_second + price.energy_j * per_joule; }
};

// The same in parts. A fixed charge falls due once: for any upload, and for any transfer at all.
struct UnitPrices {
  double up_byte = 0;
  double down_byte = 0;
  double any_upload = 0;
  double any_transfer = 0;
  double cloud_second = 0;
};
[[nodiscard]] UnitPrices UnitPricesOf(const Problem& problem, const Weights& weights);

// What one tensor adds when it is sent up, or brought down: its bytes and its conversion in the cloud, without the fixed charges.
[[nodiscard]] double UploadPrice(const CostTensor& tensor, const UnitPrices& prices);
[[nodiscard]] double DownloadPrice(const CostTensor& tensor, const UnitPrices& prices);

}  // namespace dnntune::partition
