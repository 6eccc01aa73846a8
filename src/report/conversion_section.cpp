// SPDX-License-Identifier: Apache-2.0
#include "report/conversion_section.h"

#include <fmt/format.h>

namespace dnntune::report {

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
  for (const record::TensorConversion& one : conversions.tensors) {
    if (!one.barred.empty()) {
      const Missing barred{one.barred};
      table.rows.push_back({{one.tensor, "cannot be handed over", barred, barred, barred}, false});
      continue;
    }
    table.rows.push_back({{one.tensor, graph::Describe(one.how), ToCell(one.arrival), ToCell(one.back),
                           one.difference ? fmt::format("{:.2g}", *one.difference) : std::string("given")},
                          false});
  }
  Section section{"conversions", "Between the two files", "", {}, true};
  section.blocks.emplace_back(Text{
      "Both files were run on one input, and each tensor's conversion is the one that makes the values agree; how far they are "
      "apart then is the root mean square of the difference, relative to that of the values."});
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace dnntune::report
