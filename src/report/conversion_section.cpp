// SPDX-License-Identifier: Apache-2.0
#include "report/conversion_section.h"

#include <fmt/format.h>

#include <algorithm>

namespace dnntune::report {

namespace {

using record::TensorConversion;

std::string Apart(const TensorConversion& one) {
  return one.difference ? fmt::format("{:.2g}", *one.difference) : "given";
}

Cell SignalToNoise(const TensorConversion& one) {
  if (!one.difference) return std::string("given");
  return one.snr_db ? fmt::format("{:.1f} dB", *one.snr_db) : std::string("no noise");
}

Row RowOf(const TensorConversion& one, bool has_noise) {
  const bool is_barred = !one.barred.empty();
  const Cell barred = Missing{one.barred};
  Row row{{one.tensor, is_barred ? "cannot be handed over" : graph::Describe(one.how), is_barred ? barred : ToCell(one.arrival),
           is_barred ? barred : ToCell(one.back), is_barred ? barred : Cell(Apart(one))},
          false};
  if (has_noise) row.cells.push_back(is_barred ? barred : SignalToNoise(one));
  return row;
}

constexpr const char* kFound =
    "Both files were run on one input, and each tensor's conversion is the one that makes the values agree; how far they are apart "
    "then is the root mean square of the difference, relative to that of the values.";
std::string FoundByNoise() {
  return fmt::format(
      " One of the files computes in quantised integers, so its values are never equal to the other's: a conversion is taken where "
      "the signal, which is what the values vary by, is at least {:g} dB above that difference and any other order of dimensions "
      "is "
      "{:g} dB worse. Values below a step of the integers cannot tell, and are taken where there is one order only.",
      record::kLeastSnrDb, record::kLeastLeadDb);
}

}  // namespace

Section ConversionSection(const record::Profile& cloud) {
  const record::Conversions& conversions = *cloud.conversions;
  Table table{.id = "conversions",
              .title = fmt::format("Tensors of the device's {} file in the cloud's {} file; converted in the cloud",
                                   conversions.from.format, cloud.model.format),
              .columns = {{"tensor", "Tensor"},
                          {"conversion", "Conversion"},
                          {"arrival", "On arrival", Hint::kSeconds},
                          {"back", "Back", Hint::kSeconds, true},
                          {"difference", "Values apart"}},
              .rows = {}};
  const bool has_noise = std::any_of(conversions.tensors.begin(), conversions.tensors.end(),
                                     [](const TensorConversion& one) { return one.snr_db.has_value(); });
  if (has_noise) table.columns.push_back({"snr", "Signal to noise"});
  for (const TensorConversion& one : conversions.tensors) table.rows.push_back(RowOf(one, has_noise));
  Section section{"conversions", "Between the two files", "", {}, true};
  section.blocks.emplace_back(Text{std::string(kFound) + (has_noise ? FoundByNoise() : "")});
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace dnntune::report
