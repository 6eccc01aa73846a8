// SPDX-License-Identifier: Apache-2.0
#include "format/weight.h"

#include <algorithm>
#include <bit>
#include <span>

namespace dnntune::format {
namespace {

static_assert(std::endian::native == std::endian::little, "every format stores numbers little-endian");

constexpr std::uint64_t kPiece = 1U << 18U;  // values that are held at once

// The index-th number of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014) from this seed.
std::uint64_t Random(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = seed + (index + 1) * 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

float At(const Weight& weight, std::uint64_t index) {
  if (!weight.values.empty()) return weight.values[index];
  // 24 bits fill a float exactly, so no machine rounds differently.
  const double unit = static_cast<double>(Random(weight.seed, index) >> 40U) / static_cast<double>(1U << 24U);
  return static_cast<float>(weight.center + (2 * unit - 1) * weight.bound);
}

Result<void> Hand(const ByteSink& sink, std::span<const float> values) {
  return sink({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
}

// The values in the order of `index`, which maps a place in the stream to one in the weight.
template <typename Index>
ByteSource InOrder(const Weight& weight, Index index) {
  return [weight, index](const ByteSink& sink) -> Result<void> {
    const std::uint64_t count = Elements(weight);
    std::vector<float> piece;
    for (std::uint64_t first = 0; first < count; first += kPiece) {
      const std::uint64_t end = std::min(first + kPiece, count);
      piece.clear();
      for (std::uint64_t place = first; place < end; ++place) piece.push_back(At(weight, index(place)));
      TRY(Hand(sink, piece));
    }
    return {};
  };
}

std::uint64_t Extent(const Weight& weight, int dimension) {
  return static_cast<std::uint64_t>(weight.shape[static_cast<std::size_t>(dimension)]);
}

}  // namespace

std::uint64_t Elements(const Weight& weight) {
  std::uint64_t count = 1;
  for (const std::int64_t extent : weight.shape) count *= static_cast<std::uint64_t>(extent);
  return count;
}

std::vector<float> Fill(const Weight& weight) {
  std::vector<float> values(Elements(weight));
  for (std::uint64_t i = 0; i < values.size(); ++i) values[i] = At(weight, i);
  return values;
}

ByteSource Stream(const Weight& weight) {
  return InOrder(weight, [](std::uint64_t place) { return place; });
}

ByteSource StreamSecondLast(const Weight& weight, std::int64_t second) {
  const auto middle = static_cast<std::uint64_t>(second);
  const std::uint64_t each = Elements(weight) / Extent(weight, 0), rest = each / middle;
  return InOrder(weight, [=](std::uint64_t place) {
    const std::uint64_t within = place % each;
    return place / each * each + within % middle * rest + within / middle;
  });
}

ByteSource StreamTransposed(const Weight& weight, const std::array<int, 4>& order) {
  std::array<std::uint64_t, 4> stride{}, extent{};
  for (std::size_t i = 0; i < 4; ++i) {
    extent[i] = Extent(weight, order[i]);
    stride[i] = 1;
    for (int after = order[i] + 1; after < 4; ++after) stride[i] *= Extent(weight, after);
  }
  return InOrder(weight, [=](std::uint64_t place) {
    std::uint64_t index = 0;
    for (std::size_t i = 4; i-- > 0; place /= extent[i]) index += place % extent[i] * stride[i];
    return index;
  });
}

}  // namespace dnntune::format
