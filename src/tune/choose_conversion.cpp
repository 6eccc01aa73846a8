// SPDX-License-Identifier: Apache-2.0
#include "tune/choose_conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/convert.h"
#include "engine/retype.h"
#include "metric/signal_to_noise.h"
#include "record/conversions.h"

namespace dnntune::tune {
namespace {

using Numbers = std::vector<double>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Root mean square of the difference, relative to that of the values: other kernels stay below, while values in another order are
// as far apart as the values are large.
constexpr double kMostDifference = 0.1;
constexpr const char* kOtherValues = "has other values in the cloud's file";

// A conversion, and what it makes of the values.
struct Attempt {
  const graph::Conversion* how;
  Numbers numbers;
  double difference;
  std::optional<double> snr_db;

  [[nodiscard]] double Snr() const { return snr_db.value_or(kInfinity); }
};

double RelativeDifference(const Numbers& expected, const Numbers& actual) {
  double apart = 0, size = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    apart += (expected[i] - actual[i]) * (expected[i] - actual[i]);
    size += expected[i] * expected[i];
  }
  if (apart == 0) return 0;
  const double ratio = std::sqrt(apart / size);
  return std::isfinite(ratio) ? ratio : kInfinity;
}

double LargestDifference(const Numbers& expected, const Numbers& actual) {
  double largest = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) largest = std::max(largest, std::abs(expected[i] - actual[i]));
  return largest;
}

Choice AsFloats(const std::vector<Attempt>& attempts) {
  const auto nearest = std::min_element(attempts.begin(), attempts.end(),
                                        [](const Attempt& a, const Attempt& b) { return a.difference < b.difference; });
  const bool fits = nearest->difference <= kMostDifference;
  return {.how = *nearest->how, .difference = nearest->difference, .misfit = fits ? "" : kOtherValues, .is_telling = fits};
}

Choice AsQuantised(const std::vector<Attempt>& attempts, const Numbers& expected, const std::optional<double>& step) {
  const auto best =
      std::max_element(attempts.begin(), attempts.end(), [](const Attempt& a, const Attempt& b) { return a.Snr() < b.Snr(); });
  Choice choice{.how = *best->how, .difference = best->difference, .snr_db = best->snr_db};
  double rival = -kInfinity;  // among those that make something else of the values
  bool has_rival = false;
  for (const Attempt& other : attempts) {
    if (other.numbers == best->numbers) continue;
    has_rival = true;
    rival = std::max(rival, other.Snr());
  }
  if (best->Snr() >= record::kLeastSnrDb) {
    choice.is_telling = best->Snr() - rival >= record::kLeastLeadDb;
    if (choice.is_telling) return choice;
    choice.misfit =
        fmt::format("is like the cloud's in more than one order of dimensions ({:.1f} dB and {:.1f} dB)", best->Snr(), rival);
    return choice;
  }
  // Too small for the integers of its file: nothing speaks against the conversion, and there is no other.
  if (!has_rival && step && LargestDifference(expected, best->numbers) <= *step) return choice;
  choice.misfit = fmt::format("{} (signal to noise {:.1f} dB)", kOtherValues, best->Snr());
  return choice;
}

}  // namespace

Result<Choice> ChooseConversion(std::span<const graph::Conversion> possible, const engine::Tensor& ours,
                                const engine::Tensor& theirs, const Yardstick& yardstick) {
  const Numbers expected = engine::RealNumbers(theirs, possible.front().to.quantization);
  std::vector<Attempt> attempts;
  for (const graph::Conversion& how : possible) {
    engine::Tensor converted(how.to.dtype, how.to.shape);
    TRY(engine::Convert(how, ours, converted));
    Numbers numbers = engine::RealNumbers(converted, how.to.quantization);
    const double difference = RelativeDifference(expected, numbers);
    const auto snr = yardstick.is_quantised ? metric::SignalToNoise(expected, numbers) : std::nullopt;
    if (!yardstick.is_quantised) numbers.clear();  // only their difference matters
    attempts.push_back({&how, std::move(numbers), difference, snr});
  }
  return yardstick.is_quantised ? AsQuantised(attempts, expected, yardstick.step) : AsFloats(attempts);
}

}  // namespace dnntune::tune
