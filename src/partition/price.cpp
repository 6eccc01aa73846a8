// SPDX-License-Identifier: Apache-2.0
#include "partition/price.h"

namespace dnntune::partition {

metric::Quantity<Joules> RadioEnergy(const Sums& sums, const Problem& problem) {
  const Bytes down(problem.counting.download ? sums.down_bytes : 0);
  return link::RadioEnergy(problem.link, Bytes(sums.up_bytes), down, problem.counting);
}

Price PriceOf(const Sums& sums, const Problem& problem) {
  const Bytes up(sums.up_bytes);
  const Bytes down(problem.counting.download ? sums.down_bytes : 0);
  Price price;
  price.device_s = sums.device_s;
  price.cloud_s = sums.cloud_s + sums.convert_s;
  price.upload_s = link::UploadTime(problem.link, up, problem.counting).count();
  price.download_s = link::DownloadTime(problem.link, down).count();
  price.latency_s = price.device_s + price.upload_s + price.cloud_s + price.download_s;
  price.compute_j = sums.device_j;
  const auto radio = RadioEnergy(sums, problem);
  price.radio_j = radio.IsAvailable() ? radio.value().value() : 0;
  price.energy_j = price.compute_j + price.radio_j;
  return price;
}

std::string EnergyProblem(const CostGraph& costs, const Problem& problem) {
  if (!costs.energy_missing.empty()) return costs.energy_missing;
  const auto radio = link::RadioEnergy(problem.link, Bytes(1), Bytes(0), problem.counting);
  return radio.IsAvailable() ? "" : radio.reason();
}

UnitPrices UnitPricesOf(const Problem& problem, const Weights& weights) {
  // Prices are linear but for the fixed charges, so differences of three sizes tell them apart.
  const auto price = [&](double up, double down) {
    Sums sums;
    sums.up_bytes = up;
    sums.down_bytes = down;
    return weights.Of(PriceOf(sums, problem));
  };
  constexpr double kSize = 1e6;
  UnitPrices prices;
  prices.cloud_second = weights.per_second;
  prices.up_byte = (price(2 * kSize, 0) - price(kSize, 0)) / kSize;
  prices.down_byte = (price(0, 2 * kSize) - price(0, kSize)) / kSize;
  prices.any_transfer = problem.counting.download ? price(0, kSize) - prices.down_byte * kSize : 0;
  prices.any_upload = price(kSize, 0) - prices.up_byte * kSize - prices.any_transfer;
  return prices;
}

double UploadPrice(const CostTensor& tensor, const UnitPrices& prices) {
  return tensor.bytes * prices.up_byte + tensor.arrival_s * prices.cloud_second;
}

double DownloadPrice(const CostTensor& tensor, const UnitPrices& prices) {
  return tensor.bytes * prices.down_byte + tensor.back_s * prices.cloud_second;
}

}  // namespace dnntune::partition
